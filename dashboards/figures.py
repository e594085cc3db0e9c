"""The page of figures: what each counts, in words, and the list that it counts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.utils.text import capfirst

from core.charts import Bar, Part, bars, parts
from core.templatetags.portal import vn_number
from inspections.enums import Direction
from inspections.filters import HANDED_IN_KEY, PENDING_KEY
from producers.enums import Bucket
from products.dates import add_months
from products.enums import Grade, Status
from products.filters import EXPIRY_MONTHS, IN_FORCE_KEY, UNGROUPED

from . import queries, rules
from .enums import Coverage
from .queries import ProductCount, total
from .reported import Reported, reported_in
from .scope import Scope

PRODUCTS, PRODUCERS = "products:list", "dashboards:producers"
VISITS, CHECKS = "inspections:visit_list", "inspections:site_check_list"
CAMPAIGNS, FOLLOW_UP = "inspections:campaign_list", "inspections:follow_up"
OF_PRODUCTS, OF_PRODUCERS = "sản phẩm có hiệu lực", "chủ thể có sản phẩm có hiệu lực"


@dataclass(frozen=True)
class Figure:
    """One number, how it is counted, and the list whose total it is."""

    label: str
    value: int
    url: str
    rule: str
    tone: str = "plain"
    note: str = ""


@dataclass(frozen=True)
class Section:
    title: str
    key: str
    figures: list[Figure]


@dataclass(frozen=True)
class Chart:
    """Figures of one kind, drawn; ``of`` names the whole of which they are parts."""

    title: str
    rule: str
    unit: str
    bars: list[Bar] | list[Part]
    of: str = ""

    @property
    def total(self) -> int:
        return sum(bar.value for bar in self.bars)


@dataclass(frozen=True)
class Board:
    """The page, in the order in which it is read."""

    sections: list[Section]
    reported: Reported
    charts: list[Chart]


def board_of(scope: Scope) -> Board:
    """Count the whole page in a constant number of queries."""
    products = queries.count_products(scope)
    producers = queries.count_producers(scope)
    open_ones = queries.count_open(scope)
    return Board(
        sections=[
            _main(scope, products, producers["total"]),
            _expiry(scope, products),
            _coverage(scope, producers),
            _visits(scope),
            _follow_up(scope, open_ones),
        ],
        reported=reported_in(scope),
        charts=[
            _by_stars(scope, products),
            _by_kind(scope, products),
            _by_group(scope, products),
            _by_status(scope, products),
            _by_direction(scope, open_ones),
        ],
    )


def share(part: int, whole: int, of: str) -> str:
    """Say what part of which whole a figure is: "25% trong số 8 chủ thể"."""
    if not whole:
        return f"không có {of}"
    return f"{round(100 * part / whole)}% trong số {vn_number(whole)} {of}"


def _alert(tone: str, value: int) -> str:
    return tone if value else "good"


def _main(scope, products: list[ProductCount], producers: int) -> Section:
    year_ago = replace(scope, date=add_months(scope.date, -12))
    before = queries.count_in_force(year_ago)
    in_force = total(row for row in products if row.is_in_force)
    checks = queries.checks_of_the_year(scope).count()
    figures = [
        Figure(
            "Sản phẩm có hiệu lực",
            in_force,
            scope.link(PRODUCTS, ngay=scope.day, tinh_trang=IN_FORCE_KEY),
            rules.IN_FORCE,
            note=f"cùng ngày năm trước: {vn_number(before['products'])}",
        ),
        Figure(
            "Chủ thể có sản phẩm có hiệu lực",
            producers,
            scope.link(PRODUCERS, ngay=scope.day),
            rules.PRODUCERS,
            note=f"cùng ngày năm trước: {vn_number(before['producers'])}",
        ),
        Figure(
            f"Lượt kiểm tra cơ sở trong năm {scope.date.year}",
            checks,
            scope.link(CHECKS, tinh_trang=HANDED_IN_KEY, **_this_year(scope)),
            rules.CHECKS,
        ),
    ]
    return Section("Tình hình chung", "chung", figures)


def _expiry(scope, products: list[ProductCount]) -> Section:
    figures = [
        Figure(
            f"Hết hạn trong {months} tháng tới",
            value,
            scope.link(PRODUCTS, ngay=scope.day, het_han_trong=months),
            rules.running_out(months),
            tone=_alert("bad" if months == EXPIRY_MONTHS[0] else "warn", value),
        )
        for months in EXPIRY_MONTHS
        for value in [sum(row.running_out[months] for row in products)]
    ]
    for status, rule in rules.BY_STATUS.items():
        value = total(row for row in products if row.status == status)
        url = scope.link(PRODUCTS, ngay=scope.day, tinh_trang=status)
        label = capfirst(Status(status).label)
        tone = _alert("bad" if status == Status.EXPIRED else "warn", value)
        figures.append(Figure(label, value, url, rule, tone=tone))
    return Section("Sản phẩm sắp hết hạn và đã hết hạn", "het-han", figures)


def _coverage(scope, producers: dict[str, int]) -> Section:
    tones = {Coverage.NEVER: "bad", Coverage.LONG_AGO: "warn", Coverage.RECENT: "good"}
    figures = [
        Figure(
            capfirst(coverage.label),
            value,
            scope.link(PRODUCERS, ngay=scope.day, kiem_tra=coverage.value),
            rules.COVERAGE[coverage],
            tone=_alert(tone, value),
            note=share(value, producers["total"], OF_PRODUCERS),
        )
        for coverage, tone in tones.items()
        for value in [producers[coverage.value]]
    ]
    return Section("Độ phủ kiểm tra chủ thể", "do-phu", figures)


def _visits(scope) -> Section:
    visits, campaigns = queries.count_visits(scope), queries.count_campaigns(scope)
    year = scope.date.year
    first, last = (f"{day:%d/%m/%Y}" for day in queries.year_of(scope.date))
    whole_year = {"tu_ngay": first, "den_ngay": last}
    planned = vn_number(campaigns["checks"] or 0)
    done, late = visits["done"], visits["late"]
    figures = [
        Figure(
            f"Đợt kiểm tra năm {year}",
            campaigns["count"],
            scope.link(CAMPAIGNS, **whole_year),
            rules.CAMPAIGNS,
            note=f"dự kiến kiểm tra {planned} cơ sở",
        ),
        Figure(
            f"Buổi kiểm tra dự kiến năm {year}",
            visits["planned"],
            scope.link(VISITS, **whole_year),
            rules.PLANNED,
        ),
        Figure(
            "Buổi đã thực hiện",
            done,
            scope.link(VISITS, tinh_trang=HANDED_IN_KEY, **_this_year(scope)),
            rules.DONE,
            tone="good",
            note=share(done, visits["planned"], f"buổi dự kiến năm {year}"),
        ),
        Figure(
            "Buổi đã qua ngày, chưa nộp",
            late,
            scope.link(VISITS, tinh_trang=PENDING_KEY, **_this_year(scope)),
            rules.LATE,
            tone=_alert("warn", late),
        ),
    ]
    return Section("Kiểm tra theo kế hoạch và đã thực hiện", "kiem-tra", figures)


def _follow_up(scope, open_ones: list[dict]) -> Section:
    count, undated = _sum(open_ones, "count"), _sum(open_ones, "undated")
    overdue = queries.recommendations(scope).overdue_on(scope.date).count()
    of = "đề nghị, kiến nghị đang mở"

    def figure(label: str, value: int, state: str, rule: str, tone: str) -> Figure:
        url = scope.link(FOLLOW_UP, ngay=scope.day, tinh_trang=state)
        note = share(value, count, of)
        return Figure(label, value, url, rule, tone=_alert(tone, value), note=note)

    figures = [
        Figure(
            "Đang mở",
            count,
            scope.link(FOLLOW_UP, ngay=scope.day, tinh_trang="open"),
            rules.OPEN,
        ),
        figure("Quá hạn", overdue, "overdue", rules.OVERDUE, "bad"),
        figure("Không đặt thời hạn", undated, "undated", rules.UNDATED, "warn"),
    ]
    return Section("Đề nghị, kiến nghị cần theo dõi", "kien-nghi", figures)


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
    asked = {"ngay": scope.day, "tinh_trang": "open"}
    rows = [
        (label, counts.get(value, 0), scope.link(FOLLOW_UP, huong=value, **asked))
        for value, label in Direction.choices
    ]
    title = "Đề nghị, kiến nghị đang mở theo hướng"
    return Chart(title, rules.OPEN, "đề nghị", parts(rows), of="đề nghị đang mở")


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


def _this_year(scope: Scope) -> dict[str, str]:
    """Return the period from the first of January to the date, for an address."""
    first, _ = queries.year_of(scope.date)
    return {"tu_ngay": f"{first:%d/%m/%Y}", "den_ngay": scope.day}


def _sum(rows: list[dict], name: str) -> int:
    return sum(row[name] for row in rows)
