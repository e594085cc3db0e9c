from django.db import models


class Role(models.TextChoices):
    VIEWER = "viewer", "người xem"
    OFFICER = "officer", "cán bộ"
    LEAD = "lead", "lãnh đạo"
    PROVINCIAL = "provincial", "Văn phòng Điều phối"
    ADMIN = "admin", "quản trị"


class SignInOutcome(models.TextChoices):
    SUCCESS = "success", "thành công"
    WRONG_PASSWORD = "password", "sai mật khẩu"
    WRONG_CODE = "code", "sai mã xác thực"


class AssignmentState(models.TextChoices):
    UPCOMING = "upcoming", "chưa đến ngày"
    IN_FORCE = "in_force", "đang hiệu lực"
    ENDED = "ended", "đã kết thúc"
    WITHDRAWN = "withdrawn", "đã thu hồi"
