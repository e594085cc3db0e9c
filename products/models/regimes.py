from django.db import models
from django.urls import reverse

from core.fields import LineField, TextBlockField


class Regime(models.Model):
    """Đợt pháp lý: one decision with its criteria sets; loaded by ``load_regimes``."""

    number = LineField("số, ký hiệu", max_length=50, unique=True)
    title = TextBlockField("trích yếu")
    signed_on = models.DateField("ngày ký")
    effective_from = models.DateField("hiệu lực từ")
    effective_to = models.DateField("đến hết ngày", null=True, blank=True)
    replaces = LineField("thay thế", max_length=200, blank=True)
    amended_by = LineField("được sửa đổi bởi", max_length=200, blank=True)
    star_bands = models.JSONField(
        "khung điểm", help_text="Danh sách [từ điểm, đến dưới điểm, số sao]."
    )
    bands_are_whole = models.BooleanField(
        "khung điểm in bằng số nguyên",
        default=False,
        help_text="Điểm lẻ giữa hai khung, ví dụ 69,5, khi đó không có hạng.",
    )

    class Meta:
        verbose_name = verbose_name_plural = "bộ quy định"
        ordering = ["-effective_from"]

    def __str__(self):
        return self.number


class CriteriaSetQuerySet(models.QuerySet):
    def group_names(self) -> list[str]:
        """Return the names of all groups in the order of the catalogue, each once.

        Regimes repeat most groups; one that only an older regime has comes last.
        """
        rows = self.order_by("-regime__effective_from", "number")
        return list(dict.fromkeys(rows.values_list("group", flat=True)))


class CriteriaSet(models.Model):
    """Bộ sản phẩm: numbers and groups depend on the regime.

    ``doubts`` lists [where, what] is uncertain in the copy that the criteria were
    taken from.
    """

    regime = models.ForeignKey(
        Regime,
        models.CASCADE,
        related_name="criteria_sets",
        verbose_name="bộ quy định",
    )
    number = models.PositiveSmallIntegerField("số thứ tự")
    name = LineField("bộ sản phẩm", max_length=200)
    sector = LineField("ngành", max_length=100)
    group = LineField("nhóm", max_length=100)
    ministries = LineField("bộ quản lý", max_length=100, blank=True)
    is_complete = models.BooleanField("đủ tiêu chí để chấm điểm", default=False)
    elimination = models.JSONField(
        "hồ sơ bị loại khi", default=list, blank=True, editable=False
    )
    doubts = models.JSONField(
        "chỗ còn nghi vấn", default=list, blank=True, editable=False
    )

    objects = CriteriaSetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "bộ sản phẩm"
        ordering = ["-regime__effective_from", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["regime", "number"], name="criteria_set_once_per_regime"
            )
        ]

    def __str__(self):
        return f"{self.number}. {self.name}"

    def get_absolute_url(self):
        return reverse("products:criteria_set", args=[self.pk])
