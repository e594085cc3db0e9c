import uuid

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from areas.models import LocatedModel
from areas.querysets import LocatedQuerySet, ScopedQuerySet, lies_in
from core.fields import LineField, SearchKeyField, TextBlockField, WebField
from core.versions import VersionedModel

from .enums import (
    BUCKET_OF_KIND,
    Bucket,
    LegalKind,
    ProducerState,
    Sex,
    kinds_in,
)
from .identity import match_key


class ProducerQuerySet(ScopedQuerySet):
    def in_areas(self, areas):
        """Return the producers with any site in one of the units."""
        sites = Site.objects.filter(lies_in(areas)).values("producer")
        return self.filter(pk__in=sites)

    def in_buckets(self, buckets):
        """Return the producers whose legal kind is counted in the given buckets."""
        return self.filter(legal_kind__in=kinds_in(buckets))

    def for_list(self):
        """Load what the list page prints."""
        return self.prefetch_related("sites__place__parent", "sites__area")


class Producer(VersionedModel):
    """Chủ thể OCOP: who makes the products and answers for them."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = LineField("tên chủ thể", max_length=200)
    earlier_names = TextBlockField(
        "tên trước đây", blank=True, help_text="Mỗi tên một dòng."
    )
    legal_kind = models.CharField(
        "loại hình",
        max_length=12,
        choices=LegalKind,
        default=LegalKind.UNKNOWN,
        blank=True,
    )
    tax_code = models.CharField(
        "mã số thuế",
        max_length=14,
        blank=True,
        validators=[
            RegexValidator(
                r"^\d{10}(-\d{3})?$|^\d{12}$",
                "Mã số thuế gồm 10 số, 10 số kèm -3 số, hoặc 12 số định danh.",
            )
        ],
    )
    registration_number = LineField("số đăng ký kinh doanh", max_length=50, blank=True)
    registered_on = models.DateField("ngày đăng ký", null=True, blank=True)
    phones = LineField("điện thoại", max_length=100, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    website = WebField("trang thông tin, mạng xã hội", blank=True)
    state = models.CharField(
        "tình trạng",
        max_length=10,
        choices=ProducerState,
        default=ProducerState.ACTIVE,
    )
    state_since = models.DateField("từ ngày", null=True, blank=True)
    note = TextBlockField("ghi chú", blank=True)
    match_key = models.CharField("khóa nhận dạng", max_length=200, editable=False)
    search_key = SearchKeyField(
        "khóa tìm kiếm", sources=["name", "earlier_names", "tax_code"]
    )

    objects = ProducerQuerySet.as_manager()

    history_hidden = ("phones", "email")

    class Meta:
        verbose_name = verbose_name_plural = "chủ thể OCOP"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tax_code"],
                condition=~Q(tax_code=""),
                name="producer_tax_code_once",
                violation_error_message="Đã có chủ thể mang mã số thuế này.",
            )
        ]
        indexes = [
            models.Index(fields=["match_key"], name="producer_match"),
            models.Index(fields=["legal_kind"], name="producer_kind"),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        self.match_key = match_key(self.name)[:200]

    def save(self, *args, **kwargs):
        self.match_key = match_key(self.name)[:200]
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("office:producer", args=[self.pk])

    @property
    def bucket(self) -> Bucket:
        return BUCKET_OF_KIND[LegalKind(self.legal_kind)]

    @property
    def main_site(self):
        """Return the first site; reads prefetched sites where there are any."""
        sites = sorted(self.sites.all(), key=lambda site: (not site.is_main, site.pk))
        return sites[0] if sites else None


class Representative(VersionedModel):
    """Personal data of the person who stands for a producer; never public.

    Sex, ethnicity and disability are scored by law (criterion 3.2 of 26/2026/QĐ-TTg)
    and reported as counts only.
    """

    producer = models.OneToOneField(
        Producer,
        models.CASCADE,
        related_name="representative",
        verbose_name="chủ thể",
    )
    name = LineField("người đại diện", max_length=100)
    title = LineField("chức vụ", max_length=100, blank=True)
    sex = models.CharField(
        "giới tính", max_length=6, choices=Sex, default=Sex.UNKNOWN, blank=True
    )
    ethnicity = LineField("dân tộc", max_length=50, blank=True)
    is_disabled = models.BooleanField("người khuyết tật", null=True, blank=True)

    history_hidden = ("name", "title", "sex", "ethnicity", "is_disabled")

    class Meta:
        verbose_name = verbose_name_plural = "người đại diện"
        ordering = ["producer"]

    def __str__(self):
        return f"Người đại diện của {self.producer}"


class SiteQuerySet(LocatedQuerySet):
    def for_display(self):
        """Load the names a site prints."""
        return self.select_related("producer", "place__parent", "area")


class Site(VersionedModel, LocatedModel):
    """Cơ sở sản xuất: a place of production, which decides who looks after it.

    A producer whose commune is not known has a site placed at the province, so that
    only the provincial office sees it until somebody says where it is.
    """

    producer = models.ForeignKey(
        Producer, models.CASCADE, related_name="sites", verbose_name="chủ thể"
    )
    name = LineField("tên cơ sở", max_length=200, blank=True)
    address = LineField("địa chỉ như đã ghi", max_length=300, blank=True)
    is_main = models.BooleanField("cơ sở chính", default=True)
    latitude = models.DecimalField(
        "vĩ độ",
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        "kinh độ",
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "cơ sở sản xuất"
        ordering = ["producer", "-is_main", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["producer"],
                condition=Q(is_main=True),
                name="site_one_main_per_producer",
                violation_error_message="Chủ thể đã có một cơ sở chính.",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="site_position_is_whole",
                violation_error_message="Nhập cả vĩ độ và kinh độ, hoặc bỏ cả hai.",
            ),
        ]

    def __str__(self):
        return self.name or self.address or str(self.place)
