import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import core.fields
import inspections.models.checklists


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0008_move_evidence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="checklist",
            name="changes_note",
            field=core.fields.TextBlockField(
                blank=True, editable=False, verbose_name="nội dung thay đổi"
            ),
        ),
        migrations.AddField(
            model_name="checklist",
            name="created_at",
            field=models.DateTimeField(
                auto_now_add=True,
                default=django.utils.timezone.now,
                verbose_name="lập lúc",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="checklist",
            name="published_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người công bố",
            ),
        ),
        migrations.AddField(
            model_name="checklist",
            name="source",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="inspections.checklist",
                verbose_name="chép từ",
            ),
        ),
        migrations.AddField(
            model_name="checklist",
            name="updated_at",
            field=models.DateTimeField(auto_now=True, verbose_name="sửa lúc"),
        ),
        migrations.AddField(
            model_name="checklist",
            name="version",
            field=models.PositiveIntegerField(
                default=1, editable=False, verbose_name="phiên bản"
            ),
        ),
        migrations.AddField(
            model_name="checklistitem",
            name="created_at",
            field=models.DateTimeField(
                auto_now_add=True,
                default=django.utils.timezone.now,
                verbose_name="lập lúc",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="checklistitem",
            name="example",
            field=models.ImageField(
                blank=True,
                editable=False,
                upload_to=inspections.models.checklists.example_path,
                verbose_name="ảnh mẫu",
            ),
        ),
        migrations.AddField(
            model_name="checklistitem",
            name="updated_at",
            field=models.DateTimeField(auto_now=True, verbose_name="sửa lúc"),
        ),
        migrations.AddField(
            model_name="checklistitem",
            name="uuid",
            field=models.UUIDField(editable=False, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="checklistitem",
            name="version",
            field=models.PositiveIntegerField(
                default=1, editable=False, verbose_name="phiên bản"
            ),
        ),
        migrations.AlterField(
            model_name="checklistitem",
            name="code",
            field=models.CharField(
                max_length=40,
                validators=[
                    django.core.validators.RegexValidator(
                        "\\A[a-z0-9]+(-[a-z0-9]+)*\\Z",
                        "Mã chỉ gồm chữ thường không dấu, số và dấu gạch nối, ví dụ hs-attp.",
                    )
                ],
                verbose_name="mã",
            ),
        ),
        migrations.AddConstraint(
            model_name="checklist",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "draft")),
                fields=("status",),
                name="checklist_one_draft",
                violation_error_message="Đang có một bản nháp khác của danh mục.",
            ),
        ),
    ]
