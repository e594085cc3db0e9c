import datetime
import uuid

from django.db import models
from django.db.models import Case, F, Q, Value, When

from areas.querysets import ScopedQuerySet, lies_in
from core.fields import LineField, TextBlockField
from core.versions import VersionedModel
from producers.models import Producer

from ..dates import PAPER_SOON_DAYS
from ..enums import PAPER_TONES, PaperKind, PaperState
from .products import Product


def paper_path(instance, filename: str) -> str:
    """Return a server-made name; the uploaded one is kept nowhere on disk."""
    suffix = filename.rpartition(".")[2].lower()
    return f"papers/{uuid.uuid4().hex}.{suffix}"


class PaperQuerySet(ScopedQuerySet):
    def in_areas(self, areas):
        """Return the papers of products made in one of the units, and the general
        ones of producers with any site there.
        """
        producers = Producer.objects.in_areas(areas).values("pk")
        general = Q(product__isnull=True, producer__in=producers)
        return self.filter(general | lies_in(areas, "product__site__"))

    def with_state(self, date: datetime.date):
        """Annotate ``state`` as it is on the date, and the date as ``state_on``."""
        soon = date + datetime.timedelta(days=PAPER_SOON_DAYS)
        return self.annotate(
            state=Case(
                When(expires_on__isnull=True, then=Value(PaperState.UNDATED)),
                When(expires_on__lt=date, then=Value(PaperState.EXPIRED)),
                When(expires_on__lte=soon, then=Value(PaperState.EXPIRING)),
                default=Value(PaperState.VALID),
                output_field=models.CharField(),
            ),
            state_on=Value(date, output_field=models.DateField()),
        )

    def expired_on(self, date: datetime.date):
        """Return the papers whose last day lies before the date."""
        return self.with_state(date).filter(state=PaperState.EXPIRED)

    def for_list(self):
        """Load what the list page prints."""
        return self.select_related("producer", "product")


class Paper(VersionedModel):
    """Giấy tờ of a producer, or of one of its products."""

    producer = models.ForeignKey(
        Producer, models.PROTECT, related_name="papers", verbose_name="chủ thể"
    )
    product = models.ForeignKey(
        Product,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="papers",
        verbose_name="sản phẩm",
        help_text="Để trống nếu giấy tờ chung của chủ thể.",
    )
    kind = models.CharField("loại giấy tờ", max_length=12, choices=PaperKind)
    number = LineField("số, ký hiệu", max_length=100, blank=True)
    issuer = LineField("nơi cấp", max_length=200, blank=True)
    issued_on = models.DateField("ngày cấp", null=True, blank=True)
    expires_on = models.DateField("hết hạn ngày", null=True, blank=True)
    file = models.FileField("tệp đính kèm", upload_to=paper_path, blank=True)
    note = TextBlockField("ghi chú", blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "giấy tờ"
        ordering = ["producer", "kind", "-issued_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True)
                | Q(issued_on__isnull=True)
                | Q(expires_on__gte=F("issued_on")),
                name="paper_expires_after_issue",
                violation_error_message="Ngày hết hạn phải sau ngày cấp.",
            )
        ]
        indexes = [models.Index(fields=["expires_on"], name="paper_expiry")]

    def __str__(self):
        number = f" số {self.number}" if self.number else ""
        return f"{self.get_kind_display()}{number}"

    def get_absolute_url(self):
        return f"{(self.product or self.producer).get_absolute_url()}#giay-to"

    @property
    def state_words(self) -> str:
        """Return the state in words, days counted; needs ``with_state``."""
        if self.state != PaperState.EXPIRING:
            return str(PaperState(self.state).label)
        days = (self.expires_on - self.state_on).days
        return f"còn {days} ngày" if days else "hết hạn hôm nay"

    @property
    def state_tone(self) -> str:
        """Return the tone of the state; needs ``with_state``."""
        return PAPER_TONES.get(self.state, "plain")
