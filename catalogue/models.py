import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from areas.models import LocatedModel
from areas.querysets import LocatedQuerySet
from core.fields import LineField, SearchKeyField, TextBlockField
from core.versions import VersionedModel
from products.models import Product


class MisuseKind(models.TextChoices):
    EXPIRED = "expired", "nhãn dùng hạng sao đã hết hạn hoặc bị thu hồi"
    STARS = "stars", "nhãn ghi sai hạng sao"
    FAKE = "fake", "hàng khác mang tên hoặc mã của sản phẩm này"
    OTHER = "other", "việc khác"


def picture_path(instance, filename: str) -> str:
    """Return a server-made name; the uploaded one is kept nowhere."""
    return f"misuse/{uuid.uuid4().hex}.jpg"


class MisuseReportQuerySet(LocatedQuerySet):
    def waiting(self):
        """Return those that nobody has dealt with."""
        return self.filter(handled_at__isnull=True)

    def for_list(self):
        """Load what the desk prints."""
        return self.select_related("product__producer", "area", "handled_by")


class MisuseReport(VersionedModel, LocatedModel):
    """Phản ánh: what somebody saw on a label, told from the page of a product.

    It outlives its product. Whoever tells it may leave a way to be reached, which is
    personal data: for those who deal with it alone.
    """

    history_hidden = ("contact",)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    product = models.ForeignKey(
        Product,
        models.SET_NULL,
        null=True,
        related_name="misuse_reports",
        verbose_name="sản phẩm",
    )
    product_name = LineField("tên sản phẩm", max_length=310)
    kind = models.CharField("nội dung phản ánh", max_length=8, choices=MisuseKind)
    seen_at = LineField("thấy ở đâu", max_length=200)
    text = TextBlockField("mô tả", max_length=2000)
    contact = LineField(
        "điện thoại hoặc thư điện tử của người phản ánh", max_length=100, blank=True
    )
    picture = models.FileField("ảnh", upload_to=picture_path, blank=True)
    sent_at = models.DateTimeField("gửi lúc", auto_now_add=True)
    handled_at = models.DateTimeField("xử lý xong lúc", null=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người xử lý",
    )
    outcome = TextBlockField("kết quả xử lý", blank=True, max_length=2000)
    search_key = SearchKeyField(
        "khóa tìm kiếm", sources=["product_name", "seen_at", "text"]
    )

    objects = MisuseReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "phản ánh"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True, handled_by__isnull=True)
                | Q(handled_at__isnull=False, handled_by__isnull=False),
                name="misuse_report_handled_by_somebody",
                violation_error_message="Phản ánh đã xử lý phải có người xử lý.",
            ),
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True) | ~Q(outcome=""),
                name="misuse_report_handled_with_an_outcome",
                violation_error_message="Hãy ghi kết quả xử lý.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.product_name}"[:300]

    def get_absolute_url(self):
        return reverse("catalogue:report", args=[self.uuid])

    @property
    def is_waiting(self) -> bool:
        return self.handled_at is None
