from django.db import models


class LegalKind(models.TextChoices):
    """Legal forms that 26/2026/QĐ-TTg names, finer than reports need."""

    COOPERATIVE = "cooperative", "hợp tác xã"
    COOPERATIVE_GROUP = "group", "tổ hợp tác"
    COMPANY = "company", "công ty"
    PRIVATE_ENTERPRISE = "private", "doanh nghiệp tư nhân"
    BRANCH = "branch", "chi nhánh công ty"
    HOUSEHOLD = "household", "hộ kinh doanh"
    FACILITY = "facility", "cơ sở sản xuất"
    FARM = "farm", "trang trại"
    ASSOCIATION = "association", "hội, hiệp hội"
    OPERATOR = "operator", "trung tâm điều hành du lịch"
    UNKNOWN = "", "chưa rõ"


class Bucket(models.TextChoices):
    """The four kinds that reports count, and what fits none of them."""

    COOPERATIVE = "cooperative", "hợp tác xã"
    ENTERPRISE = "enterprise", "doanh nghiệp"
    HOUSEHOLD = "household", "cơ sở sản xuất, hộ kinh doanh"
    GROUP = "group", "tổ hợp tác"
    OTHER = "other", "khác, chưa rõ"


BUCKET_OF_KIND = {
    LegalKind.COOPERATIVE: Bucket.COOPERATIVE,
    LegalKind.COOPERATIVE_GROUP: Bucket.GROUP,
    LegalKind.COMPANY: Bucket.ENTERPRISE,
    LegalKind.PRIVATE_ENTERPRISE: Bucket.ENTERPRISE,
    LegalKind.BRANCH: Bucket.ENTERPRISE,
    LegalKind.HOUSEHOLD: Bucket.HOUSEHOLD,
    LegalKind.FACILITY: Bucket.HOUSEHOLD,
    LegalKind.FARM: Bucket.HOUSEHOLD,
    LegalKind.ASSOCIATION: Bucket.OTHER,
    LegalKind.OPERATOR: Bucket.OTHER,
    LegalKind.UNKNOWN: Bucket.OTHER,
}


def kinds_in(buckets) -> list[LegalKind]:
    """Return the legal kinds that are counted in the given buckets."""
    return [kind for kind, bucket in BUCKET_OF_KIND.items() if bucket in buckets]


class ProducerState(models.TextChoices):
    ACTIVE = "active", "hoạt động"
    PAUSED = "paused", "tạm dừng"
    STOPPED = "stopped", "ngừng hoạt động"
    DISSOLVING = "dissolving", "đang giải thể"
    DISSOLVED = "dissolved", "đã giải thể"


class Sex(models.TextChoices):
    FEMALE = "female", "nữ"
    MALE = "male", "nam"
    UNKNOWN = "", "chưa rõ"


class People(models.TextChoices):
    """How reports count the ethnicity of representatives."""

    MINORITY = "minority", "dân tộc thiểu số"
    KINH = "kinh", "dân tộc Kinh"
    UNKNOWN = "unknown", "chưa rõ"
