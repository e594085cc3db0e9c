from django.db import models


class ProductState(models.TextChoices):
    ACTIVE = "active", "đang sản xuất"
    PAUSED = "paused", "tạm dừng"
    STOPPED = "stopped", "ngừng sản xuất"


class Grade(models.TextChoices):
    """What a decision awards; values sort from low to high."""

    THREE = "3", "3 sao"
    FOUR = "4", "4 sao"
    POTENTIAL_FIVE = "4+", "tiềm năng 5 sao"
    FIVE = "5", "5 sao"


class Status(models.TextChoices):
    """Where a recognition stands on a date; computed, never stored."""

    UPCOMING = "upcoming", "chưa đến ngày hiệu lực"
    VALID = "valid", "còn hiệu lực"
    EXPIRING = "expiring", "sắp hết hạn"
    EXTENDED = "extended", "kéo dài theo Điều 12"
    EXPIRED = "expired", "hết hạn"
    REVOKED = "revoked", "đã thu hồi"
    REMOVED = "removed", "bị loại khỏi danh sách"
    SUPERSEDED = "superseded", "được thay thế"
    UNKNOWN = "unknown", "chưa đủ căn cứ xác định"


# How a status is coloured beside its words.
STATUS_TONES = {
    Status.VALID: "good",
    Status.EXPIRING: "warn",
    Status.EXTENDED: "warn",
    Status.EXPIRED: "bad",
    Status.REVOKED: "bad",
    Status.REMOVED: "bad",
}

# The stars may be shown on the label.
IN_FORCE = (Status.VALID, Status.EXPIRING, Status.EXTENDED)


class Window(models.TextChoices):
    """Where the filing window for re-evaluation stands (26/2026/QĐ-TTg)."""

    NOT_OPEN = "not_open", "chưa đến kỳ nộp hồ sơ"
    OPEN = "open", "đang trong kỳ nộp hồ sơ"
    MISSED = "missed", "đã qua kỳ nộp hồ sơ"
    NONE = "", ""


class Stage(models.TextChoices):
    """How near the end of a certificate is, in the order in which it comes.

    Computed, never stored; what needs no watching is in none.
    """

    SOON = "sap_mo", "sắp đến kỳ nộp hồ sơ"
    OPEN = "dang_mo", "đang trong kỳ nộp hồ sơ"
    CLOSING = "sap_dong", "sắp hết kỳ nộp hồ sơ"
    MISSED = "da_qua", "đã qua kỳ nộp, còn hiệu lực"
    EXTENDED = "keo_dai", "đang kéo dài theo Điều 12"
    EXPIRED = "het_han", "đã hết hạn"


class LapseCause(models.TextChoices):
    """Why a certificate was not renewed, as offices give it in their reports."""

    STOPPED = "ngung_sx", "ngừng sản xuất sản phẩm"
    NO_NEED = "khong_can", "không có nhu cầu đánh giá lại"
    INCOMPLETE = "thieu_hs", "chưa hoàn thiện được hồ sơ"
    LATE = "nop_muon", "hồ sơ nộp muộn"
    FAILED = "khong_dat", "không đạt khi đánh giá lại"
    OWNER_CHANGED = "doi_chu_the", "chuyển chủ thể, sáp nhập hoặc giải thể"
    UNREACHABLE = "mat_lien_lac", "không liên lạc được với chủ thể"
    OTHER = "khac", "lý do khác"


class EndReason(models.TextChoices):
    """Grounds of Điều 8.1 of 26/2026/QĐ-TTg, and removal for not renewing."""

    DISHONEST = "a", "hồ sơ không trung thực, giả mạo (điểm a)"
    CRITERIA = "b", "không còn đáp ứng tiêu chí theo kết luận kiểm tra (điểm b)"
    BREACH = "c", "vi phạm chất lượng, ATTP, môi trường, SHTT, ghi nhãn (điểm c)"
    MISUSE = "d", "sử dụng sai nhãn hiệu OCOP (điểm d)"
    STOPPED = "đ", "không còn sản xuất (điểm đ)"
    OTHER = "e", "kết luận khác của cơ quan có thẩm quyền (điểm e)"
    NOT_RENEWED = "not_renewed", "hết hạn, không đăng ký đánh giá lại"


