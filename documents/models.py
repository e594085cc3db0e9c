import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from areas.models import Agency
from areas.querysets import ScopedQuerySet
from core.fields import LineField, SearchKeyField, TextBlockField
from inspections.models import SiteCheck, Visit
from producers.models import Producer
from products.models import Recognition

from .enums import DocumentType


def document_path(instance, filename: str) -> str:
    """Return a server-made name; what the reader downloads is named by the number."""
    return f"documents/{instance.uuid.hex}.docx"


class DocumentQuerySet(ScopedQuerySet):
    def in_areas(self, areas):
        """Return the documents of site checks and producers that lie in the units.

        Minutes of a working session tell of all its sites, so they are for those who
        look after the place that hosted it. Letters follow their producer.
        """
        checks = SiteCheck.objects.in_areas(areas).values("pk")
        visits = Visit.objects.held_in(areas).values("pk")
        producers = Producer.objects.in_areas(areas).values("pk")
        return self.filter(
            Q(site_check__in=checks)
            | Q(site_check__isnull=True, visit__in=visits)
            | Q(producer__in=producers)
        )

    def current(self):
        """Return the documents that no later version has replaced."""
        return self.filter(replaced_by=None)

    def for_list(self):
        """Load what lists print."""
        return self.select_related(
            "agency", "producer", "visit__host", "site_check__site__producer"
        )


class Document(models.Model):
    """One issued document in the register, frozen with its file and SHA-256.

    Minutes are of a visit, letters go to a producer. A number counts per agency, type
    and year without gaps. Minutes of a corrected visit are a new document with the next
    version, which names the one it replaces.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="documents",
        verbose_name="cơ quan ban hành",
    )
    type = models.CharField("loại văn bản", max_length=2, choices=DocumentType)
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveIntegerField("số")
    title = TextBlockField("trích yếu")
    issued_on = models.DateField("ngày ban hành")
    visit = models.ForeignKey(
        Visit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="buổi kiểm tra",
    )
    site_check = models.ForeignKey(
        SiteCheck,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="phiếu kiểm tra",
    )
    producer = models.ForeignKey(
        Producer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name="gửi chủ thể",
    )
    version = models.PositiveSmallIntegerField("phiên bản", default=1)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="thay cho",
    )
    reason = TextBlockField("lý do lập lại", blank=True)
    file = models.FileField("tệp", upload_to=document_path)
    sha256 = models.CharField("mã băm SHA-256", max_length=64)
    signature = LineField("người ký", max_length=400)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người lập",
    )
    created_at = models.DateTimeField("lập lúc", auto_now_add=True)
    search_key = SearchKeyField("khóa tìm kiếm", sources=["full_number", "title"])

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "văn bản"
        permissions = [("issue_letter", "Được ban hành công văn")]
        ordering = ["-year", "-number", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "type", "year", "number"],
                name="document_number_once_per_agency_type_year",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="document_number_counts_from_one"
            ),
            models.CheckConstraint(
                condition=Q(
                    type=DocumentType.MINUTES,
                    visit__isnull=False,
                    producer__isnull=True,
                )
                | Q(
                    type=DocumentType.LETTER,
                    visit__isnull=True,
                    site_check__isnull=True,
                    producer__isnull=False,
                ),
                name="document_is_about_what_its_type_needs",
                violation_error_message="Biên bản phải thuộc một buổi kiểm tra, công"
                " văn phải gửi một chủ thể.",
            ),
        ]

    def __str__(self):
        return f"{self.get_type_display()} số {self.full_number}"

    def get_absolute_url(self):
        return reverse("documents:detail", args=[self.uuid])

    @property
    def full_number(self) -> str:
        """Return number and sign as NĐ 30/2020/NĐ-CP writes them: 05/BB-VPĐP.

        A letter names its field of work in place of a type: 05/VPĐP-OCOP.
        """
        if self.type == DocumentType.LETTER:
            return f"{self.number:02d}/{self.agency.short_code}-OCOP"
        return f"{self.number:02d}/{self.type}-{self.agency.short_code}"


class LetterLine(models.Model):
    """A certificate that a letter speaks of: how the board knows who was reminded."""

    document = models.ForeignKey(
        Document, models.PROTECT, related_name="lines", verbose_name="công văn"
    )
    recognition = models.ForeignKey(
        Recognition,
        models.PROTECT,
        related_name="letter_lines",
        verbose_name="lần công nhận",
    )

    class Meta:
        verbose_name = verbose_name_plural = "sản phẩm nêu trong công văn"
        ordering = ["document", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "recognition"], name="letter_line_once"
            )
        ]

    def __str__(self):
        return f"{self.document}: {self.recognition}"


class Counter(models.Model):
    """The last number given for one agency, type and year; locked while counting."""

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", verbose_name="cơ quan"
    )
    type = models.CharField("loại văn bản", max_length=2, choices=DocumentType)
    year = models.PositiveSmallIntegerField("năm")
    last = models.PositiveIntegerField("số cuối", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "sổ đánh số"
        ordering = ["agency", "type", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "type", "year"], name="counter_once"
            )
        ]

    def __str__(self):
        return f"{self.agency}, {self.type} {self.year}: {self.last}"
