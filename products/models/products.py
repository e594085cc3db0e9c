import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from areas.querysets import LocatedQuerySet
from core.fields import LineField, SearchKeyField, TextBlockField, WebField
from core.versions import VersionedModel
from producers.enums import kinds_in
from producers.identity import match_key
from producers.models import Producer, Site

from ..codes import new_code
from ..enums import STATUS_TONES, Grade, ProductState, Status
from .regimes import CriteriaSet


class ProductQuerySet(LocatedQuerySet):
    located_by = "site__"

    def with_standing(self, date: datetime.date):
        """Annotate ``grade``, ``standing`` and ``standing_valid_to`` on the date.

        They come from the recognition that counts then; products never recognised
        by the date have None, and no last day where the stars were taken away.
        """
        from .recognitions import Recognition  # noqa: PLC0415 -- mutual models

        counted = Recognition.objects.standing_on(date).filter(product=OuterRef("pk"))
        return self.annotate(
            grade=Subquery(counted.values("grade")[:1]),
            standing=Subquery(counted.values("status")[:1]),
            standing_valid_to=Subquery(counted.values("last_day")[:1]),
        )

    def never_recognised_by(self, date: datetime.date):
        """Return the products without any recognition that had begun by the date."""
        from .recognitions import Recognition  # noqa: PLC0415 -- mutual models

        begun = Recognition.objects.begun_by(date).filter(product=OuterRef("pk"))
        return self.filter(~Exists(begun))

    def in_buckets(self, buckets):
        """Return the products of producers whose kind counts in the buckets."""
        return self.filter(producer__legal_kind__in=kinds_in(buckets))

    def for_list(self):
        """Load what the list page prints."""
        return self.select_related(
            "producer", "site__place__parent", "site__area", "criteria_set"
        )


class Product(VersionedModel):
    """Sản phẩm OCOP of one producer, made at one site."""

    producer = models.ForeignKey(
        Producer, models.PROTECT, related_name="products", verbose_name="chủ thể"
    )
    site = models.ForeignKey(
        Site, models.PROTECT, related_name="products", verbose_name="cơ sở sản xuất"
    )
    name = LineField("tên sản phẩm", max_length=200)
    variant = LineField(
        "quy cách", max_length=100, blank=True, help_text="Ví dụ: chai 500 ml."
    )
    criteria_set = models.ForeignKey(
        CriteriaSet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="products",
        verbose_name="bộ sản phẩm",
    )
    brand = LineField("nhãn hiệu", max_length=100, blank=True)
    barcode = models.CharField("mã số mã vạch", max_length=20, blank=True)
    trace_url = WebField("địa chỉ truy xuất nguồn gốc", blank=True)
    story = TextBlockField("câu chuyện sản phẩm", blank=True)
    state = models.CharField(
        "tình trạng", max_length=8, choices=ProductState, default=ProductState.ACTIVE
    )
    state_since = models.DateField("từ ngày", null=True, blank=True)
    match_key = models.CharField("khóa nhận dạng", max_length=310, editable=False)
    public_code = models.CharField(
        "mã công khai", max_length=10, unique=True, default=new_code, editable=False
    )
    search_key = SearchKeyField(
        "khóa tìm kiếm", sources=["name", "variant", "brand", "barcode"]
    )

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "sản phẩm OCOP"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["producer", "match_key"],
                name="product_once_per_producer",
                violation_error_message="Chủ thể đã có sản phẩm này.",
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.variant})" if self.variant else self.name

    def clean(self):
        self.match_key = product_key(self.name, self.variant)

    def save(self, *args, **kwargs):
        self.match_key = product_key(self.name, self.variant)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("products:detail", args=[self.pk])

    @property
    def grade_words(self) -> str:
        """Return the stars in words; needs ``with_standing``."""
        return str(Grade(self.grade).label) if self.grade else ""

    @property
    def standing_words(self) -> str:
        """Return the status in words; needs ``with_standing``."""
        return str(Status(self.standing).label) if self.standing else ""

    @property
    def standing_tone(self) -> str:
        """Return the tone of the status; needs ``with_standing``."""
        return STATUS_TONES.get(self.standing, "plain")


def product_key(name: str, variant: str = "") -> str:
    """Return the key under which two spellings are one product of a producer."""
    return match_key(f"{name} {variant}")[:310]