# Removal for not renewing is no revocation.
REVOCATION_GROUNDS = [
    (reason.value, reason.label)
    for reason in EndReason
    if reason != EndReason.NOT_RENEWED
]


class DecisionKind(models.TextChoices):
    RECOGNISE = "recognise", "công nhận"
    REVOKE = "revoke", "thu hồi"
    REMOVE = "remove", "loại khỏi danh sách"
    CORRECT = "correct", "đính chính"


class DossierKind(models.TextChoices):
    FIRST = "first", "lần đầu"
    UPGRADE = "upgrade", "nâng hạng"
    RENEWAL = "renewal", "đánh giá lại"


class DossierOutcome(models.TextChoices):
    PASSED = "passed", "đạt"
    FAILED = "failed", "không đạt"
    RETURNED = "returned", "trả lại hồ sơ"
    WITHDRAWN = "withdrawn", "chủ thể rút hồ sơ"


class Change(models.TextChoices):
    """What a recognition did to the stars before it; computed, never stored."""

    FIRST = "first", "công nhận lần đầu"
    UPGRADED = "upgraded", "nâng hạng"
    RAISED = "raised", "đánh giá lại – tăng hạng"
    KEPT = "kept", "đánh giá lại – giữ nguyên hạng"
    LOWERED = "lowered", "đánh giá lại – giảm hạng"
    AGAIN = "again", "công nhận lại"
    CORRECTED = "corrected", "đính chính"
    UNCLEAR = "unclear", "chưa rõ so với lần công nhận khác"


class SheetKind(models.TextChoices):
    """Whose points a sheet holds."""

    SELF = "self", "tự đánh giá"
    MEMBER = "member", "thành viên hội đồng"
    COUNCIL = "council", "kết quả hội đồng"


class PaperKind(models.TextChoices):
    """Evidence list of Mẫu 02, Phụ lục III of 26/2026/QĐ-TTg, and what visits add."""

    BUSINESS = "dkkd", "Giấy đăng ký kinh doanh"
    PRODUCTION = "dk_sx", "Giấy chứng nhận đủ điều kiện sản xuất"
    FOOD_SAFETY = "attp", "Giấy chứng nhận đủ điều kiện an toàn thực phẩm"
    FOOD_PLEDGE = "cam_ket", "Bản cam kết sản xuất thực phẩm an toàn"
    MATERIAL = "nguyen_lieu", "Hồ sơ nguồn gốc nguyên liệu, liên kết"
    ENVIRONMENT = "moi_truong", "Hồ sơ, thủ tục về môi trường"
    LABOUR = "lao_dong", "Danh sách lao động"
    FINANCE = "tai_chinh", "Báo cáo tài chính"
    TRADEMARK = "shtt", "Văn bằng, đơn sở hữu trí tuệ"
    MARKET = "thi_truong", "Hợp đồng, hóa đơn tiêu thụ"
    PROMOTION = "quang_ba", "Tài liệu quảng bá"
    STORY = "cau_chuyen", "Câu chuyện sản phẩm"
    DECLARATION = "cong_bo", "Bản công bố chất lượng"
    LAB_SHEET = "kiem_nghiem", "Phiếu kết quả kiểm nghiệm"
    BARCODE = "ma_vach_txng", "Mã số mã vạch, truy xuất nguồn gốc"
    QUALITY_SYSTEM = "qlcl", "Chứng nhận hệ thống quản lý chất lượng"
    AWARD = "giai_thuong", "Giải thưởng"
    HEALTH = "suc_khoe", "Giấy khám sức khỏe người lao động"
    FOOD_KNOWLEDGE = "kien_thuc", "Xác nhận kiến thức an toàn thực phẩm"
    OTHER = "khac", "Giấy tờ khác"


class PaperState(models.TextChoices):
    """How a paper stands on a date; computed, never stored."""

    EXPIRED = "het_han", "đã hết hạn"
    EXPIRING = "sap_het_han", "sắp hết hạn"
    VALID = "con_han", "còn hạn"
    UNDATED = "khong_thoi_han", "không ghi thời hạn"


class LackState(models.TextChoices):
    """How a paper that must be there is wanting on a date; computed, never stored."""

    MISSING = "missing", "chưa có"
    EXPIRED = "expired", "đã hết hạn"


PAPER_TONES = {
    PaperState.EXPIRED: "bad",
    PaperState.EXPIRING: "warn",
    PaperState.VALID: "good",
}
