import uuid

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.fields import LineField, TextBlockField
from core.versions import VersionedModel
from products.models import CriteriaSet

from ..enums import ChecklistStatus, Severity, Subject
from ..exceptions import InspectionError

FROZEN = "Bản danh mục đã công bố không sửa được; hãy lập phiên bản mới."
CODE = RegexValidator(
    r"\A[a-z0-9]+(-[a-z0-9]+)*\Z",
    "Mã chỉ gồm chữ thường không dấu, số và dấu gạch nối, ví dụ hs-attp.",
)
# Which stars a question is about: one digit for each, in order.
STARS = RegexValidator(r"\A3?4?5?\Z", "Chọn trong 3, 4, 5 sao.")


EXAMPLES = "examples/"


def example_path(instance, filename: str) -> str:
    """Return a server-made name; the uploaded one is kept nowhere on disk."""
    return f"{EXAMPLES}{uuid.uuid4().hex}.jpg"


class ChecklistQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=ChecklistStatus.PUBLISHED)

    def drafts(self):
        return self.filter(status=ChecklistStatus.DRAFT)

    def latest_published(self):
        """Return the version that new visits use, or None before the first one."""
        return self.published().order_by("-number").first()

    def update(self, **kwargs):
        _refuse_if(self.published())
        return super().update(**kwargs)

    def delete(self):
        _refuse_if(self.published())
        return super().delete()

    def bulk_create(self, objs, **options):
        if options.get("update_conflicts"):
            raise InspectionError(FROZEN)
        return super().bulk_create(objs, **options)


