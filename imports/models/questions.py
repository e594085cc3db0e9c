from django.conf import settings
from django.db import models
from django.db.models import Q

from areas.models import Area, AreaCover
from core.fields import LineField

from ..enums import Asked, Verdict
from .runs import ImportRun

KEY_LENGTH = 300


class ImportQuestion(models.Model):
    """What one preview leaves open, with the answer that already holds, if any.

    ``sides`` are the two or more things to compare: {name, place, tax_code, products,
    is_known}; ``candidates`` are keys of units. ``key`` and ``other_key`` are those of
    an ``Answer``. ``rows`` counts the rows that hang on it, ``first_row`` is one.
    """

    run = models.ForeignKey(
        ImportRun, models.CASCADE, related_name="questions", verbose_name="lần nhập"
    )
    kind = models.CharField("loại câu hỏi", max_length=10, choices=Asked)
    key = models.CharField("khóa", max_length=KEY_LENGTH)
    other_key = models.CharField("khóa thứ hai", max_length=KEY_LENGTH, blank=True)
    text = models.CharField("nội dung", max_length=300)
    other_text = models.CharField("nội dung thứ hai", max_length=300, blank=True)
    score = models.PositiveSmallIntegerField("độ giống", null=True, blank=True)
    sides = models.JSONField("các bên", default=list)
    candidates = models.JSONField("địa bàn gợi ý", default=list)
    rows = models.PositiveIntegerField("số dòng", default=0)
    first_row = LineField("dòng đầu", max_length=150, blank=True)
    verdict = models.CharField(
        "trả lời", max_length=10, choices=Verdict, blank=True, default=""
    )
    place = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="địa bàn đã chọn",
    )

    class Meta:
        verbose_name = verbose_name_plural = "câu hỏi của lần nhập"
        ordering = ["run", "pk"]

    def __str__(self):
        return self.text

    @property
    def is_answered(self) -> bool:
        return bool(self.verdict or self.place_id)

    @property
    def are_both_stored(self) -> bool:
        """Return whether these are two records, which no import makes into one."""
        is_alike = self.kind == Asked.ALIKE and bool(self.sides)
        return is_alike and all(side["is_known"] for side in self.sides)


class AnswerQuerySet(models.QuerySet):
    def for_unit(self, area: Area):
        """Return what counts for imports of a unit: said for it, or for one around.

        The nearest unit comes last.
        """
        around = AreaCover.objects.filter(descendant=area).values("ancestor")
        answers = self.filter(Q(area=area) | Q(area__in=around))
        answers = answers.select_related("area", "place")
        rank = {"province": 0, "district": 1, "commune": 2}
        return sorted(answers, key=lambda answer: rank[answer.area.level])


class Answer(models.Model):
    """What a person said for a unit: two names are one or not, or a text is a place.

    ``key`` and ``other_key`` are match keys in their order, or one key that stands in
    two communes, or a text on places as it is compared. Another answer replaces it.
    """

    area = models.ForeignKey(
        Area, models.PROTECT, related_name="+", verbose_name="địa bàn nhập"
    )
    kind = models.CharField("loại câu hỏi", max_length=10, choices=Asked)
    key = models.CharField("khóa", max_length=KEY_LENGTH)
    other_key = models.CharField("khóa thứ hai", max_length=KEY_LENGTH, blank=True)
    text = models.CharField("nội dung", max_length=300)
    other_text = models.CharField("nội dung thứ hai", max_length=300, blank=True)
    verdict = models.CharField("trả lời", max_length=10, choices=Verdict, blank=True)
    place = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="địa bàn đã chọn",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người trả lời",
    )
    at = models.DateTimeField("trả lời lúc")

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "câu trả lời đã nhớ"
        ordering = ["area", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "kind", "key", "other_key"],
                name="answer_once_per_unit",
                violation_error_message="Địa bàn này đã trả lời câu đó.",
            ),
            models.CheckConstraint(
                condition=Q(kind=Asked.PLACE, place__isnull=False, verdict="")
                | Q(
                    ~Q(kind=Asked.PLACE),
                    place__isnull=True,
                    verdict__in=Verdict.values,
                ),
                name="answer_fits_its_question",
                violation_error_message="Câu trả lời không hợp với câu hỏi.",
            ),
            models.CheckConstraint(
                condition=Q(~Q(other_key=""), kind=Asked.ALIKE)
                | Q(~Q(kind=Asked.ALIKE), other_key=""),
                name="answer_has_two_names_if_alike",
                violation_error_message="Chỉ câu hỏi về hai tên mới có hai khóa.",
            ),
        ]

    def __str__(self):
        if self.place is not None:
            return f"{self.text}: {self.place}"
        names = " – ".join(filter(None, [self.text, self.other_text]))
        return f"{names}: {self.get_verdict_display()}"

    def fingerprint(self) -> tuple:
        """Return what must still hold when a plan that heeded it is written."""
        return (self.kind, self.key, self.other_key, self.verdict, self.place_id)
