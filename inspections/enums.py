from django.db import models


class CampaignKind(models.TextChoices):
    PERIODIC = "periodic", "định kỳ"
    UNANNOUNCED = "unannounced", "đột xuất"
    FOLLOW_UP = "follow_up", "phúc tra"


class VisitStatus(models.TextChoices):
    DRAFT = "draft", "nháp"
    SUBMITTED = "submitted", "đã nộp"
    RETURNED = "returned", "trả lại"
    APPROVED = "approved", "đã duyệt"
    SIGNED = "signed", "đã ký"


EDITABLE = (VisitStatus.DRAFT, VisitStatus.RETURNED)
APPROVED = (VisitStatus.APPROVED, VisitStatus.SIGNED)
HANDED_IN = (VisitStatus.SUBMITTED, VisitStatus.APPROVED, VisitStatus.SIGNED)


class TeamRole(models.TextChoices):
    HEAD = "head", "trưởng đoàn"
    DEPUTY = "deputy", "phó trưởng đoàn"
    SECRETARY = "secretary", "thư ký"
    MEMBER = "member", "thành viên"


class ParticipantKind(models.TextChoices):
    LOCAL_LEADER = "leader", "lãnh đạo địa phương"
    LOCAL_UNIT = "unit", "phòng, ban, đơn vị chuyên môn"
    PRODUCER = "producer", "chủ thể OCOP"
    OTHER = "other", "thành phần khác"


class Subject(models.TextChoices):
    PRODUCER = "producer", "chủ thể"
    PRODUCT = "product", "từng sản phẩm"


class Outcome(models.TextChoices):
    """Answers to an item; the untouched state is one of its own."""

    UNCHECKED = "", "chưa kiểm tra"
    PASSED = "passed", "đạt"
    FAILED = "failed", "không đạt"
    NOT_APPLICABLE = "na", "không áp dụng"


class Severity(models.TextChoices):
    GOOD = "good", "ghi nhận"
    REMIND = "remind", "nhắc nhở"
    REMEDY = "remedy", "yêu cầu khắc phục"
    BREACH = "breach", "vi phạm"


class SignatureSide(models.TextChoices):
    """Who signs minutes on site; one name each."""

    PRODUCER = "producer", "đại diện cơ sở"
    HEAD = "head", "trưởng đoàn"
    SECRETARY = "secretary", "thư ký"
    COMMUNE = "commune", "đại diện địa phương"


TEAM_SIDES = (SignatureSide.HEAD, SignatureSide.SECRETARY)


class SignatureKind(models.TextChoices):
    DRAWN = "drawn", "ký trên màn hình"
    PAPER = "paper", "ký trên bản giấy"
    REFUSED = "refused", "không ký"


class LabVerdict(models.TextChoices):
    PASSED = "passed", "đạt"
    FAILED = "failed", "không đạt"
    INFO = "info", "chỉ để biết"


class ChecklistStatus(models.TextChoices):
    DRAFT = "draft", "bản nháp"
    PUBLISHED = "published", "đã công bố"


class Direction(models.TextChoices):
    TO_PRODUCER = "producer", "đề nghị đối với chủ thể"
    TO_LOCALITY = "locality", "đề nghị đối với địa phương"
    TO_AGENCY = "agency", "kiến nghị với cơ quan chuyên môn, cấp trên"


class RecommendationStatus(models.TextChoices):
    OPEN = "open", "chưa thực hiện"
    IN_PROGRESS = "progress", "đang thực hiện"
    DONE = "done", "đã thực hiện"
    DROPPED = "dropped", "thôi theo dõi"


class ResponseState(models.TextChoices):
    """Whether an officer stands behind an answer; one that an officer wrote is so."""

    PENDING = "pending", "chờ cán bộ xác nhận"
    ACCEPTED = "accepted", "đã xác nhận"
    REFUSED = "refused", "chưa được chấp nhận"


class DeferralKind(models.TextChoices):
    EXTENDED = "extended", "đổi thời hạn"
    WAIVED = "waived", "tạm miễn"
    LIFTED = "lifted", "thôi tạm miễn"


class ProposalState(models.TextChoices):
    """What became of a proposal to revoke a recognition."""

    PROPOSED = "proposed", "đề xuất"
    DECIDED = "decided", "đã ra quyết định"
    DROPPED = "dropped", "không thu hồi"


class CountedFrom(models.TextChoices):
    """What the days to decide are counted from (Điều 8 of 26/2026/QĐ-TTg)."""

    CONCLUSION = "conclusion", "kết luận kiểm tra, xác minh"
    STOPPED = "stopped", "xác nhận ngừng sản xuất của UBND cấp xã"


class BasisKind(models.TextChoices):
    """What lies behind a revocation."""

    FINDING = "finding", "nhận định của đoàn kiểm tra"
    FINE = "fine", "quyết định xử phạt vi phạm hành chính"
    REFERRAL = "referral", "chuyển cơ quan có thẩm quyền"


class Limit(models.TextChoices):
    """Where the days to decide stand on a date; computed, never stored."""

    RUNNING = "running", "còn thời hạn"
    LATE = "late", "quá hạn"
    IN_TIME = "in_time", "quyết định đúng hạn"
    DECIDED_LATE = "decided_late", "quyết định chậm"
    NONE = "", ""


STILL_OPEN = (RecommendationStatus.OPEN, RecommendationStatus.IN_PROGRESS)


class Indicator(models.TextChoices):
    """Figures that reports state and the portal can also compute."""

    PRODUCERS = "producers", "chủ thể có sản phẩm OCOP"
    PRODUCTS = "products", "sản phẩm được công nhận"
    PRODUCTS_3 = "products_3", "sản phẩm 3 sao"
    PRODUCTS_4 = "products_4", "sản phẩm 4 sao"
    PRODUCTS_5 = "products_5", "sản phẩm 5 sao"
    SITES_CHECKED = "sites_checked", "cơ sở được kiểm tra"
