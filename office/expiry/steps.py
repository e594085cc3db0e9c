"""What a line of the board says besides, and what is to be done next about it."""

import datetime
from dataclasses import dataclass

from django.urls import reverse

from documents.models import Document
from products.dates import NEW_RULES_ON, filing_days
from products.enums import Stage
from products.models import Dossier, Recognition

from .rows import last_letter

IN_WINDOW = (Stage.OPEN, Stage.CLOSING)


@dataclass(frozen=True)
class Step:
    """What to do next; an address only for those who may do it."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class Line:
    """A row of the board as it is told on a date."""

    row: Recognition
    date: datetime.date

    @property
    def stage_words(self) -> str:
        return str(Stage(self.row.stage).label)

    @property
    def days_left(self) -> int:
        """Return the days up to the last valid day; below nought once it has passed."""
        return (self.row.valid_to - self.date).days

    @property
    def days_words(self) -> str:
        if self.row.stage == Stage.EXTENDED:
            return f"kéo dài chậm nhất đến {_day(self.row.last_day)}"
        days = self.days_left
        if days == 0:
            return "hôm nay là ngày cuối"
        return f"còn {days} ngày" if days > 0 else f"quá {-days} ngày"

    @property
    def filing(self) -> tuple[datetime.date, datetime.date] | None:
        """Return the first and last day to file, as the date knows of them."""
        return filing_days(self.row.valid_to) if self.date >= NEW_RULES_ON else None

    @property
    def dossier(self) -> Dossier | None:
        """Return the latest re-evaluation filed for this certificate."""
        filed = {one.pk: one for one in self.row.product.renewals}
        return filed.get(self.row.dossier_id)

    @property
    def letter(self) -> Document | None:
        """Return the last letter that spoke of this certificate."""
        return last_letter(self.row)

    @property
    def is_decided(self) -> bool:
        """Say whether the dossier had a result by the date."""
        dossier = self.dossier
        decided = dossier and dossier.decided_on
        return bool(decided and decided <= self.date)

    @property
    def step(self) -> Step:
        """Return what to do next: by stage, then by what has been done already."""
        if self.dossier:
            return self._after_filing(self.dossier)
        if self.row.known_lapse or self.row.stage in (Stage.MISSED, Stage.EXPIRED):
            return self._not_renewed()
        first, last = filing_days(self.row.valid_to)
        if self.row.stage == Stage.SOON:
            if self.letter:
                return Step(f"Chờ kỳ nộp hồ sơ mở ngày {_day(first)}")
            return self._remind(f"Báo chủ thể chuẩn bị hồ sơ, nộp từ {_day(first)}")
        if self.letter:
            words = f"Nhận, ghi hồ sơ đã nộp, chậm nhất {_day(last)}"
            return self._write(words, "dossier_create", self.row.product_id)
        return self._remind(f"Nhắc chủ thể nộp hồ sơ chậm nhất {_day(last)}")

    def _after_filing(self, dossier: Dossier) -> Step:
        if not self.is_decided:
            words = "Theo dõi, ghi kết quả đánh giá lại"
            return self._write(words, "dossier_edit", dossier.pk)
        if dossier.has_failed:
            return self._not_renewed()
        url = self._of("recognition_create", self.row.product_id)
        return Step("Ghi lần công nhận mới", url if self.row.may_end else "")

    def _not_renewed(self) -> Step:
        """Ask why first; then see that the label goes, and take it off the list."""
        if not self.row.known_lapse:
            words = "Ghi lý do không đánh giá lại"
            return self._write(words, "lapse_edit", self.row.pk)
        if self.row.stage != Stage.EXPIRED:
            last = _day(self.row.valid_to)
            return Step(f"Theo dõi đến hết ngày {last}, sau đó thôi dùng nhãn OCOP")
        if self.row.is_unseen:
            url = reverse("inspections:visit_create") if self.row.may_write else ""
            return Step("Lập buổi kiểm tra việc dùng nhãn OCOP sau hết hạn", url)
        words = "Đề xuất loại khỏi danh sách"
        url = self._of("recognition_end", self.row.pk) if self.row.may_end else ""
        return Step(words, url)

    def _remind(self, words: str) -> Step:
        """By letter, for those who issue letters; others find the producer's page."""
        if self.row.may_send:
            query = {"chon": self.row.pk}
            return Step(words, reverse("office:expiry_letters", query=query))
        return Step(
            words, reverse("office:producer", args=[self.row.product.producer_id])
        )

    def _write(self, words: str, page: str, pk: int) -> Step:
        return Step(words, self._of(page, pk) if self.row.may_write else "")

    def _of(self, page: str, pk: int) -> str:
        return reverse(f"products:{page}", args=[pk])


def _day(date: datetime.date) -> str:
    return f"{date:%d/%m/%Y}"
