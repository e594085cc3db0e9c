from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from areas.querysets import LocatedQuerySet
from core.fields import LineField, TextBlockField
from core.versions import VersionedModel

from ..enums import SheetKind
from .criteria import Criterion, Option
from .dossiers import Dossier
from .products import Product
from .regimes import CriteriaSet


class ScoreSheetQuerySet(LocatedQuerySet):
    located_by = "product__site__"

    def with_totals(self):
        """Annotate ``total``, and how many criteria of how many were scored."""
        criteria = Criterion.objects.filter(criteria_set=OuterRef("criteria_set"))
        of = criteria.order_by().values("criteria_set").annotate(n=Count("pk"))
        return self.annotate(
            total=Coalesce(Sum("lines__points"), 0),
            scored=Count("lines"),
            of=Coalesce(Subquery(of.values("n")), 0),
        )

    def for_list(self):
        """Load what the product page prints of its sheets, in the order of reading."""
        return self.select_related("criteria_set__regime", "dossier").order_by(
            "-scored_on", "kind", "scorer", "pk"
        )


class ScoreSheet(VersionedModel):
    """Bảng chấm điểm: what one scorer gives a product, criterion by criterion.

    Sheets of a council belong to a dossier, so that means never mix two rounds.
    """

    product = models.ForeignKey(
        Product,
        models.PROTECT,
        related_name="score_sheets",
        verbose_name="sản phẩm",
    )
    criteria_set = models.ForeignKey(
        CriteriaSet,
        models.PROTECT,
        related_name="score_sheets",
        verbose_name="bộ sản phẩm",
    )
    dossier = models.ForeignKey(
        Dossier,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="score_sheets",
        verbose_name="hồ sơ",
    )
    kind = models.CharField("loại bảng chấm", max_length=8, choices=SheetKind)
    scorer = LineField("người chấm", max_length=150, blank=True)
    scorer_title = LineField("chức danh", max_length=150, blank=True)
    scored_on = models.DateField("ngày chấm")
    opinion = TextBlockField("ý kiến của người đánh giá", blank=True)
    eliminated_for = LineField(
        "hồ sơ bị loại vì",
        max_length=300,
        blank=True,
        help_text="Chỉ ghi khi hồ sơ bị loại; khi đó không xếp hạng.",
    )

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "bảng chấm điểm"
        ordering = ["product", "-scored_on", "pk"]
        permissions = [("record_council", "Được ghi bảng chấm của hội đồng")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=SheetKind.SELF) | Q(dossier__isnull=False),
                name="score_sheet_of_council_has_dossier",
                violation_error_message="Bảng chấm của hội đồng phải gắn với một hồ"
                " sơ.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=SheetKind.MEMBER) | ~Q(scorer=""),
                name="score_sheet_of_member_is_named",
                violation_error_message="Ghi tên thành viên hội đồng đã chấm.",
            ),
            models.UniqueConstraint(
                fields=["dossier", "scorer"],
                condition=Q(kind=SheetKind.MEMBER),
                name="score_sheet_once_per_member",
                violation_error_message="Thành viên này đã có bảng chấm cho hồ sơ.",
            ),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(kind=SheetKind.COUNCIL),
                name="score_sheet_one_result",
                violation_error_message="Hồ sơ đã có kết quả hội đồng.",
            ),
        ]

    def __str__(self):
        who = f" – {self.scorer}" if self.scorer else ""
        return f"{self.get_kind_display()}{who}, {self.scored_on:%d/%m/%Y}"

    def get_absolute_url(self):
        return reverse("products:sheet_detail", args=[self.pk])

    def get_scoring_url(self):
        return reverse("products:sheet_score", args=[self.pk])

    @property
    def left(self) -> int:
        """Return how many criteria wait for points; needs ``with_totals``."""
        return self.of - self.scored

    @property
    def is_scored(self) -> bool:
        """Say whether every criterion has its points; needs ``with_totals``."""
        return self.of > 0 and self.left == 0


class ScoreLine(models.Model):
    """The points of one criterion on one sheet: a printed option, or nothing met.

    One line a criterion, so of several cases one alone is ever scored.
    """

    sheet = models.ForeignKey(
        ScoreSheet, models.CASCADE, related_name="lines", verbose_name="bảng chấm điểm"
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="+", verbose_name="tiêu chí"
    )
    option = models.ForeignKey(
        Option,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="mức điểm",
    )
    points = models.PositiveSmallIntegerField("điểm")

    class Meta:
        verbose_name = verbose_name_plural = "điểm của tiêu chí"
        ordering = ["sheet", "criterion__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "criterion"], name="score_line_once_per_criterion"
            ),
            models.CheckConstraint(
                condition=Q(option__isnull=False) | Q(points=0),
                name="score_line_without_option_gives_nothing",
            ),
            models.CheckConstraint(
                condition=Q(points__lte=100), name="score_line_within_100"
            ),
        ]

    def __str__(self):
        return f"{self.criterion}: {self.points} điểm"
