import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.formats import number_format

from areas.querysets import LocatedQuerySet
from core.fields import LineField, TextBlockField
from core.versions import VersionedModel
from products.dates import REVOCATION_DAYS
from products.enums import REVOCATION_GROUNDS
from products.models import Decision, Recognition

from ..enums import BasisKind, CountedFrom, Limit, ProposalState
from .findings import Finding
from .visits import Visit

DAYS = datetime.timedelta(days=REVOCATION_DAYS)
LIMIT_TONES = {Limit.RUNNING: "warn", Limit.LATE: "bad", Limit.DECIDED_LATE: "warn"}


class RevocationProposalQuerySet(LocatedQuerySet):
    located_by = "recognition__product__site__"

    def waiting(self):
        """Return those that nobody has decided."""
        return self.filter(state=ProposalState.PROPOSED)

    def late_on(self, date: datetime.date):
        """Return those still undecided after the last day to decide."""
        return self.waiting().filter(counted_on__lt=date - DAYS)

    def with_limit(self, date: datetime.date):
        """Annotate ``limit`` as it stands on the date, and the date as ``limit_on``.

        Decided in time is what was signed by the last day, whenever it was recorded.
        """
        is_waiting = Q(state=ProposalState.PROPOSED)
        last_day = Cast(F("counted_on") + DAYS, models.DateField())
        signed_late = Q(decision__signed_on__gt=last_day)
        return self.annotate(
            limit=Case(
                When(
                    is_waiting & Q(counted_on__lt=date - DAYS), then=Value(Limit.LATE)
                ),
                When(is_waiting, then=Value(Limit.RUNNING)),
                When(signed_late, then=Value(Limit.DECIDED_LATE)),
                When(decision__signed_on__isnull=False, then=Value(Limit.IN_TIME)),
                default=Value(Limit.NONE),
                output_field=models.CharField(),
            ),
            limit_on=Value(date, output_field=models.DateField()),
        )

    def for_list(self):
        """Load what lists and the page of one print."""
        return self.select_related(
            "recognition__product__producer",
            "recognition__product__site__area",
            "visit__host",
            "visit__place",
            "decision",
            "proposed_by",
            "closed_by",
        ).prefetch_related("grounds")


