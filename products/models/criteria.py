from django.db import models
from django.db.models import Q

from core.fields import LineField, TextBlockField

from .regimes import CriteriaSet


class Heading(models.Model):
    """A part, a section, or a heading inside a section of a criteria set.

    The order of the sheet tells what lies below what: a section belongs to the part
    before it. Codes are unique within their set alone.
    """

    class Level(models.IntegerChoices):
        PART = 1, "phần"
        SECTION = 2, "mục"
        INNER = 3, "tiểu mục"

    criteria_set = models.ForeignKey(
        CriteriaSet,
        models.CASCADE,
        related_name="headings",
        verbose_name="bộ sản phẩm",
    )
    level = models.PositiveSmallIntegerField("cấp", choices=Level)
    code = models.CharField("mã", max_length=10)
    name = LineField("tên", max_length=200)
    max_points = models.PositiveSmallIntegerField("điểm tối đa")
    note = TextBlockField("ghi chú", blank=True)
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = verbose_name_plural = "đề mục tiêu chí"
        ordering = ["criteria_set", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["criteria_set", "code"], name="heading_code_once_per_set"
            )
        ]

    def __str__(self):
        return f"{self.code}. {self.name}"


class Criterion(models.Model):
    """Tiêu chí: what one choice among printed options gives points for.

    ``branches`` lists [code, name] of the cases of which one alone is scored. The law
    may print a minimum at the criterion itself: ``min_for_star`` then asks for points,
    however few. Codes mean nothing outside their set.
    """

    criteria_set = models.ForeignKey(
        CriteriaSet,
        models.CASCADE,
        related_name="criteria",
        verbose_name="bộ sản phẩm",
    )
    heading = models.ForeignKey(
        Heading, models.CASCADE, related_name="criteria", verbose_name="đề mục"
    )
    code = models.CharField("mã", max_length=10)
    name = LineField("tiêu chí", max_length=200)
    max_points = models.PositiveSmallIntegerField("điểm tối đa")
    note = TextBlockField("ghi chú", blank=True)
    position = models.PositiveSmallIntegerField("thứ tự")
    eliminates = models.BooleanField("có thể bị loại", default=False)
    min_for_star = models.PositiveSmallIntegerField(
        "phải có điểm từ hạng sao", null=True, blank=True
    )
    branches = models.JSONField("các trường hợp", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "tiêu chí"
        ordering = ["criteria_set", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["criteria_set", "code"], name="criterion_code_once_per_set"
            )
        ]

    def __str__(self):
        return f"{self.code}. {self.name}"


class Option(models.Model):
    """One printed step of a criterion, with its points.

    ``min_for_star`` makes it the least that this many stars ask for.
    """

    criterion = models.ForeignKey(
        Criterion, models.CASCADE, related_name="options", verbose_name="tiêu chí"
    )
    branch = models.CharField("trường hợp", max_length=10, blank=True)
    points = models.PositiveSmallIntegerField("điểm")
    label = TextBlockField("nội dung")
    min_for_star = models.PositiveSmallIntegerField(
        "tối thiểu cho hạng sao", null=True, blank=True
    )
    note = LineField("ghi chú", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "mức điểm"
        ordering = ["criterion", "branch", "points"]
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "branch", "points"], name="option_points_once"
            ),
            models.CheckConstraint(
                condition=Q(min_for_star__isnull=True)
                | Q(min_for_star__gte=3, min_for_star__lte=5),
                name="option_minimum_is_for_three_to_five",
            ),
        ]

    def __str__(self):
        return f"{self.label} ({self.points} điểm)"
