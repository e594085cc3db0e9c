import unicodedata

from django.db import migrations

# What officers wrote before results were coded; the first that fits.
READ = (
    ("không đạt", "failed"),
    ("rút", "withdrawn"),
    ("trả lại", "returned"),
    ("trả hồ sơ", "returned"),
    ("đạt", "passed"),
)


def code_of(words: str) -> str:
    """Return the code of a result as it was written, empty where it says none."""
    folded = unicodedata.normalize("NFC", words).casefold()
    return next((code for part, code in READ if part in folded), "")


def code_outcomes(apps, schema_editor):
    """Read what was written; the words stay beside the code."""
    Dossier = apps.get_model("products", "Dossier")
    told = Dossier.objects.filter(outcome="", decided_on__isnull=False)
    for dossier in told.exclude(outcome_note="").only("outcome", "outcome_note"):
        dossier.outcome = code_of(dossier.outcome_note)
        dossier.save(update_fields=["outcome"])


class Migration(migrations.Migration):
    dependencies = [
        ("products", "0007_decision_register"),
    ]

    operations = [
        migrations.RunPython(code_outcomes, migrations.RunPython.noop),
    ]
