from django.db import migrations, models

import products.codes


class Migration(migrations.Migration):
    dependencies = [("products", "0002_public_codes")]

    operations = [
        migrations.AlterField(
            "product",
            "public_code",
            models.CharField(
                "mã công khai",
                max_length=10,
                unique=True,
                default=products.codes.new_code,
                editable=False,
            ),
        ),
    ]
