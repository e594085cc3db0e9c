"""The page of figures: what each counts, in words, and the list that it counts."""

from django.utils.text import capfirst

from core.templatetags.portal import vn_number
from inspections.filters import PENDING_KEY
from producers.enums import People, Sex
from products.enums import Status
from products.filters import EXPIRY_MONTHS, IN_FORCE_KEY, READS_PEOPLE

from . import queries, rules
from .charts import charts_of
from .enums import Coverage
from .lists import CAMPAIGNS, CHECKS, FOLLOW_UP, PRODUCERS, PRODUCTS, VISITS
from .parts import Board, Figure, Section, share
from .queries import ProductCount, total
from .reported import reported_in
from .scope import Scope
from .tables import findings_of, requests_of

OF_PRODUCERS = "chủ thể có sản phẩm có hiệu lực"
YEARS_BEFORE = 4  # how far back the page compares


def board_of(scope: Scope) -> Board:
    """Count the whole page in a constant number of queries."""
    products = queries.count_products(scope)
    producers = queries.count_producers(scope)
    open_ones = queries.count_open(scope)
    years = [scope.years_before(number) for number in range(1, YEARS_BEFORE + 1)]
    earlier = [(one, queries.count_in_force(one)) for one in years]
    return Board(
        sections=[
            _main(scope, products, producers["total"], earlier[0][1]),
            _expiry(scope, products),
            _coverage(scope, producers),
            _visits(scope),
            _follow_up(scope, open_ones),
            _people(scope, producers["total"]),
        ],
        reported=reported_in(scope),
        tables=[requests_of(scope, open_ones), findings_of(scope)],
        charts=charts_of(
            scope, products, open_ones, [(one, row["products"]) for one, row in earlier]
        ),
    )


def _alert(tone: str, value: int) -> str:
    return tone if value else "good"


def _main(scope, products, producers: int, before: dict[str, int]) -> Section:
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
            scope.link(CHECKS, tinh_trang=scope.held_key, **scope.this_year),
            rules.told(rules.CHECKS, scope),
        ),
    ]
    return Section("Tình hình chung", "chung", figures)


def _people(scope, producers: int) -> Section:
    """Count who represents the producers: all read how many, some read whom."""
    counts = queries.count_people(scope)
    may_read = scope.user.has_perm(READS_PEOPLE)
    figures = []
    for label, name, key in (
        ("Chủ thể do nữ đại diện", "gioi_tinh", Sex.FEMALE),
        ("Chủ thể do người dân tộc thiểu số đại diện", "dan_toc", People.MINORITY),
    ):
        count = counts[name, key.value]
        known = producers - counts[name, People.UNKNOWN.value]
        asked = {"ngay": scope.day, name: key.value}
        url = scope.link(PRODUCERS, **asked) if may_read else ""
        of = "chủ thể đã ghi người đại diện"
        note = share(count, known, of)
        figures.append(Figure(label, count, url, rules.PEOPLE, note=note))
    return Section("Người đại diện của chủ thể", "dai-dien", figures)


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
            scope.link(
                PRODUCERS,
                ngay=scope.day,
                kiem_tra=coverage.value,
                **scope.approved_only,
            ),
            rules.told(rules.COVERAGE[coverage], scope),
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
            scope.link(VISITS, tinh_trang=scope.held_key, **scope.this_year),
            rules.told(rules.DONE, scope),
            tone="good",
            note=share(done, visits["planned"], f"buổi dự kiến năm {year}"),
        ),
        Figure(
            "Buổi đã qua ngày, chưa nộp",
            late,
            scope.link(VISITS, tinh_trang=PENDING_KEY, **scope.this_year),
            rules.LATE,
            tone=_alert("warn", late),
        ),
    ]
    return Section("Kiểm tra theo kế hoạch và đã thực hiện", "kiem-tra", figures)


def _follow_up(scope, open_ones: list[dict]) -> Section:
    count, undated, overdue = (
        sum(row[name] for row in open_ones) for name in ("count", "undated", "overdue")
    )
    of = "đề nghị, kiến nghị đang mở"

    def figure(label: str, value: int, state: str, rule: str, tone: str) -> Figure:
        asked = {"ngay": scope.day, "tinh_trang": state, **scope.approved_only}
        url, note = scope.link(FOLLOW_UP, **asked), share(value, count, of)
        if state == "open":
            note = ""
        return Figure(label, value, url, rules.told(rule, scope), tone, note)

    figures = [
        figure("Đang mở", count, "open", rules.OPEN, "plain"),
        figure("Quá hạn", overdue, "overdue", rules.OVERDUE, _alert("bad", overdue)),
        figure(
            "Không đặt thời hạn",
            undated,
            "undated",
            rules.UNDATED,
            _alert("warn", undated),
        ),
    ]
    return Section("Đề nghị, kiến nghị cần theo dõi", "kien-nghi", figures)
