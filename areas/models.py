import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from core.fields import LineField, SearchKeyField

from .enums import Level

BEGINNING = datetime.date(1, 1, 1)  # "since ever": NULLs would not collide in a key
# Names by era, for people to choose from.
TODAY_FIRST = (F("valid_to").desc(nulls_first=True), "name", "pk")


class DatedQuerySet(models.QuerySet):
    """Rows with a first and a last day of validity."""

    def valid_on(self, date: datetime.date):
        """Return the rows in force on the date; ``valid_to`` is the last valid day."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=date), valid_from__lte=date
        )


def _begins_a_word(column: str, word: str) -> Q:
    return Q(**{f"{column}__startswith": word}) | Q(
        **{f"{column}__contains": f" {word}"}
    )


class AreaQuerySet(DatedQuerySet):
    def current(self):
        """Return the units that exist today."""
        return self.filter(valid_to__isnull=True)

    def for_display(self):
        """Load the names that ``full_name`` prints."""
        return self.select_related("parent__parent")

    def matching(self, words):
        """Return the units that the words name, best match first, today's before past.

        Words are search keys; each must begin a word in the name of the unit or of
        the district it lies in.
        """
        named, placed = ~Q(pk=None), Q()
        for word in words:
            own = _begins_a_word("search_key", word)
            named &= own
            placed &= own | (
                Q(parent__level=Level.DISTRICT)
                & _begins_a_word("parent__search_key", word)
            )
        return (
            self.filter(placed)
            .annotate(rank=models.Case(models.When(named, then=0), default=1))
            .order_by("rank", *TODAY_FIRST)
        )

    def covered_by(self, areas):
        """Return the units that lie in the given ones, these included."""
        return self.filter(
            pk__in=AreaCover.objects.filter(ancestor__in=areas).values("descendant")
        )


class Area(models.Model):
    """One administrative unit in one era.

    Codes recur: 01654 was Thị trấn Nước Hai until 30/6/2025 and is Xã Hòa An since,
    with another extent. A unit is known by its code and its first day.
    """

    code = models.CharField("mã", max_length=5)
    name = LineField("tên", max_length=100)
    level = models.CharField("cấp", max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="đơn vị cấp trên",
    )
    valid_from = models.DateField("từ ngày", default=BEGINNING)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    successors = models.ManyToManyField(
        "self",
        through="AreaSuccession",
        symmetrical=False,
        related_name="predecessors",
        verbose_name="đơn vị kế thừa",
    )
    search_key = SearchKeyField("khóa tìm kiếm", sources=["name"], max_length=120)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "đơn vị hành chính"
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="area_code_once_per_era",
                violation_error_message="Mã này đã có trong cùng thời kỳ.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="area_ends_after_it_begins",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ]
        indexes = [models.Index(fields=["search_key"], name="area_search")]

    def __str__(self):
        return self.name

    @property
    def is_current(self) -> bool:
        return self.valid_to is None

    @property
    def name_in_sentence(self) -> str:
        """Return the name as it stands after other words: "huyện Hòa An"."""
        return self.name[0].lower() + self.name[1:]

    @property
    def long_name(self) -> str:
        """Return the name with its district, where it had one.

        Reads ``parent``: load with ``for_display()``.
        """
        if self.parent is None or self.parent.level != Level.DISTRICT:
            return self.name
        return f"{self.name}, {self.parent.name_in_sentence}"

    @property
    def full_name(self) -> str:
        """Return the long name, and the last day of a unit that has ended."""
        if self.valid_to:
            return f"{self.long_name} (đến {self.valid_to:%d/%m/%Y})"
        return self.long_name


class AreaSuccession(models.Model):
    """One step from a unit that ended to one that took it over, whole or in part."""

    old = models.ForeignKey(
        Area, models.CASCADE, related_name="successions", verbose_name="đơn vị cũ"
    )
    new = models.ForeignKey(
        Area, models.CASCADE, related_name="origins", verbose_name="đơn vị mới"
    )
    is_main = models.BooleanField("phần chính", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "kế thừa địa bàn"
        ordering = ["old", "-is_main", "new"]
        constraints = [
            models.UniqueConstraint(
                fields=["old", "new"], name="area_succession_once_per_pair"
            ),
            models.UniqueConstraint(
                fields=["old"],
                condition=Q(is_main=True),
                name="area_succession_one_main_part",
            ),
        ]

    def __str__(self):
        return f"{self.old} → {self.new}"


class AreaCover(models.Model):
    """Says that one unit takes in another; rebuilt as a whole by ``load_units``.

    Closes the tree within an era. Between eras only what is sure: a unit of today
    takes in the former communes whose main part it is, a former unit takes in the
    communes of today that came wholly from it.
    """

    ancestor = models.ForeignKey(
        Area, models.CASCADE, related_name="covers", verbose_name="đơn vị bao gồm"
    )
    descendant = models.ForeignKey(
        Area, models.CASCADE, related_name="covered_by", verbose_name="đơn vị nằm trong"
    )

    class Meta:
        verbose_name = verbose_name_plural = "quan hệ bao gồm"
        ordering = ["ancestor", "descendant"]
        constraints = [
            models.UniqueConstraint(
                fields=["ancestor", "descendant"], name="area_cover_once_per_pair"
            )
        ]

    def __str__(self):
        return f"{self.ancestor} ⊇ {self.descendant}"


class Boundary(models.Model):
    """The outline of a unit, lightened for maps; loaded by ``load_boundaries``.

    ``polygons`` are the coordinates of a GeoJSON MultiPolygon.
    """

    area = models.OneToOneField(
        Area,
        models.CASCADE,
        related_name="boundary",
        verbose_name="đơn vị hành chính",
    )
    polygons = models.JSONField("các đường ranh giới")

    class Meta:
        verbose_name = verbose_name_plural = "ranh giới"
        ordering = ["area"]

    def __str__(self):
        return f"Ranh giới {self.area}"


class Agency(models.Model):
    """An office: it sends members, hosts visits, issues papers, is addressed."""

    name = LineField("tên cơ quan", max_length=200)
    short_code = LineField(
        "ký hiệu",
        max_length=30,
        blank=True,
        help_text="Dùng trong số, ký hiệu văn bản, ví dụ VPĐP.",
    )
    superior = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="subordinates",
        verbose_name="cơ quan chủ quản",
    )
    area = models.ForeignKey(
        Area, models.PROTECT, related_name="agencies", verbose_name="địa bàn"
    )
    valid_from = models.DateField("từ ngày", default=BEGINNING)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="cơ quan kế thừa",
    )
    search_key = SearchKeyField("khóa tìm kiếm", sources=["name", "short_code"])

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "cơ quan"
        ordering = ["name", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "area", "valid_from"],
                name="agency_once_per_area_and_era",
                violation_error_message="Cơ quan này đã có.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="agency_ends_after_it_begins",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if self.successor_id and self.valid_to is None:
            raise ValidationError(
                {"valid_to": "Cơ quan có đơn vị kế thừa thì phải có ngày kết thúc."}
            )


class LocatedModel(models.Model):
    """A row with a place: where it was said to be, and where that is today."""

    place = models.ForeignKey(
        Area,
        models.PROTECT,
        related_name="+",
        verbose_name="địa bàn như đã ghi",
        help_text="Xã, phường, thị trấn theo tên gọi lúc lập hồ sơ.",
    )
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        related_name="+",
        verbose_name="địa bàn hiện nay",
    )

    class Meta:
        abstract = True