class RevocationProposal(VersionedModel):
    """Đề xuất thu hồi: a recognition that an inspection gives reason to revoke.

    The authority decides within 15 days of the conclusion of an inspection, or of the
    day the commune confirmed that production had stopped (Điều 8 of 26/2026/QĐ-TTg).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recognition = models.ForeignKey(
        Recognition,
        models.PROTECT,
        related_name="proposals",
        verbose_name="lần công nhận",
    )
    visit = models.ForeignKey(
        Visit,
        models.PROTECT,
        related_name="proposals",
        verbose_name="buổi kiểm tra",
    )
    counted_from = models.CharField(
        "thời hạn tính từ",
        max_length=10,
        choices=CountedFrom,
        default=CountedFrom.CONCLUSION,
    )
    counted_on = models.DateField("ngày kết luận, xác nhận")
    counted_number = LineField(
        "số văn bản kết luận, xác nhận", max_length=100, blank=True
    )
    text = TextBlockField("nội dung đề xuất")
    state = models.CharField(
        "trạng thái",
        max_length=8,
        choices=ProposalState,
        default=ProposalState.PROPOSED,
        editable=False,
    )
    proposed_on = models.DateField("ngày đề xuất", editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người đề xuất",
    )
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="proposals",
        verbose_name="quyết định thu hồi",
    )
    closed_on = models.DateField("ngày xử lý xong", null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người xử lý",
    )
    closing_reason = TextBlockField("lý do không thu hồi", blank=True, editable=False)

    objects = RevocationProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "đề xuất thu hồi"
        ordering = ["counted_on", "pk"]
        permissions = [("decide_revocation", "Được quyết định đề xuất thu hồi")]
        constraints = [
            models.UniqueConstraint(
                fields=["recognition"],
                condition=Q(state=ProposalState.PROPOSED),
                name="proposal_one_open_per_recognition",
                violation_error_message="Lần công nhận này đang có đề xuất thu hồi.",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.PROPOSED, closed_on__isnull=True)
                | ~Q(state=ProposalState.PROPOSED) & Q(closed_on__isnull=False),
                name="proposal_closed_on_a_day",
                violation_error_message="Đề xuất đã xử lý phải có ngày xử lý.",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.DECIDED, decision__isnull=False)
                | ~Q(state=ProposalState.DECIDED) & Q(decision__isnull=True),
                name="proposal_decided_by_a_decision",
                violation_error_message="Hãy chọn quyết định thu hồi.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.DROPPED) | ~Q(closing_reason=""),
                name="proposal_dropped_with_a_reason",
                violation_error_message="Hãy ghi lý do không thu hồi.",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "counted_on"], name="proposal_waiting")
        ]

    def __str__(self):
        return f"Đề xuất thu hồi: {self.recognition.product}"

    def get_absolute_url(self):
        return reverse("inspections:proposal", args=[self.uuid])

    @property
    def is_waiting(self) -> bool:
        return self.state == ProposalState.PROPOSED

    @property
    def last_day(self) -> datetime.date:
        """Return the last day on which it may be decided in time."""
        return self.counted_on + DAYS

    @property
    def ground_words(self) -> str:
        """Return the grounds in words, in the order of the law."""
        return "; ".join(str(ground) for ground in self.grounds.all())

    @property
    def limit_words(self) -> str:
        """Return where the days to decide stand; needs ``with_limit``."""
        if not self.is_waiting:
            return self._words_of_decision()
        left = (self.last_day - self.limit_on).days
        if left < 0:
            return f"quá hạn {-left} ngày"
        return f"còn {left} ngày" if left else "hôm nay là ngày cuối"

    def _words_of_decision(self) -> str:
        words = str(Limit(self.limit).label)
        if self.limit != Limit.DECIDED_LATE or self.decision is None:
            return words
        return f"{words} {(self.decision.signed_on - self.last_day).days} ngày"

    @property
    def limit_tone(self) -> str:
        """Return the tone of the days to decide; needs ``with_limit``."""
        return LIMIT_TONES.get(self.limit, "plain")


class ProposedGround(models.Model):
    """One of the grounds, possibly several, on which a recognition is to be revoked."""

    proposal = models.ForeignKey(
        RevocationProposal,
        models.CASCADE,
        related_name="grounds",
        verbose_name="đề xuất thu hồi",
    )
    reason = models.CharField("lý do", max_length=12, choices=REVOCATION_GROUNDS)

    class Meta:
        verbose_name = verbose_name_plural = "lý do đề xuất thu hồi"
        ordering = ["proposal_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "reason"], name="proposed_ground_once"
            )
        ]

    def __str__(self):
        return self.get_reason_display()


class RevocationBasis(models.Model):
    """Căn cứ thu hồi: the finding, fine or referral behind the end of a recognition.

    It hangs on the recognition, so that it can be told of what was revoked without a
    proposal too. ``text`` keeps what the finding said, which may be withdrawn.
    """

    recognition = models.ForeignKey(
        Recognition,
        models.PROTECT,
        related_name="bases",
        verbose_name="lần công nhận",
    )
    proposal = models.ForeignKey(
        RevocationProposal,
        models.PROTECT,
        null=True,
        related_name="bases",
        verbose_name="đề xuất thu hồi",
    )
    kind = models.CharField("loại căn cứ", max_length=8, choices=BasisKind)
    finding = models.ForeignKey(
        Finding,
        models.SET_NULL,
        null=True,
        related_name="bases",
        verbose_name="nhận định",
    )
    text = TextBlockField("nội dung nhận định", blank=True)
    number = LineField("số văn bản", max_length=100, blank=True)
    dated_on = models.DateField("ngày", null=True)
    agency = LineField("cơ quan", max_length=200, blank=True)
    amount = models.PositiveBigIntegerField("số tiền phạt (đồng)", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "căn cứ thu hồi"
        ordering = ["recognition_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=BasisKind.FINDING, number="", agency="") & ~Q(text="")
                | ~Q(kind=BasisKind.FINDING)
                & Q(finding__isnull=True, text="", dated_on__isnull=False)
                & ~Q(agency=""),
                name="basis_is_a_finding_or_a_paper",
                violation_error_message="Ghi ngày và cơ quan, hoặc chọn một nhận định.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=BasisKind.FINE) | ~Q(number=""),
                name="basis_fine_is_numbered",
                violation_error_message="Quyết định xử phạt phải có số.",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(kind=BasisKind.FINE, amount__gt=0),
                name="basis_amount_is_of_a_fine",
                violation_error_message="Số tiền phạt phải lớn hơn 0.",
            ),
            models.UniqueConstraint(
                fields=["recognition", "proposal", "finding"],
                name="basis_once_per_finding",
            ),
        ]

    def __str__(self):
        return self.words

    @property
    def words(self) -> str:
        """Return what it is in one line, as lists of grounds print it."""
        day = f"ngày {self.dated_on:%d/%m/%Y}" if self.dated_on else ""
        number = f"số {self.number}" if self.number else ""
        if self.kind == BasisKind.FINDING:
            parts = ["Nhận định", day]
        elif self.kind == BasisKind.FINE:
            parts = ["Quyết định xử phạt", number, day, f"của {self.agency}"]
        else:
            paper = f"theo văn bản {number}" if number else ""
            parts = [f"Chuyển {self.agency}", paper, day]
        return " ".join(filter(None, parts)) + self._rest()

    def _rest(self) -> str:
        if self.kind == BasisKind.FINDING:
            return f": {self.text}"
        if self.amount is None:
            return ""
        return f", phạt {number_format(self.amount, force_grouping=True)} đồng"