class Checklist(VersionedModel):
    """One version of the list of what a visit looks at; immutable once published.

    There is one draft at a time: of two begun from the same version, the one published
    last would silently take back what the other had changed.
    """

    number = models.PositiveSmallIntegerField("phiên bản", unique=True)
    name = LineField("tên danh mục", max_length=200)
    note = TextBlockField("ghi chú", blank=True)
    status = models.CharField(
        "trạng thái",
        max_length=9,
        choices=ChecklistStatus,
        default=ChecklistStatus.DRAFT,
        editable=False,
    )
    published_at = models.DateTimeField("công bố lúc", null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người công bố",
    )
    source = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="chép từ",
    )
    changes_note = TextBlockField("nội dung thay đổi", blank=True, editable=False)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "danh mục kiểm tra"
        ordering = ["-number"]
        permissions = [("publish_checklist", "Được công bố danh mục kiểm tra")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=ChecklistStatus.DRAFT)
                | Q(published_at__isnull=False),
                name="checklist_publication_is_dated",
            ),
            models.UniqueConstraint(
                fields=["status"],
                condition=Q(status=ChecklistStatus.DRAFT),
                name="checklist_one_draft",
                violation_error_message="Đang có một bản nháp khác của danh mục.",
            ),
        ]

    def __str__(self):
        return f"{self.name} (phiên bản {self.number})"

    def save(self, *args, **kwargs):
        if self.pk:
            _refuse_if(Checklist.objects.published().filter(pk=self.pk))
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        _refuse_if(Checklist.objects.published().filter(pk=self.pk))
        return super().delete(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("inspections:checklist_detail", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.status == ChecklistStatus.PUBLISHED


class ChecklistItemQuerySet(models.QuerySet):
    """Items that refuse every way into or out of a published version."""

    def published(self):
        return self.filter(checklist__status=ChecklistStatus.PUBLISHED)

    def update(self, **kwargs):
        _refuse_if(self.published())
        if "checklist" in kwargs or "checklist_id" in kwargs:
            raise InspectionError(FROZEN)
        return super().update(**kwargs)

    def delete(self):
        _refuse_if(self.published())
        return super().delete()

    def bulk_create(self, objs, **options):
        objs = list(objs)
        if options.get("update_conflicts"):
            raise InspectionError(FROZEN)
        _refuse_into({item.checklist_id for item in objs})
        return super().bulk_create(objs, **options)


class ChecklistItem(VersionedModel):
    """One thing to look at, asked per producer or per product.

    ``code`` is what ties the same question together across versions. ``uuid`` names
    the form that made it, so that one sent twice is one; copies have none. Copies
    share the file of ``example``. ``stars`` narrows it to products whose stars, as
    recognised on the day of the visit, are among its digits. ``coverage`` says in
    words which products it is asked of, once ``sheets.reading_groups`` has read it.
    """

    coverage: list[str]

    uuid = models.UUIDField(null=True, unique=True, editable=False)
    checklist = models.ForeignKey(
        Checklist, models.CASCADE, related_name="items", verbose_name="danh mục"
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    group = LineField("nhóm", max_length=100)
    code = models.CharField("mã", max_length=40, validators=[CODE])
    text = LineField("nội dung kiểm tra", max_length=300)
    hint = TextBlockField("hướng dẫn", blank=True)
    legal_basis = LineField("căn cứ", max_length=300, blank=True)
    subject = models.CharField("kiểm tra theo", max_length=8, choices=Subject)
    sets = models.ManyToManyField(
        CriteriaSet,
        through="ItemSet",
        blank=True,
        related_name="+",
        verbose_name="áp dụng cho bộ sản phẩm",
        help_text="Để trống nếu áp dụng cho mọi sản phẩm.",
    )
    stars = models.CharField(
        "hạng sao",
        max_length=3,
        blank=True,
        validators=[STARS],
        help_text="Để trống nếu không phụ thuộc hạng sao.",
    )
    default_severity = models.CharField(
        "mức độ khi không đạt",
        max_length=6,
        choices=Severity,
        default=Severity.REMIND,
    )
    example = models.ImageField(
        "ảnh mẫu", upload_to=example_path, blank=True, editable=False
    )

    objects = ChecklistItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "nội dung kiểm tra"
        ordering = ["checklist_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "code"],
                name="checklist_item_code_once",
                violation_error_message="Mã này đã có trong danh mục.",
            ),
            models.UniqueConstraint(
                fields=["checklist", "position"],
                name="checklist_item_position_once",
                violation_error_message="Thứ tự này đã có trong danh mục.",
            ),
        ]

    def __str__(self):
        return self.text

    def save(self, *args, **kwargs):
        _refuse_into({self.checklist_id})
        if self.pk:
            _refuse_if(ChecklistItem.objects.published().filter(pk=self.pk))
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        _refuse_if(ChecklistItem.objects.published().filter(pk=self.pk))
        return super().delete(*args, **kwargs)

    @property
    def stars_words(self) -> str:
        """Return the stars that the item is about: 4, 5 sao."""
        return f"{', '.join(self.stars)} sao" if self.stars else ""

    @property
    def example_url(self) -> str:
        """Return the address of the example picture; a new picture has a new one."""
        name = self.example.name.removeprefix(EXAMPLES).removesuffix(".jpg")
        return reverse("inspections:checklist_example", args=[uuid.UUID(name)])


class ItemSetQuerySet(models.QuerySet):
    """The rows behind ``ChecklistItem.sets``, which Django adds and removes in bulk."""

    def update(self, **kwargs):
        raise InspectionError("Hãy bỏ bộ sản phẩm cũ rồi chọn bộ mới.")

    def delete(self):
        _refuse_if(self.filter(item__checklist__status=ChecklistStatus.PUBLISHED))
        return super().delete()

    def bulk_create(self, objs, **options):
        objs = list(objs)
        _refuse_items({row.item_id for row in objs})
        return super().bulk_create(objs, **options)


class ItemSet(models.Model):
    """Says that an item is asked of the products of one criteria set."""

    item = models.ForeignKey(
        ChecklistItem, models.CASCADE, related_name="+", verbose_name="nội dung"
    )
    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, related_name="+", verbose_name="bộ sản phẩm"
    )

    objects = ItemSetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "bộ sản phẩm áp dụng"
        ordering = ["item_id", "criteria_set_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "criteria_set"],
                name="item_set_once",
                violation_error_message="Bộ sản phẩm này đã được chọn.",
            )
        ]

    def __str__(self):
        return f"{self.item}: {self.criteria_set}"

    def save(self, *args, **kwargs):
        _refuse_items({self.item_id})
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        _refuse_items({self.item_id})
        return super().delete(*args, **kwargs)


def _refuse_if(published: models.QuerySet) -> None:
    if published.exists():
        raise InspectionError(FROZEN)


def _refuse_into(checklists: set[int]) -> None:
    _refuse_if(Checklist.objects.published().filter(pk__in=checklists))


def _refuse_items(items: set[int]) -> None:
    _refuse_if(ChecklistItem.objects.published().filter(pk__in=items))
