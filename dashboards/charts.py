"""The drawn figures: of what parts the products are, and how it was in other years."""

from collections.abc import Callable, Iterable

from core.charts import bars, parts
from inspections.enums import Direction
from producers.enums import Bucket
from products.enums import Grade, Status
from products.filters import IN_FORCE_KEY, UNGROUPED

from . import queries, rules
from .lists import CHECKS, FOLLOW_UP, PRODUCTS
from .parts import Chart
from .queries import ProductCount, total
from .scope import Scope

OF_PRODUCTS = "sản phẩm có hiệu lực"


def charts_of(
    scope: Scope,
    products: list[ProductCount],
    open_ones: list[dict],
    earlier: list[tuple[Scope, int]],
) -> list[Chart]:
    """Draw what was counted; one query more, for the checks of the years.

    ``earlier`` gives the products in force on the same day of the years before.
    """
    return [
        _by_stars(scope, products),
        _by_kind(scope, products),
        _by_group(scope, products),
        _by_status(scope, products),
        _by_direction(scope, open_ones),
        _products_by_year(scope, products, earlier),
        _checks_by_year(scope),
    ]


def _products_by_year(scope, products, earlier) -> Chart:
    in_force = total(row for row in products if row.is_in_force)
    rows = [
        (
            one.day,
            value,
            one.link(PRODUCTS, ngay=one.day, tinh_trang=IN_FORCE_KEY),
        )
        for one, value in [(scope, in_force), *earlier]
    ]
    title = "Sản phẩm có hiệu lực, cùng ngày các năm"
    return Chart(title, rules.BY_YEAR, "sản phẩm", bars(rows))


def _checks_by_year(scope) -> Chart:
    rows = [
        (
            f"năm {one.date.year}",
            value,
            one.link(CHECKS, tinh_trang=one.held_key, **one.this_year),
        )
        for one, value in queries.checks_of_years(scope)
    ]
    title = "Lượt kiểm tra cơ sở, cùng kỳ các năm"
    return Chart(title, rules.told(rules.CHECKS_BY_YEAR, scope), "lượt", bars(rows))


def _by_stars(scope, products: list[ProductCount]) -> Chart:
    rows = _counted(scope, products, "hang", Grade.choices, lambda row: row.grade)
    return Chart(
        "Theo hạng sao", rules.BY_STARS, "sản phẩm", parts(rows), of=OF_PRODUCTS
    )


def _by_kind(scope, products: list[ProductCount]) -> Chart:
    choices = Bucket.choices
    rows = _counted(scope, products, "loai_hinh", choices, lambda row: row.bucket)
    title = "Theo loại hình chủ thể"
    return Chart(title, rules.BY_KIND, "sản phẩm", parts(rows), of=OF_PRODUCTS)


def _by_group(scope, products: list[ProductCount]) -> Chart:
    names = sorted({row.group for row in products if row.is_in_force and row.group})
    choices = [*((name, name) for name in names), (UNGROUPED, "chưa phân nhóm")]
    rows = _counted(
        scope, products, "nhom", choices, lambda row: row.group or UNGROUPED
    )
    rows = sorted((row for row in rows if row[1]), key=lambda row: -row[1])
    return Chart("Theo nhóm sản phẩm", rules.BY_GROUP, "sản phẩm", bars(rows))


def _by_status(scope, products: list[ProductCount]) -> Chart:
    rows = [
        (label, value, scope.link(PRODUCTS, ngay=scope.day, tinh_trang=status))
        for status, label in Status.choices
        for value in [total(row for row in products if row.status == status)]
        if status not in (Status.UPCOMING, Status.SUPERSEDED)
    ]
    title = "Theo tình trạng công nhận"
    return Chart(title, rules.STATUSES, "sản phẩm", bars(rows))


def _by_direction(scope, open_ones: list[dict]) -> Chart:
    counts = {row["direction"]: row["count"] for row in open_ones}
    asked = {"ngay": scope.day, "tinh_trang": "open", **scope.approved_only}
    rows = [
        (label, counts.get(value, 0), scope.link(FOLLOW_UP, huong=value, **asked))
        for value, label in Direction.choices
    ]
    title = "Đề nghị, kiến nghị đang mở theo hướng"
    return Chart(
        title,
        rules.told(rules.OPEN, scope),
        "đề nghị",
        parts(rows),
        of="đề nghị đang mở",
    )


def _counted(
    scope: Scope,
    products: list[ProductCount],
    name: str,
    choices: Iterable[tuple[str, str]],
    key: Callable[[ProductCount], str],
) -> list[tuple[str, int, str]]:
    """Return (label, count, address) of the products in force for each choice."""
    valid = [row for row in products if row.is_in_force]
    asked = {"ngay": scope.day, "tinh_trang": IN_FORCE_KEY}
    return [
        (
            str(label),
            total(row for row in valid if key(row) == value),
            scope.link(PRODUCTS, **asked, **{name: value}),
        )
        for value, label in choices
    ]
