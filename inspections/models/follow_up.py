import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from areas.querysets import ScopedQuerySet
from core.fields import LineField, TextBlockField

from ..enums import DeferralKind, ResponseState
from .answer_links import AnswerLink
from .findings import Finding
from .recommendations import Recommendation


class Response(models.Model):
    """What the addressee says has been done, with its evidence."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recommendation = models.ForeignKey(
        Recommendation,
        models.CASCADE,
        related_name="responses",
        verbose_name="đề nghị",
    )
    text = TextBlockField("nội dung trả lời")
    responded_on = models.DateField("ngày trả lời")
    said_by = LineField("người trả lời", max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người ghi",
    )
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    link = models.ForeignKey(
        AnswerLink,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="responses",
        verbose_name="qua liên kết",
    )
    state = models.CharField(
        "xác nhận",
        max_length=8,
        choices=ResponseState,
        default=ResponseState.ACCEPTED,
        editable=False,
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người xác nhận",
    )
    reviewed_at = models.DateTimeField("xác nhận lúc", null=True, editable=False)
    review_note = TextBlockField("ý kiến khi xác nhận", blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "trả lời"
        ordering = ["recommendation_id", "responded_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["link", "recommendation"],
                condition=Q(link__isnull=False),
                name="response_once_per_link",
                violation_error_message="Đề nghị này đã được trả lời qua liên kết.",
            ),
            models.CheckConstraint(
                condition=Q(state=ResponseState.ACCEPTED) | Q(link__isnull=False),
                name="response_waits_only_from_a_link",
                violation_error_message="Chỉ trả lời qua liên kết mới chờ xác nhận.",
            ),
            models.CheckConstraint(
                condition=Q(link__isnull=True)
                | Q(state=ResponseState.PENDING, reviewed_at__isnull=True)
                | (~Q(state=ResponseState.PENDING) & Q(reviewed_at__isnull=False)),
                name="response_review_is_dated",
                violation_error_message="Xác nhận trả lời phải có thời điểm.",
            ),
        ]

    def __str__(self):
        return f"{self.responded_on:%d/%m/%Y}: {self.text[:80]}"

    @property
    def is_pending(self) -> bool:
        return self.state == ResponseState.PENDING


def evidence_path(instance, filename: str) -> str:
    """Return a server-made name; the uploaded one is kept nowhere on disk."""
    return f"evidence/{uuid.uuid4().hex}.{filename.rpartition('.')[2].lower()}"


class EvidenceQuerySet(ScopedQuerySet):
    def in_areas(self, areas):
        """Return the evidence for what was found or asked in the units, or of them."""
        asked = Recommendation.objects.in_areas(areas).values("pk")
        found = Finding.objects.in_areas(areas).values("pk")
        return self.filter(Q(response__recommendation__in=asked) | Q(finding__in=found))


class Evidence(models.Model):
    """One file of an answer, or of the closing of a finding.

    It is a picture drawn anew, or a PDF.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    response = models.ForeignKey(
        Response,
        models.CASCADE,
        null=True,
        related_name="evidence",
        verbose_name="trả lời",
    )
    finding = models.ForeignKey(
        Finding,
        models.CASCADE,
        null=True,
        related_name="evidence",
        verbose_name="nhận định",
    )
    file = models.FileField("tệp", upload_to=evidence_path)
    thumbnail = models.FileField("ảnh nhỏ", upload_to=evidence_path, blank=True)
    sha256 = models.CharField("mã băm tệp gốc", max_length=64, editable=False)
    uploaded_at = models.DateTimeField("tải lên lúc", auto_now_add=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "minh chứng"
        ordering = ["response_id", "finding_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "sha256"],
                name="evidence_once_per_response",
                violation_error_message="Tệp này đã có trong trả lời.",
            ),
            models.UniqueConstraint(
                fields=["finding", "sha256"],
                name="evidence_once_per_finding",
                violation_error_message="Tệp này đã có ở nhận định.",
            ),
            models.CheckConstraint(
                condition=Q(response__isnull=False, finding__isnull=True)
                | Q(response__isnull=True, finding__isnull=False),
                name="evidence_shows_one_thing",
                violation_error_message=(
                    "Tệp là minh chứng của một trả lời hoặc một nhận định."
                ),
            ),
        ]

    def __str__(self):
        return "ảnh" if self.is_picture else "tệp PDF"

    @property
    def is_picture(self) -> bool:
        return self.file.name.endswith(".jpg")


class Deferral(models.Model):
    """One decision that something may be done later, or not for a time; never changed.

    ``due_before`` and ``due_on`` are the due days before and after, ``waived_until``
    the last day of a waiver.
    """

    recommendation = models.ForeignKey(
        Recommendation,
        models.CASCADE,
        related_name="deferrals",
        verbose_name="đề nghị",
    )
    kind = models.CharField("việc", max_length=8, choices=DeferralKind)
    due_before = models.DateField("thời hạn cũ", null=True)
    due_on = models.DateField("thời hạn mới", null=True)
    waived_until = models.DateField("tạm miễn đến hết", null=True)
    reason = TextBlockField("lý do")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người quyết định",
    )
    decided_at = models.DateTimeField("quyết định lúc", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "lần gia hạn, tạm miễn"
        ordering = ["recommendation_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=DeferralKind.WAIVED) | Q(waived_until__isnull=False),
                name="deferral_waiver_has_an_end",
                violation_error_message="Tạm miễn phải có ngày cuối.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="deferral_has_a_reason",
                violation_error_message="Hãy ghi lý do.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.decided_at:%d/%m/%Y}"
