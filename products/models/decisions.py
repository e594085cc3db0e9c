import datetime
import uuid

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse

from areas.models import Agency
from core.fields import LineField, SearchKeyField, TextBlockField
from core.versions import VersionedModel

from ..enums import DecisionKind


def decision_path(instance, filename: str) -> str:
    """Return a server-made name for the scanned decision."""
    return f"decisions/{uuid.uuid4().hex}.{filename.rpartition('.')[2].lower()}"


class DecisionQuerySet(models.QuerySet):
    """Decisions belong to no place: their lines do, and those are narrowed."""

    def touching(self, recognitions):
        """Return the decisions that award or end one of the recognitions."""
        return self.filter(
            Q(recognitions__in=recognitions) | Q(ended_recognitions__in=recognitions)
        ).distinct()

    def counting(self, recognitions):
        """Annotate ``line_count``: how many of the recognitions each awards or ends."""
        awarded = Q(recognitions__in=recognitions)
        ended = Q(ended_recognitions__in=recognitions)
        return self.annotate(
            line_count=Count("recognitions", filter=awarded, distinct=True)
            + Count("ended_recognitions", filter=ended, distinct=True)
        )

    def for_list(self):
        """Load what the list prints."""
        return self.select_related("issuer", "corrects")

    def signed_years(self) -> list[int]:
        """Return the years in which any was signed, the latest first."""
        years = self.filter(signed_on__isnull=False).values_list("signed_on__year")
        return [year for (year,) in years.order_by("-signed_on__year").distinct()]


class Decision(VersionedModel):
    """Quyết định: recognises, revokes, removes or corrects; covers many products.

    The same number recurs across issuers, so the key is issuer, number and date,
    where all three are known.
    """

    kind = models.CharField(
        "loại", max_length=10, choices=DecisionKind, default=DecisionKind.RECOGNISE
    )
    issuer = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name="cơ quan ban hành",
    )
    number = LineField("số, ký hiệu", max_length=60)
    signed_on = models.DateField("ngày ký", null=True, blank=True)
    title = TextBlockField("trích yếu", blank=True)
    effective_on = models.DateField(
        "có hiệu lực từ ngày",
        null=True,
        blank=True,
        help_text="Chỉ ghi khi khác ngày ký.",
    )
    signer = LineField("người ký", max_length=100, blank=True)
    signer_title = LineField("chức vụ người ký", max_length=150, blank=True)
    legal_basis = TextBlockField("căn cứ", blank=True, help_text="Mỗi căn cứ một dòng.")
    file = models.FileField("bản quét", upload_to=decision_path, blank=True)
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name="đính chính quyết định",
    )
    correction = TextBlockField("nội dung đính chính", blank=True)
    note = TextBlockField("ghi chú", blank=True)
    search_key = SearchKeyField("khóa tìm kiếm", sources=["number", "title", "signer"])

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "quyết định"
        ordering = ["-signed_on", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "number", "signed_on"],
                name="decision_once_per_issuer_number_date",
                violation_error_message="Quyết định này đã có.",
            ),
            models.CheckConstraint(
                condition=Q(effective_on__isnull=True)
                | Q(signed_on__isnull=True)
                | Q(effective_on__gte=F("signed_on")),
                name="decision_effective_from_signing",
                violation_error_message="Ngày có hiệu lực phải từ ngày ký trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(kind=DecisionKind.CORRECT)
                | Q(corrects__isnull=True, correction=""),
                name="decision_corrects_only_as_correction",
                violation_error_message="Chỉ quyết định đính chính mới đính chính quyết"
                " định khác.",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(corrects=F("pk")),
                name="decision_corrects_another",
                violation_error_message="Quyết định không đính chính chính nó.",
            ),
        ]

    def __str__(self):
        signed = f" ngày {self.signed_on:%d/%m/%Y}" if self.signed_on else ""
        return f"{self.number}{signed}"

    def get_absolute_url(self):
        return reverse("products:decision_detail", args=[self.pk])

    @property
    def begins_on(self) -> datetime.date | None:
        """Return the day it takes effect: as printed, else the day it was signed."""
        return self.effective_on or self.signed_on

    @property
    def grounds(self) -> list[str]:
        """Return the texts that it rests on, one for each line."""
        return [line for line in self.legal_basis.splitlines() if line.strip()]
