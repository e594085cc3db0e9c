from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from areas.querysets import ScopedQuerySet
from core.fields import LineField
from inspections.models import ChecklistItem, Photo, SiteCheck, Visit
from inspections.positions import Position
from products.models import Product

from .enums import UNDECIDED, State


class OperationQuerySet(models.QuerySet):
    def undecided(self):
        """Return those that wait for a person."""
        return self.filter(state__in=UNDECIDED)

    def visible_to(self, user):
        """Return the person's own, and those about what the person may change."""
        visits = Visit.objects.editable_by(user).values("pk")
        checks = SiteCheck.objects.editable_by(user).values("pk")
        return self.filter(
            Q(user=user) | Q(visit__in=visits) | Q(site_check__in=checks)
        )


class Operation(models.Model):
    """One write that a device sent, with the answer it got.

    The same one sent again gets that answer, byte for byte. What met another person's
    text or a frozen visit keeps its whole content until a person has decided.
    """

    op_id = models.UUIDField("mã thao tác", unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="người ghi",
    )
    kind = models.CharField("loại hồ sơ", max_length=20)
    record = models.UUIDField("mã hồ sơ")
    visit = models.ForeignKey(
        Visit,
        models.PROTECT,
        null=True,
        related_name="operations",
        verbose_name="buổi kiểm tra",
    )
    site_check = models.ForeignKey(
        SiteCheck,
        models.SET_NULL,
        null=True,
        related_name="operations",
        verbose_name="phiếu kiểm tra",
    )
    digest = models.CharField("mã băm nội dung", max_length=64)
    state = models.CharField(
        "tình trạng", max_length=8, choices=State, default=State.STORED
    )
    status = models.PositiveSmallIntegerField("mã trả lời", default=0)
    answer = models.TextField("trả lời", blank=True)
    body = models.JSONField("nội dung gửi", null=True)
    received_at = models.DateTimeField("nhận lúc", auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người chọn",
    )
    decided_at = models.DateTimeField("chọn lúc", null=True)

    objects = OperationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "thao tác gửi từ máy"
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=UNDECIDED) | Q(body__isnull=False),
                name="operation_undecided_keeps_its_content",
            ),
        ]
        indexes = [
            models.Index(
                fields=["user"],
                condition=Q(state__in=UNDECIDED),
                name="operation_undecided",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.record}"

    def get_absolute_url(self):
        return reverse("fieldwork:conflict", args=[self.op_id])

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED


class UploadQuerySet(ScopedQuerySet):
    def in_areas(self, areas):
        """Return the uploads for checks that lie in one of the units."""
        checks = SiteCheck.objects.in_areas(areas).values("pk")
        return self.filter(site_check__in=checks)

    def unfinished(self):
        return self.filter(is_done=False)

    def awaited(self):
        """Return those whose bytes may still come: all but what is no picture."""
        return self.unfinished().filter(refusal="")


class Upload(models.Model):
    """A picture that a device has told of and whose bytes come piece by piece.

    ``pieces`` names the files of the bytes that are there, in order. Once all have
    come and bear the hash that was told, they become ``photo`` and the pieces go.
    """

    uuid = models.UUIDField("mã ảnh", unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="người gửi",
    )
    site_check = models.ForeignKey(
        SiteCheck,
        models.CASCADE,
        related_name="uploads",
        verbose_name="phiếu kiểm tra",
    )
    item = models.ForeignKey(
        ChecklistItem,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="nội dung kiểm tra",
    )
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, related_name="+", verbose_name="sản phẩm"
    )
    caption = LineField("chú thích", max_length=300, blank=True)
    taken_at = models.DateTimeField("chụp lúc", null=True)
    latitude = models.DecimalField("vĩ độ", max_digits=8, decimal_places=6, null=True)
    longitude = models.DecimalField(
        "kinh độ", max_digits=9, decimal_places=6, null=True
    )
    accuracy = models.PositiveIntegerField("sai số vị trí (m)", null=True)
    sha256 = models.CharField("mã băm tệp", max_length=64)
    size = models.PositiveIntegerField("số byte")
    offset = models.PositiveIntegerField("số byte đã nhận", default=0)
    pieces = models.JSONField("các phần đã nhận", default=list)
    refusal = models.TextField("lý do không nhận", blank=True)
    photo = models.ForeignKey(
        Photo,
        models.SET_NULL,
        null=True,
        related_name="uploads",
        verbose_name="ảnh kiểm tra",
    )
    is_done = models.BooleanField("đã nhận đủ", default=False)
    touched_at = models.DateTimeField("nhận lần cuối lúc", auto_now=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ảnh đang gửi"
        ordering = ["-touched_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(offset__lte=F("size")), name="upload_within_its_size"
            ),
        ]

    def __str__(self):
        return self.caption or f"Ảnh {self.uuid}"

    @property
    def position(self) -> Position | None:
        if self.latitude is None or self.longitude is None:
            return None
        return Position(self.latitude, self.longitude, self.accuracy)
