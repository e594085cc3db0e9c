import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0002_recommendation_search_key"),
    ]

    operations = [
        migrations.AddField(
            model_name="finding",
            name="version",
            field=models.PositiveIntegerField(
                default=1, editable=False, verbose_name="phiên bản"
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="created_at",
            field=models.DateTimeField(
                auto_now_add=True,
                default=django.utils.timezone.now,
                verbose_name="lập lúc",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="finding",
            name="updated_at",
            field=models.DateTimeField(auto_now=True, verbose_name="sửa lúc"),
        ),
    ]
