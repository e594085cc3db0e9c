"""What anybody may read of a product: whether its stars are valid on a day, and why."""

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet

from products.enums import Status
from products.models import Product, Recognition

NEVER = "Đến ngày này sản phẩm chưa được công nhận là sản phẩm OCOP."


@dataclass(frozen=True)
class Verdict:
    """The answer of the public page, and the chain of recognitions behind it."""

    product: Product
    date: datetime.date
    chain: list[Recognition]

    @property
    def counted(self) -> Recognition | None:
        """Return the recognition that counts on the date, if one had begun."""
        begun = (row for row in self.chain if row.status not in _BESIDE)
        return next(begun, None)

    @property
    def state(self) -> str:
        """Return the answer in a word or two."""
        return self.counted.status_words if self.counted else "chưa được công nhận"

    @property
    def tone(self) -> str:
        return self.counted.status_tone if self.counted else "plain"

    @property
    def words(self) -> str:
        """Return the answer in a plain sentence."""
        if self.counted is None:
            return NEVER
        return sentence(self.counted, self.date)


_BESIDE = (Status.UPCOMING, Status.SUPERSEDED)


def verdict_of(product: Product, date: datetime.date) -> Verdict:
    """Return the answer for a product; one query.

    Its chain is read with the status of each recognition: cheaper than asking for the
    standing of the product beside it.
    """
    chain = Recognition.objects.filter(product=product).with_status(date)
    rows = chain.select_related("decision__issuer", "end_decision__issuer")
    return Verdict(product, date, list(rows.newest_first()))


def published() -> QuerySet[Product]:
    """Return the products with what the public reads of each."""
    return Product.objects.select_related(
        "producer", "site__place__parent", "site__area", "criteria_set"
    )


def sentence(recognition: Recognition, date: datetime.date) -> str:
    """Say what becomes of the stars of a recognition that carries its status."""
    last, ended = recognition.valid_to, recognition.ended_on
    match recognition.status:
        case Status.VALID:
            return f"Hạng sao còn hiệu lực đến hết ngày {_day(last)}."
        case Status.EXPIRING:
            left = (last - date).days
            return f"Hạng sao còn hiệu lực đến hết ngày {_day(last)}, còn {left} ngày."
        case Status.EXTENDED:
            return (
                f"Giấy chứng nhận hết hạn ngày {_day(last)}; hạng sao được tiếp tục sử"
                " dụng trong khi chờ kết quả đánh giá lại, chậm nhất đến hết ngày"
                f" {_day(recognition.last_day)}, theo Điều 12 Quyết định số"
                " 26/2026/QĐ-TTg."
            )
        case Status.EXPIRED:
            return f"Hạng sao đã hết hiệu lực từ sau ngày {_day(last)}."
        case Status.REVOKED:
            return f"Công nhận đã bị thu hồi từ ngày {_day(ended)}."
        case Status.REMOVED:
            return f"Sản phẩm đã bị loại khỏi danh sách OCOP từ ngày {_day(ended)}."
    return (
        "Chưa đủ căn cứ xác định hạng sao còn hiệu lực hay không: hồ sơ công nhận không"
        " ghi đủ ngày."
    )


def _day(date: datetime.date) -> str:
    return f"{date:%d/%m/%Y}"
