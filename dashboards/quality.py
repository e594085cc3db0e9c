"""What the records lack or contradict: each kind, its rows, where to mend one."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from areas.enums import Level
from areas.models import Area
from producers.enums import LegalKind, ProducerState
from producers.models import Producer, Site
from products.enums import ProductState, Status
from products.models import Decision, Dossier, Paper, Product, Recognition

from .queries import in_force
from .scope import Scope

OF_SITE = ("producer", "place__parent", "area")
OF_PRODUCT = ("product__producer", "product__site__place__parent")


@dataclass(frozen=True)
class Check:
    """One kind of fault. ``rows`` finds them; the others say of one what to print.

    ``note`` tells what is wrong with this row, ``fix`` leads to the form that mends it,
    for those with the ``right``.
    """

    key: str
    title: str
    why: str
    unit: str
    rows: Callable[[Scope], QuerySet]
    name: Callable[[object], str]
    url: Callable[[object], str]
    note: Callable[[object], str]
    fix: Callable[[object], str]
    right: str

    def of(self, row) -> "Fault":
        return Fault(self.name(row), self.url(row), self.note(row), self.fix(row))


@dataclass(frozen=True)
class Fault:
    """One row of a check, in words, with its page and the form that mends it."""

    name: str
    url: str
    note: str
    fix: str


def _address(name: str) -> Callable[[object], str]:
    return lambda row: reverse(name, args=[row.pk])


def _own_page(row) -> str:
    return row.get_absolute_url()


def _producers_page(row) -> str:
    return row.producer.get_absolute_url()


def _products_page(row) -> str:
    return row.product.get_absolute_url()


def _sites(scope: Scope) -> QuerySet:
    working = (ProducerState.ACTIVE, ProducerState.PAUSED)
    rows = scope.narrow(Site.objects).filter(producer__state__in=working)
    return rows.select_related(*OF_SITE).order_by("producer__search_key", "pk")


def _producers(scope: Scope) -> QuerySet:
    return scope.narrow(Producer.objects).for_list().order_by("search_key", "pk")


def _counted(scope: Scope) -> QuerySet:
    """Return the recognition of each product that counts on the date."""
    rows = scope.narrow(Recognition.objects).standing_on(scope.date)
    return rows.select_related(*OF_PRODUCT).order_by("product__search_key", "pk")


def _nowhere(scope: Scope) -> QuerySet:
    return _sites(scope).filter(place__level=Level.PROVINCE)


def _no_position(scope: Scope) -> QuerySet:
    return _sites(scope).filter(latitude__isnull=True)


def _split(scope: Scope) -> QuerySet:
    """Return the sites in a former unit that went to several units of today."""
    parts = Count("successions", distinct=True)
    split = Area.objects.annotate(parts=parts).filter(parts__gt=1)
    return _sites(scope).filter(place__in=split.order_by().values("pk"))


def _no_kind(scope: Scope) -> QuerySet:
    return _producers(scope).filter(legal_kind=LegalKind.UNKNOWN)


def _alike(scope: Scope) -> QuerySet:
    """Return the producers that share their key of likeness with another one seen."""
    others = Producer.objects.visible_to(scope.user).exclude(pk=OuterRef("pk"))
    same = others.filter(match_key=OuterRef("match_key"))
    return _producers(scope).exclude(match_key="").filter(Exists(same))


def _without_papers(scope: Scope) -> QuerySet:
    """Return the products in force whose producer has no paper of any kind."""
    papers = Paper.objects.filter(producer=OuterRef("producer"))
    shown = in_force(scope).values("product")
    rows = Product.objects.filter(pk__in=shown).filter(~Exists(papers))
    return rows.for_list().order_by("search_key", "pk")


def _undecided(scope: Scope) -> QuerySet:
    return _counted(scope).filter(decision__isnull=True)


def _undated(scope: Scope) -> QuerySet:
    return _counted(scope).filter(status=Status.UNKNOWN)


def _two_days(scope: Scope) -> QuerySet:
    """Return the decisions of one issuer and number that bear different days.

    Numbers begin anew each year, so only days of the same year contradict; one that
    bears no day at all may be any of them.
    """
    same = Decision.objects.exclude(pk=OuterRef("pk")).filter(
        issuer=OuterRef("issuer"), number=OuterRef("number")
    )
    twin = same.filter(
        Q(signed_on__year=OuterRef("signed_on__year")) | Q(signed_on__isnull=True)
    )
    lines = scope.narrow(Recognition.objects)
    there = Decision.objects.filter(
        Q(pk__in=lines.values("decision")) | Q(pk__in=lines.values("end_decision"))
    )
    rows = there.filter(Exists(twin)).select_related("issuer")
    return rows.order_by("issuer__search_key", "number", "signed_on", "pk")


def _still_shown(scope: Scope) -> QuerySet:
    """Return what ran out while its product is said to be made and nothing is filed."""
    filed = Dossier.objects.filter(
        product=OuterRef("product"),
        received_on__gt=OuterRef("valid_from"),
        received_on__lte=scope.date,
    )
    rows = _counted(scope).filter(status=Status.EXPIRED)
    made = rows.filter(product__state=ProductState.ACTIVE)
    return made.exclude(Exists(filed))


def _place_words(row) -> str:
    return f"Địa chỉ: {row.address or 'chưa ghi'}; địa bàn: {row.place.full_name}"


def _other_part(row) -> str:
    return f"Đã ghi: {row.place.full_name}; đang tính vào {row.area}"


def _of_producer(row) -> str:
    site = row.main_site
    where = site.place.full_name if site else "chưa ghi địa bàn"
    return f"{row.get_legal_kind_display()}; {where}"


def _of_recognition(row) -> str:
    since = f" từ {row.valid_from:%d/%m/%Y}" if row.valid_from else ""
    printed = f"; đã ghi: {row.dates_as_printed}" if row.dates_as_printed else ""
    until = f", hết hạn {row.valid_to:%d/%m/%Y}" if row.valid_to else ""
    producer = row.product.producer
    return f"{producer}; {row.get_grade_display()}{since}{until}{printed}"


def _of_decision(row) -> str:
    return f"{row.issuer or 'chưa ghi cơ quan'}; {row.get_kind_display()}"


def _add_paper(row) -> str:
    return reverse("products:paper_create", args=[row.producer_id])


SITE = {
    "unit": "cơ sở",
    "name": lambda row: row.producer.name,
    "url": _producers_page,
    "fix": _address("producers:site_edit"),
    "right": "producers.change_site",
}
PRODUCER = {
    "unit": "chủ thể",
    "name": str,
    "url": _own_page,
    "note": _of_producer,
    "fix": _address("producers:edit"),
    "right": "producers.change_producer",
}
RECOGNITION = {
    "unit": "sản phẩm",
    "name": lambda row: str(row.product),
    "url": _products_page,
    "note": _of_recognition,
    "fix": _address("products:recognition_edit"),
    "right": "products.change_recognition",
}
CHECKS = (
    Check(
        "chua-ro-noi",
        "Cơ sở chưa rõ xã, phường",
        "Cơ sở của chủ thể đang hoạt động hoặc tạm dừng mới ghi đến cấp tỉnh, nên không"
        " xã nào thấy.",
        rows=_nowhere,
        note=_place_words,
        **SITE,
    ),
    Check(
        "dia-ban-chia-tach",
        "Cơ sở ở xã cũ đã chia cho nhiều xã",
        "Xã cũ chuyển về nhiều xã, phường; hệ thống tính vào xã nhận phần chính. Hãy"
        " xem địa chỉ và chọn đúng xã hiện nay.",
        rows=_split,
        note=_other_part,
        **SITE,
    ),
    Check(
        "chua-co-toa-do",
        "Cơ sở chưa có vị trí",
        "Cơ sở của chủ thể đang hoạt động hoặc tạm dừng chưa ghi vĩ độ, kinh độ.",
        rows=_no_position,
        note=_place_words,
        **SITE,
    ),
    Check(
        "chua-ro-loai-hinh",
        "Chủ thể chưa rõ loại hình",
        "Chủ thể chưa ghi loại hình, khi thống kê tính vào nhóm khác, chưa rõ.",
        rows=_no_kind,
        **PRODUCER,
    ),
    Check(
        "co-the-trung",
        "Chủ thể có thể bị trùng",
        "Tên chỉ khác nhau ở cách viết, loại hình hoặc dấu cách với một chủ thể khác.",
        rows=_alike,
        **PRODUCER,
    ),
    Check(
        "khong-giay-to",
        "Sản phẩm có hiệu lực mà chủ thể chưa có giấy tờ nào",
        "Sản phẩm có hiệu lực vào ngày xem, chủ thể chưa ghi một giấy tờ nào.",
        unit="sản phẩm",
        rows=_without_papers,
        name=str,
        url=_own_page,
        note=lambda row: f"{row.producer}; {row.site.place.full_name}",
        fix=_add_paper,
        right="products.add_paper",
    ),
    Check(
        "khong-quyet-dinh",
        "Hạng sao chưa có quyết định",
        "Lần công nhận được tính vào ngày xem không ghi quyết định nào.",
        rows=_undecided,
        **RECOGNITION,
    ),
    Check(
        "thieu-ngay",
        "Chưa đủ căn cứ xác định hiệu lực",
        "Lần công nhận được tính vào ngày xem thiếu ngày bắt đầu hoặc ngày hết hạn.",
        rows=_undated,
        **RECOGNITION,
    ),
    Check(
        "het-han-van-san-xuat",
        "Đã hết hạn, sản phẩm vẫn ghi đang sản xuất",
        "Hạng sao đã hết hạn vào ngày xem, chưa nộp hồ sơ nào kể từ lần công nhận đó mà"
        " sản phẩm vẫn ghi đang sản xuất: nhãn có thể còn in sao.",
        rows=_still_shown,
        **{
            **RECOGNITION,
            "fix": lambda row: reverse("products:edit", args=[row.product_id]),
            "right": "products.change_product",
        },
    ),
    Check(
        "quyet-dinh-hai-ngay",
        "Quyết định cùng số mà khác ngày",
        "Cùng cơ quan ban hành, cùng số, ký trong cùng một năm nhưng ghi khác ngày,"
        " hoặc có bản không ghi ngày.",
        unit="quyết định",
        rows=_two_days,
        name=str,
        url=_own_page,
        note=_of_decision,
        fix=_address("products:decision_edit"),
        right="products.change_decision",
    ),
)
BY_KEY = {check.key: check for check in CHECKS}


def counted(scope: Scope) -> list[tuple[Check, int]]:
    """Return each check with how many rows it finds; one query each."""
    return [(check, check.rows(scope).order_by().count()) for check in CHECKS]
