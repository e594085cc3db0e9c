"""When a recognition may be ended, on which grounds (Điều 8 of 26/2026/QĐ-TTg)."""

import datetime
from collections.abc import Collection

from .enums import EndReason
from .exceptions import ProductError
from .models import Recognition


def check_ending(
    recognition: Recognition, reasons: Collection[str], ended_on: datetime.date
) -> None:
    """Raise ProductError where the grounds or the day cannot be.

    Removal for not renewing stands alone and comes after the last valid day; a
    revocation may rest on several grounds and cuts a running term short.
    """
    if not reasons:
        raise ProductError("Hãy chọn ít nhất một lý do chấm dứt.", "reasons")
    removed = EndReason.NOT_RENEWED in reasons
    if removed and len(reasons) > 1:
        raise ProductError(
            "Loại khỏi danh sách vì không đăng ký lại thì không kèm lý do thu hồi.",
            "reasons",
        )
    if recognition.valid_from and ended_on < recognition.valid_from:
        raise ProductError("Ngày chấm dứt phải từ ngày công nhận trở đi.", "ended_on")
    if removed and recognition.valid_to and ended_on <= recognition.valid_to:
        raise ProductError(
            "Chỉ loại khỏi danh sách sau ngày cuối còn hiệu lực"
            f" {recognition.valid_to:%d/%m/%Y}.",
            "ended_on",
        )
