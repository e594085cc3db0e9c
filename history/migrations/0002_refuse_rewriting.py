from django.db import migrations

TABLES = ["history_changebatch", "history_change"]

FUNCTION = """
CREATE FUNCTION history_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The change log is append-only: % on % refused.',
        TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$
"""
TRIGGER = """
CREATE TRIGGER refuse_rewriting BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION history_refuse_rewriting()
"""


def refuse_rewriting(apps, schema_editor):
    """Let PostgreSQL itself refuse to change or remove a row of the log."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(FUNCTION, params=None)
    for table in TABLES:
        schema_editor.execute(TRIGGER.format(table=table))


def allow_rewriting(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER refuse_rewriting ON {table}")
    schema_editor.execute("DROP FUNCTION history_refuse_rewriting")


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]

    operations = [migrations.RunPython(refuse_rewriting, allow_rewriting)]
