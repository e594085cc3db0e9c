import uuid

from django.conf import settings
from django.db import models

from core.fields import LineField, TextBlockField
from products.models import Product

from .checklists import ChecklistItem
from .site_checks import SiteCheck
from .visits import Visit


class ReviewComment(models.Model):
    """What a reviewer asks about one item of a visit; its author ticks it off."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="comments", verbose_name="buổi kiểm tra"
    )
    site_check = models.ForeignKey(
        SiteCheck,
        models.CASCADE,
        null=True,
        related_name="comments",
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
    text = TextBlockField("ý kiến")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người duyệt",
    )
    made_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người sửa",
    )
    resolved_at = models.DateTimeField("đã sửa lúc", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "ý kiến duyệt"
        ordering = ["visit_id", "pk"]

    def __str__(self):
        return self.text[:80]

    @property
    def key(self) -> str:
        """Return the name of the question it is about, as pages call it."""
        return f"{self.item_id}-{self.product_id or 0}" if self.item_id else ""


class SignedVisit(models.Model):
    """What a visit said when it was signed; a later change is seen beside it."""

    visit = models.ForeignKey(
        Visit,
        models.PROTECT,
        related_name="signed_versions",
        verbose_name="buổi kiểm tra",
    )
    number = models.PositiveSmallIntegerField("lần ký")
    content = models.JSONField("nội dung đã ký")
    sha256 = models.CharField("mã băm nội dung", max_length=64)
    signature = LineField("người ký", max_length=400)
    reason = TextBlockField("lý do mở lại trước đó", blank=True)
    signed_at = models.DateTimeField("ký lúc")

    class Meta:
        verbose_name = verbose_name_plural = "nội dung buổi kiểm tra đã ký"
        ordering = ["visit_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "number"], name="signed_visit_once_per_number"
            )
        ]

    def __str__(self):
        return f"{self.visit}, lần ký {self.number}"
