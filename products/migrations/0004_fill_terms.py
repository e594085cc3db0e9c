import calendar
import datetime

from django.db import migrations

AT_ONCE = 500


def fill_terms(apps, schema_editor):
    recognitions = apps.get_model("products", "Recognition").objects
    open_ended = recognitions.filter(
        valid_from__isnull=False, valid_to__isnull=True, dates_as_printed=""
    )
    rows = []
    for row in open_ended.only("valid_from").iterator(chunk_size=AT_ONCE):
        year, month, day = (
            row.valid_from.year + 3,
            row.valid_from.month,
            row.valid_from.day,
        )
        last = calendar.monthrange(year, month)[1]
        row.valid_to = datetime.date(year, month, min(day, last))
        rows.append(row)
    recognitions.bulk_update(rows, ["valid_to"], batch_size=AT_ONCE)


class Migration(migrations.Migration):
    """What has a beginning and no printed end runs 36 months; the next one asks it."""

    dependencies = [("products", "0003_public_codes_required")]

    operations = [migrations.RunPython(fill_terms, migrations.RunPython.noop)]
