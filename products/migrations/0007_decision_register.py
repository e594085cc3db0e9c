import django.db.models.deletion
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("products", "0006_dossier_reaches_province"),
    ]

    operations = [
        migrations.RenameField(
            model_name="dossier", old_name="outcome", new_name="outcome_note"
        ),
        migrations.AlterField(
            model_name="dossier",
            name="outcome_note",
            field=core.fields.LineField(
                blank=True, max_length=200, verbose_name="kết quả như đã ghi"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="correction",
            field=core.fields.TextBlockField(
                blank=True, verbose_name="nội dung đính chính"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="corrects",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="products.decision",
                verbose_name="đính chính quyết định",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="effective_on",
            field=models.DateField(
                blank=True,
                help_text="Chỉ ghi khi khác ngày ký.",
                null=True,
                verbose_name="có hiệu lực từ ngày",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="signer_title",
            field=core.fields.LineField(
                blank=True, max_length=150, verbose_name="chức vụ người ký"
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("passed", "đạt"),
                    ("failed", "không đạt"),
                    ("returned", "trả lại hồ sơ"),
                    ("withdrawn", "chủ thể rút hồ sơ"),
                ],
                max_length=9,
                verbose_name="kết quả",
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="legal_basis",
            field=core.fields.TextBlockField(
                blank=True, help_text="Mỗi căn cứ một dòng.", verbose_name="căn cứ"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("effective_on__isnull", True),
                    ("signed_on__isnull", True),
                    ("effective_on__gte", models.F("signed_on")),
                    _connector="OR",
                ),
                name="decision_effective_from_signing",
                violation_error_message="Ngày có hiệu lực phải từ ngày ký trở đi.",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "correct"),
                    models.Q(("correction", ""), ("corrects__isnull", True)),
                    _connector="OR",
                ),
                name="decision_corrects_only_as_correction",
                violation_error_message="Chỉ quyết định đính chính mới đính chính quyết định khác.",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("corrects__isnull", True),
                    models.Q(("corrects", models.F("pk")), _negated=True),
                    _connector="OR",
                ),
                name="decision_corrects_another",
                violation_error_message="Quyết định không đính chính chính nó.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome", ""), ("decided_on__isnull", False), _connector="OR"
                ),
                name="dossier_outcome_is_dated",
                violation_error_message="Có kết quả thì phải có ngày có kết quả.",
            ),
        ),
    ]
