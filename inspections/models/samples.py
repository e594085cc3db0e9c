import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from areas.models import Agency
from areas.querysets import ScopedQuerySet
from core.fields import LineField, SearchKeyField, TextBlockField
from core.versions import VersionedModel
from products.models import Product

from ..enums import LabVerdict
from .site_checks import SiteCheck


class SampleQuerySet(ScopedQuerySet):
    def in_areas(self, areas):
        """Return the samples of checks that lie in one of the units."""
        checks = SiteCheck.objects.in_areas(areas).values("pk")
        return self.filter(site_check__in=checks)

    def with_outcome(self):
        """Annotate ``has_report`` and ``has_failed``."""
        reports = LabReport.objects.filter(sample=OuterRef("pk"))
        failed = reports.filter(results__verdict=LabVerdict.FAILED)
        return self.annotate(has_report=Exists(reports), has_failed=Exists(failed))

    def for_list(self):
        """Load what lists of samples print."""
        return self.with_outcome().select_related(
            "site_check__visit",
            "site_check__site__producer",
            "site_check__site__place__parent",
            "product",
            "lab",
        )


class Sample(VersionedModel):
    """Mẫu taken at a site under seal; its results come from a laboratory, later."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site_check = models.ForeignKey(
        SiteCheck,
        models.CASCADE,
        related_name="samples",
        verbose_name="phiếu kiểm tra",
    )
    product = models.ForeignKey(
        Product,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="samples",
        verbose_name="sản phẩm",
    )
    code = LineField("mã mẫu", max_length=60)
    seal_number = LineField("số niêm phong", max_length=60, blank=True)
    quantity = LineField(
        "số lượng", max_length=100, help_text="Ví dụ: 2 chai, mỗi chai 500 ml."
    )
    taken_on = models.DateField("ngày lấy mẫu")
    lab = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="samples",
        verbose_name="đơn vị kiểm nghiệm",
    )
    lab_text = LineField("đơn vị kiểm nghiệm khác", max_length=200, blank=True)
    indicators = TextBlockField("chỉ tiêu kiểm nghiệm", blank=True)
    note = TextBlockField("ghi chú", blank=True)
    search_key = SearchKeyField(
        "khóa tìm kiếm", sources=["code", "seal_number", "lab_text"]
    )

    objects = SampleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "mẫu kiểm nghiệm"
        ordering = ["site_check_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site_check", "code"],
                name="sample_code_once_per_check",
                violation_error_message="Mã mẫu này đã có trong phiếu kiểm tra.",
            ),
            models.CheckConstraint(
                condition=Q(lab__isnull=True) | Q(lab_text=""),
                name="sample_goes_to_one_lab",
                violation_error_message="Chỉ ghi một đơn vị kiểm nghiệm.",
            ),
        ]

    def __str__(self):
        return f"Mẫu {self.code}"

    def get_absolute_url(self):
        return reverse("inspections:sample", args=[self.uuid])

    @property
    def laboratory(self) -> str:
        return str(self.lab or self.lab_text)

    @property
    def state(self) -> str:
        """Return how it stands in words, for a file; reads ``with_outcome()``."""
        if not self.has_report:
            return "chờ kết quả"
        return "không đạt" if self.has_failed else "đã có kết quả"

    def days_waiting(self, date: datetime.date) -> int:
        return (date - self.taken_on).days


def report_path(instance, filename: str) -> str:
    """Return a server-made name; the uploaded one is kept nowhere on disk."""
    return f"lab/{instance.uuid.hex}.{filename.rpartition('.')[2].lower()}"


class LabReport(models.Model):
    """Phiếu kết quả kiểm nghiệm of one sample, as the laboratory issued it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sample = models.ForeignKey(
        Sample, models.PROTECT, related_name="reports", verbose_name="mẫu"
    )
    number = LineField("số phiếu kết quả", max_length=60)
    reported_on = models.DateField("ngày trả kết quả")
    file = models.FileField("bản quét", upload_to=report_path, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người ghi",
    )
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "phiếu kết quả kiểm nghiệm"
        ordering = ["sample_id", "reported_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sample", "number"],
                name="lab_report_number_once_per_sample",
                violation_error_message="Phiếu kết quả này đã được ghi.",
            )
        ]

    def __str__(self):
        return f"Phiếu kết quả số {self.number}"


class LabResult(models.Model):
    """One indicator of a laboratory report, as printed."""

    report = models.ForeignKey(
        LabReport, models.CASCADE, related_name="results", verbose_name="phiếu"
    )
    indicator = LineField("chỉ tiêu", max_length=200)
    value = LineField("kết quả", max_length=100)
    unit = LineField("đơn vị tính", max_length=50, blank=True)
    limit = LineField("mức cho phép", max_length=100, blank=True)
    verdict = models.CharField("kết luận", max_length=6, choices=LabVerdict)

    class Meta:
        verbose_name = verbose_name_plural = "kết quả kiểm nghiệm"
        ordering = ["report_id", "pk"]

    def __str__(self):
        return f"{self.indicator}: {self.measured}"

    @property
    def measured(self) -> str:
        """Return value and unit as printed, with the limit where there is one."""
        limit = f" (mức cho phép: {self.limit})" if self.limit else ""
        return f"{self.value} {self.unit}".rstrip() + limit
