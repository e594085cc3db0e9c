import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.lookups import IsNull

from areas.querysets import LocatedQuerySet
from core.fields import LineField, TextBlockField
from core.versions import VersionedModel
from producers.enums import kinds_in

from .. import dates
from ..cells import score_text
from ..enums import (
    IN_FORCE,
    STATUS_TONES,
    Change,
    DecisionKind,
    EndReason,
    Grade,
    Status,
    Window,
)
from . import changes, clock
from .decisions import Decision
from .products import Product
from .regimes import CriteriaSet, Regime

NEVER = Q(pk__in=[])  # a condition that no row meets


class RecognitionQuerySet(LocatedQuerySet):
    located_by = "product__site__"

    def begun_by(self, date: datetime.date):
        """Return what had begun by the date, and what has no known beginning."""
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=date))

    def with_status(self, date: datetime.date):
        """Annotate ``status``, ``window`` and ``last_day`` as they are on the date.

        Only what has a known beginning can be told to have been replaced.
        """
        is_dated = Q(valid_from__isnull=False)
        return self._told(date, is_dated & Exists(_later_begun(date)))

    def standing_on(self, date: datetime.date):
        """Return the one recognition of each product that counts on the date.

        It is the last to have begun, whatever became of it, and carries ``status``,
        ``window`` and ``last_day`` of the date.
        """
        counted = self.begun_by(date).filter(~Exists(_later_begun(date)))
        return counted._told(date, NEVER)

    def _told(self, date: datetime.date, replaced: Q):
        return self.annotate(
            status=clock.status_on(date, replaced),
            window=clock.window_on(date, replaced),
            last_day=clock.last_day_on(date, replaced),
        )

    def with_change(self):
        """Annotate ``change``: what each did to the stars that its product had."""
        return changes.told_of(self)

    def in_force_on(self, date: datetime.date):
        """Return the recognitions whose stars may be shown on the date."""
        return self.standing_on(date).filter(status__in=IN_FORCE)

    def running_out_within(self, months: int, date: datetime.date):
        """Keep those in force whose last day comes within the months; needs status."""
        return self.filter(runs_out_within(months, date))

    def staged_on(self, date: datetime.date):
        """Return what counts on the date and is near its end or past it.

        Carries ``stage`` besides. What was taken away by a decision is not watched.
        """
        near = self.standing_on(date).filter(valid_to__lte=date + clock.OPENS_SOON)
        return near.annotate(stage=clock.stage_on(date)).exclude(stage="")

    def in_buckets(self, buckets):
        """Return those of producers whose kind counts in the buckets."""
        return self.filter(product__producer__legal_kind__in=kinds_in(buckets))

    def for_list(self):
        """Load what lists and the chain of a product print."""
        return self.select_related(
            "product__producer",
            "decision__issuer",
            "regime",
            "criteria_set",
            "end_decision",
            "lapse",
        ).prefetch_related("ends")

    def of_decision(self, decision):
        """Return what the decision awards or ends, the latter by ``ends_here``."""
        return self.filter(Q(decision=decision) | Q(end_decision=decision)).annotate(
            ends_here=Case(
                When(end_decision=decision, then=Value(True)), default=Value(False)
            )
        )

    def by_name(self):
        """Put them in the order of their products."""
        return self.order_by("product__search_key", "pk")

    def newest_first(self):
        """Put the chain of a product in order, an unknown beginning last."""
        return self.order_by(F("valid_from").desc(nulls_last=True), "-pk")


def runs_out_within(months: int, date: datetime.date) -> Q:
    """Return the condition for it, to filter by or to count with; needs status."""
    until = dates.add_months(date, months)
    return Q(status__in=IN_FORCE, valid_to__gte=date, valid_to__lte=until)


def _later_begun(date: datetime.date) -> RecognitionQuerySet:
    """Return the recognitions that take the place of the outer one on the date.

    The latest beginning counts, then the one entered last; a known beginning counts
    before an unknown one.
    """
    return (
        Recognition.objects.begun_by(date)
        .filter(product=OuterRef("product"))
        .filter(
            Q(valid_from__gt=OuterRef("valid_from"))
            | Q(valid_from=OuterRef("valid_from"), pk__gt=OuterRef("pk"))
            | Q(valid_from__isnull=False) & IsNull(OuterRef("valid_from"), True)
            | Q(valid_from__isnull=True, pk__gt=OuterRef("pk"))
            & IsNull(OuterRef("valid_from"), True)
        )
    )


