from django.db import migrations, models

from products.codes import new_code

AT_ONCE = 1000


def give_codes(apps, schema_editor):
    products = apps.get_model("products", "Product").objects
    rows = []
    for row in products.only("pk").iterator(chunk_size=AT_ONCE):
        row.public_code = new_code()
        rows.append(row)
    products.bulk_update(rows, ["public_code"], batch_size=AT_ONCE // 4)


class Migration(migrations.Migration):
    """Every product gets a code of its own; the next migration makes it required."""

    dependencies = [("products", "0001_initial")]

    operations = [
        migrations.AddField(
            "product",
            "public_code",
            models.CharField(
                "mã công khai",
                max_length=10,
                unique=True,
                null=True,
                default=None,
                editable=False,
            ),
        ),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
    ]
