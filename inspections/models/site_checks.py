import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from areas.querysets import ScopedQuerySet, lies_in
from core.fields import LineField, TextBlockField
from core.versions import VersionedModel
from producers.enums import ProducerState
from producers.models import Site
from products.models import Product

from ..enums import Outcome
from ..positions import Distance, Position, distance_between
from .checklists import ChecklistItem
from .visits import Visit


class SiteCheckQuerySet(ScopedQuerySet):
    def in_areas(self, areas):
        """Return the checks of sites in the units, and of visits hosted there."""
        return self.filter(lies_in(areas, "site__") | lies_in(areas, "visit__"))

    def at_sites_in(self, areas):
        """Return the checks whose site lies in one of the units, whoever hosted."""
        return self.filter(lies_in(areas, "site__"))

    def untouched(self):
        """Return the checks of which nothing has been written down yet."""
        answered = ItemResult.objects.exclude(outcome=Outcome.UNCHECKED)
        return self.filter(
            ~Exists(answered.filter(site_check=OuterRef("pk"))),
            findings=None,
            looked_at="",
            assessment="",
            producer_opinion="",
            conclusion="",
        ).exclude(recheck_points__outcome__gt="")

    def for_list(self):
        """Load what lists of checks print."""
        return self.select_related(
            "visit__campaign", "site__producer", "site__place__parent"
        )


class SiteCheck(VersionedModel):
    """What was seen at one producer's site in one visit; one biên bản each."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    visit = models.ForeignKey(
        Visit,
        models.CASCADE,
        related_name="site_checks",
        verbose_name="buổi kiểm tra",
    )
    site = models.ForeignKey(
        Site,
        models.PROTECT,
        related_name="checks",
        verbose_name="cơ sở sản xuất",
    )
    started_at = models.TimeField("bắt đầu lúc", null=True, blank=True)
    ended_at = models.TimeField("kết thúc lúc", null=True, blank=True)
    producer_side = LineField("đại diện cơ sở", max_length=200, blank=True)
    producer_state = models.CharField(
        "tình trạng hoạt động",
        max_length=10,
        choices=ProducerState,
        blank=True,
    )
    looked_at = TextBlockField("nội dung đã xem tại cơ sở", blank=True)
    assessment = TextBlockField("nhận xét của đoàn", blank=True)
    producer_opinion = TextBlockField("ý kiến của cơ sở", blank=True)
    conclusion = TextBlockField("kết luận", blank=True)
    copies = models.PositiveSmallIntegerField("số bản", default=2)
    only_open = models.BooleanField(
        "chỉ phúc tra nội dung còn mở", default=False, editable=False
    )

    objects = SiteCheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "phiếu kiểm tra cơ sở"
        ordering = ["visit_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "site"],
                name="site_check_once_per_visit",
                violation_error_message="Cơ sở này đã có trong buổi kiểm tra.",
            )
        ]

    def __str__(self):
        return f"{self.site.producer}, ngày {self.visit.starts_on:%d/%m/%Y}"

    def get_absolute_url(self):
        return reverse("inspections:site_check", args=[self.uuid])


class ItemResult(models.Model):
    """The answer to one item, for the producer or for one of its products.

    A missing row and ``UNCHECKED`` mean the same: nobody has looked.
    """

    site_check = models.ForeignKey(
        SiteCheck,
        models.CASCADE,
        related_name="results",
        verbose_name="phiếu kiểm tra",
    )
    item = models.ForeignKey(
        ChecklistItem,
        models.PROTECT,
        related_name="results",
        verbose_name="nội dung kiểm tra",
    )
    product = models.ForeignKey(
        Product,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="results",
        verbose_name="sản phẩm",
    )
    outcome = models.CharField(
        "kết quả",
        max_length=6,
        choices=Outcome,
        default=Outcome.UNCHECKED,
        blank=True,
    )
    note = TextBlockField("ghi chú", blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "kết quả kiểm tra"
        ordering = ["site_check_id", "item_id", "product_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["site_check", "item"],
                condition=Q(product__isnull=True),
                name="item_result_once_per_producer",
            ),
            models.UniqueConstraint(
                fields=["site_check", "item", "product"],
                condition=Q(product__isnull=False),
                name="item_result_once_per_product",
            ),
        ]

    def __str__(self):
        return f"{self.item}: {self.get_outcome_display()}"


def photo_path(instance, filename: str) -> str:
    """Return where a picture goes: under a name of its own, made by the service.

    Not under its uuid: a device chooses that, and two may send it at once.
    """
    return f"photos/{filename}"


def thumbnail_path(instance, filename: str) -> str:
    """Return where the small rendition goes, under a name of its own."""
    return f"photos/small-{filename}"


class PhotoQuerySet(ScopedQuerySet):
    def in_areas(self, areas):
        """Return the photos of checks that lie in one of the units."""
        checks = SiteCheck.objects.in_areas(areas).values("pk")
        return self.filter(site_check__in=checks)


class Photo(models.Model):
    """A picture taken on site, rewritten by the server without its metadata."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site_check = models.ForeignKey(
        SiteCheck,
        models.CASCADE,
        related_name="photos",
        verbose_name="phiếu kiểm tra",
    )
    item_result = models.ForeignKey(
        ItemResult,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="photos",
        verbose_name="kết quả kiểm tra",
    )
    image = models.ImageField("ảnh", upload_to=photo_path)
    thumbnail = models.ImageField("ảnh nhỏ", upload_to=thumbnail_path)
    caption = LineField("chú thích", max_length=300, blank=True)
    taken_at = models.DateTimeField("chụp lúc", null=True, blank=True)
    latitude = models.DecimalField(
        "vĩ độ", max_digits=8, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        "kinh độ", max_digits=9, decimal_places=6, null=True, blank=True
    )
    accuracy = models.PositiveIntegerField("sai số vị trí (m)", null=True, blank=True)
    sha256 = models.CharField("mã băm tệp gốc", max_length=64, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người tải lên",
    )
    uploaded_at = models.DateTimeField("tải lên lúc", auto_now_add=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ảnh kiểm tra"
        ordering = ["site_check_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site_check", "sha256"],
                name="photo_once_per_site_check",
                violation_error_message="Ảnh này đã có trong phiếu kiểm tra.",
            ),
            models.CheckConstraint(
                condition=Q(accuracy__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="photo_accuracy_is_of_a_position",
                violation_error_message="Sai số chỉ đi cùng vị trí.",
            ),
        ]

    def __str__(self):
        return self.caption or f"Ảnh {self.pk}"

    @property
    def position(self) -> Position | None:
        if self.latitude is None or self.longitude is None:
            return None
        return Position(self.latitude, self.longitude, self.accuracy)

    @property
    def from_site(self) -> Distance | None:
        """Return how far from the registered site it was taken; None if unknown.

        Reads ``site_check.site``: load it where many are shown.
        """
        site = self.site_check.site
        if self.position is None or site.latitude is None or site.longitude is None:
            return None
        return distance_between(self.position, Position(site.latitude, site.longitude))
