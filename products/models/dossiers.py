from django.db import models
from django.db.models import F, Q

from areas.querysets import LocatedQuerySet
from core.fields import LineField
from core.versions import VersionedModel

from ..enums import DossierKind, DossierOutcome
from .products import Product


class DossierQuerySet(LocatedQuerySet):
    located_by = "product__site__"


class Dossier(VersionedModel):
    """Hồ sơ: a filed application, which decides whether an old certificate runs on.

    It counts as filed on the day the commune received it, the district before
    1/7/2025; the province receives it after that (process of 26/2026/QĐ-TTg).
    """

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="dossiers", verbose_name="sản phẩm"
    )
    kind = models.CharField("lần đăng ký", max_length=8, choices=DossierKind)
    received_on = models.DateField("ngày nhận hồ sơ")
    receipt_number = LineField("số phiếu đăng ký", max_length=60, blank=True)
    province_received_on = models.DateField("ngày cấp tỉnh nhận", null=True, blank=True)
    province_receipt_number = LineField(
        "số phiếu của cấp tỉnh", max_length=60, blank=True
    )
    decided_on = models.DateField("ngày có kết quả", null=True, blank=True)
    outcome = models.CharField(
        "kết quả", max_length=9, choices=DossierOutcome, blank=True
    )
    outcome_note = LineField("kết quả như đã ghi", max_length=200, blank=True)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "hồ sơ đánh giá"
        ordering = ["product", "-received_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True)
                | Q(decided_on__gte=F("received_on")),
                name="dossier_decided_after_received",
                violation_error_message="Ngày có kết quả phải sau ngày nhận hồ sơ.",
            ),
            models.CheckConstraint(
                condition=Q(province_received_on__isnull=True)
                | Q(province_received_on__gte=F("received_on")),
                name="dossier_province_after_commune",
                violation_error_message="Ngày cấp tỉnh nhận phải từ ngày nhận hồ sơ trở"
                " đi.",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True)
                | Q(province_received_on__isnull=True)
                | Q(decided_on__gte=F("province_received_on")),
                name="dossier_decided_after_province",
                violation_error_message="Ngày có kết quả phải từ ngày cấp tỉnh nhận trở"
                " đi.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(decided_on__isnull=False),
                name="dossier_outcome_is_dated",
                violation_error_message="Có kết quả thì phải có ngày có kết quả.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, nhận ngày {self.received_on:%d/%m/%Y}"

    @property
    def has_failed(self) -> bool:
        return self.outcome == DossierOutcome.FAILED

    @property
    def outcome_words(self) -> str:
        """Return the result as it is coded, with what the paper says of it."""
        words, note = self.get_outcome_display(), self.outcome_note
        if note.casefold().startswith(words):
            return note
        return f"{words} – {note}" if note else words