class Recognition(VersionedModel):
    """Công nhận: one award of stars to a product; together they form its chain.

    ``valid_to`` is the last valid day. Dates that a list does not give stay empty and
    ``dates_as_printed`` keeps what it says.
    """

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="recognitions", verbose_name="sản phẩm"
    )
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recognitions",
        verbose_name="quyết định",
    )
    grade = models.CharField("hạng sao", max_length=2, choices=Grade)
    score = models.DecimalField(
        "điểm trung bình",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    regime = models.ForeignKey(
        Regime,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recognitions",
        verbose_name="bộ quy định",
    )
    criteria_set = models.ForeignKey(
        CriteriaSet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recognitions",
        verbose_name="bộ sản phẩm",
    )
    code = LineField("mã sản phẩm như đã in", max_length=50, blank=True)
    certificate_number = LineField("số giấy chứng nhận", max_length=50, blank=True)
    valid_from = models.DateField("công nhận ngày", null=True, blank=True)
    valid_to = models.DateField("có giá trị đến hết ngày", null=True, blank=True)
    dates_as_printed = LineField("thời gian như đã ghi", max_length=100, blank=True)
    previous = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="next_ones",
        verbose_name="lần công nhận trước",
    )
    ended_on = models.DateField("chấm dứt ngày", null=True, blank=True)
    ended_by_removal = models.BooleanField("loại khỏi danh sách", default=False)
    end_decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ended_recognitions",
        verbose_name="quyết định chấm dứt",
    )
    note = TextBlockField("ghi chú", blank=True)

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "lần công nhận"
        ordering = ["product", "-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="recognition_ends_after_it_begins",
                violation_error_message="Ngày hết hạn phải sau ngày công nhận.",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100),
                name="recognition_score_within_100",
                violation_error_message="Điểm nằm trong khoảng từ 0 đến 100.",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=False)
                | ~Q(dates_as_printed=""),
                name="recognition_term_is_known",
                violation_error_message="Có ngày công nhận thì phải có ngày hết hạn,"
                " hoặc ghi thời gian như đã in.",
            ),
            models.CheckConstraint(
                condition=Q(ended_by_removal=False) | Q(ended_on__isnull=False),
                name="recognition_removal_is_dated",
                violation_error_message="Loại khỏi danh sách phải có ngày.",
            ),
            models.CheckConstraint(
                condition=Q(end_decision__isnull=True) | Q(ended_on__isnull=False),
                name="recognition_end_decision_is_dated",
                violation_error_message="Có quyết định chấm dứt thì phải có ngày chấm"
                " dứt.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(ended_on__gte=F("valid_from")),
                name="recognition_ended_after_it_began",
                violation_error_message="Ngày chấm dứt phải từ ngày công nhận trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(ended_by_removal=False)
                | Q(valid_to__isnull=True)
                | Q(ended_on__gt=F("valid_to")),
                name="recognition_removed_after_it_ran_out",
                violation_error_message="Lần công nhận đã bị loại khỏi danh sách thì"
                " ngày hết hạn phải trước ngày bị loại.",
            ),
            models.UniqueConstraint(
                fields=["product", "decision"],
                name="recognition_once_per_decision",
                violation_error_message="Quyết định này đã công nhận sản phẩm.",
            ),
        ]
        indexes = [
            models.Index(fields=["product", "valid_from"], name="recognition_chain"),
            models.Index(fields=["valid_to"], name="recognition_expiry"),
        ]

    def __str__(self):
        since = f" từ {self.valid_from:%d/%m/%Y}" if self.valid_from else ""
        return f"{self.product}: {self.get_grade_display()}{since}"

    def clean(self):
        self.fill_term()

    def fill_term(self) -> None:
        """Work out the days that follow from others; printed words stand for both.

        The term begins when the decision that recognises takes effect and lasts 36
        months, under all regimes; an end that was printed wins (Điều 11 of
        26/2026/QĐ-TTg).
        """
        if self.dates_as_printed:
            return
        decision = self.decision
        if not self.valid_from and decision and decision.kind == DecisionKind.RECOGNISE:
            self.valid_from = decision.begins_on
        if self.valid_from and not self.valid_to:
            self.valid_to = dates.last_valid_day(self.valid_from)

    def get_absolute_url(self):
        return f"{self.product.get_absolute_url()}#cong-nhan-{self.pk}"

    @property
    def may_lapse(self) -> bool:
        """Say whether it can be known that it is not renewed; needs the status.

        Its days to file have come, or it ran out; none took its place.
        """
        ran_out = self.status in (Status.EXPIRED, Status.REMOVED, Status.EXTENDED)
        return ran_out or self.window in (Window.OPEN, Window.MISSED)

    @property
    def known_lapse(self):
        """Return why it was not renewed, or None; ``for_list`` loads it."""
        return getattr(self, "lapse", None)

    @property
    def score_words(self) -> str:
        """Return the score as it is printed: 82,5."""
        return score_text(self.score)

    @property
    def status_words(self) -> str:
        """Return the status in words; needs ``with_status`` or ``standing_on``."""
        return str(Status(self.status).label)

    @property
    def status_tone(self) -> str:
        """Return the tone of the status; needs the same."""
        return STATUS_TONES.get(self.status, "plain")

    @property
    def change_words(self) -> str:
        """Return what it did to the stars, in words; needs ``with_change``."""
        return str(Change(self.change).label)

    @property
    def ending_words(self) -> str:
        """Return how it was ended, empty where it was not."""
        if not self.ended_on:
            return ""
        kind = DecisionKind.REMOVE if self.ended_by_removal else DecisionKind.REVOKE
        return str(kind.label)

    @property
    def window_words(self) -> str:
        """Return where the filing window stands, if it does; needs the same."""
        return str(Window(self.window).label)


class RecognitionEnd(models.Model):
    """One of the reasons, possibly several, why a recognition was ended."""

    recognition = models.ForeignKey(
        Recognition, models.CASCADE, related_name="ends", verbose_name="lần công nhận"
    )
    reason = models.CharField("lý do", max_length=12, choices=EndReason)
    note = LineField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "lý do chấm dứt"
        ordering = ["recognition", "reason"]
        constraints = [
            models.UniqueConstraint(
                fields=["recognition", "reason"], name="recognition_end_reason_once"
            )
        ]

    def __str__(self):
        return self.get_reason_display()
