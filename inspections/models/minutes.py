import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from areas.querysets import ScopedQuerySet
from core.fields import LineField, TextBlockField

from ..enums import TEAM_SIDES, SignatureKind, SignatureSide
from .site_checks import SiteCheck


class MinutesQuerySet(ScopedQuerySet):
    def in_areas(self, areas):
        """Return the minutes of checks that lie in one of the units."""
        checks = SiteCheck.objects.in_areas(areas).values("pk")
        return self.filter(site_check__in=checks)

    def written(self):
        """Return those that somebody has signed; a correction begun has no content."""
        return self.exclude(sha256="")


class Minutes(models.Model):
    """Biên bản of one site check as it was signed on site, version by version.

    The first signature writes down all that the minutes say; from then on neither
    they nor what is recorded of the check can be changed. A correction is a new
    version with a reason: it has no content, and the check is open, until somebody
    signs it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site_check = models.ForeignKey(
        SiteCheck,
        models.PROTECT,
        related_name="minutes",
        verbose_name="phiếu kiểm tra",
    )
    number = models.PositiveSmallIntegerField("phiên bản", default=1)
    reason = TextBlockField("lý do sửa đổi", blank=True)
    content = models.JSONField("nội dung đã ký", default=dict, editable=False)
    sha256 = models.CharField("mã băm nội dung", max_length=64, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người lập",
    )
    made_at = models.DateTimeField("lập lúc", auto_now_add=True)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "biên bản tại cơ sở"
        ordering = ["site_check_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["site_check", "number"],
                name="minutes_version_once_per_check",
                violation_error_message="Phiên bản này của biên bản đã có.",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | (Q(number__gt=1) & ~Q(reason="")),
                name="minutes_correction_has_a_reason",
                violation_error_message="Sửa biên bản đã ký thì phải ghi lý do.",
            ),
        ]

    def __str__(self):
        return f"Biên bản {self.site_check}, phiên bản {self.number}"

    def get_absolute_url(self):
        return reverse("inspections:minutes", args=[self.uuid])

    @property
    def is_written(self) -> bool:
        return bool(self.sha256)

    @property
    def is_complete(self) -> bool:
        """Say whether both sides have signed; reads prefetched signatures."""
        sides = {signature.side for signature in self.signatures.all()}
        return SignatureSide.PRODUCER in sides and bool(sides.intersection(TEAM_SIDES))

    @property
    def missing_sides(self) -> list[SignatureSide]:
        """Return the sides that have not signed this version yet."""
        signed = {signature.side for signature in self.signatures.all()}
        return [side for side in SignatureSide if side not in signed]


def picture_path(instance, filename: str) -> str:
    """Return a server-made name; the uploaded one is kept nowhere on disk."""
    return f"signatures/{instance.uuid.hex}.png"


def paper_path(instance, filename: str) -> str:
    """Return a server-made name for the scan of minutes signed on paper."""
    return f"signatures/{instance.uuid.hex}.{filename.rpartition('.')[2].lower()}"


class MinutesSignature(models.Model):
    """One person's name under one version of minutes, or why it is not there."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    minutes = models.ForeignKey(
        Minutes, models.PROTECT, related_name="signatures", verbose_name="biên bản"
    )
    side = models.CharField("bên ký", max_length=9, choices=SignatureSide)
    kind = models.CharField("cách ký", max_length=7, choices=SignatureKind)
    name = LineField("họ và tên", max_length=100)
    title = LineField("chức vụ", max_length=200, blank=True)
    picture = models.ImageField("chữ ký", upload_to=picture_path, blank=True)
    paper = models.FileField("bản quét đã ký", upload_to=paper_path, blank=True)
    refusal = TextBlockField("lý do không ký", blank=True)
    witnesses = LineField("người làm chứng", max_length=300, blank=True)
    signed_at = models.DateTimeField("ký lúc")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người ghi",
    )
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "chữ ký biên bản"
        ordering = ["minutes_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "side"],
                name="minutes_signature_once_per_side",
                violation_error_message="Bên này đã ký biên bản.",
            ),
            models.CheckConstraint(
                condition=Q(kind=SignatureKind.DRAWN, refusal="", paper="")
                & ~Q(picture="")
                | Q(kind=SignatureKind.PAPER, refusal="", picture="") & ~Q(paper="")
                | Q(kind=SignatureKind.REFUSED, picture="", paper="")
                & ~Q(refusal="")
                & ~Q(witnesses="")
                & ~Q(side__in=TEAM_SIDES),
                name="minutes_signature_has_its_proof",
                violation_error_message=(
                    "Cần chữ ký, bản quét, hoặc lý do không ký và người làm chứng."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_side_display()}: {self.name}"

    @property
    def is_refused(self) -> bool:
        return self.kind == SignatureKind.REFUSED
