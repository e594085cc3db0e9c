from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from .runs import ImportRun


class ImportWriteQuerySet(models.QuerySet):
    def refused(self):
        """Return the records that an undo had to leave, in the order of the file."""
        return self.exclude(refusal="").order_by("sheet", "row", "pk")


class ImportWrite(models.Model):
    """One record that an import wrote, as far as undoing it needs to know.

    ``version`` is the one it was written with, empty for models that count none;
    ``before`` holds what stood in the changed columns of a record that was there
    already. Both may be personal data: ``before`` is emptied as soon as the record is
    undone, and by ``forget_undo`` once an undo is no longer offered. ``sheet`` and
    ``row`` are those that first asked for the record.
    """

    run = models.ForeignKey(
        ImportRun, models.CASCADE, related_name="written", verbose_name="lần nhập"
    )
    content_type = models.ForeignKey(
        ContentType,
        models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name="loại hồ sơ",
    )
    object_id = models.BigIntegerField("mã hồ sơ")
    version = models.PositiveIntegerField("phiên bản", null=True)
    is_new = models.BooleanField("mới")
    before = models.JSONField("trước đó", null=True, encoder=DjangoJSONEncoder)
    sheet = models.CharField("trang tính", max_length=100)
    row = models.PositiveIntegerField("dòng")
    is_undone = models.BooleanField("đã hoàn tác", default=False)
    refusal = models.TextField("lý do không hoàn tác", blank=True)

    objects = ImportWriteQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "hồ sơ đã ghi"
        ordering = ["run", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "run"],
                name="import_write_once_per_record",
                violation_error_message="Lần nhập đã ghi hồ sơ này.",
            ),
            models.CheckConstraint(
                condition=Q(before__isnull=True) | Q(is_new=False, is_undone=False),
                name="import_write_keeps_no_more_than_needed",
                violation_error_message="Giá trị cũ chỉ giữ khi còn có thể hoàn tác.",
            ),
            models.CheckConstraint(
                condition=Q(is_undone=False) | Q(refusal=""),
                name="import_write_is_undone_or_refused",
                violation_error_message="Hồ sơ đã hoàn tác không có lý do từ chối.",
            ),
        ]

    def __str__(self):
        return f"{self.content_type.name} {self.object_id}"
