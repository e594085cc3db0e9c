from django.db import models


class Action(models.TextChoices):
    CREATE = "create", "thêm mới"
    UPDATE = "update", "sửa"
    DELETE = "delete", "xóa"
    SUBMIT = "submit", "nộp"
    RETURN = "return", "trả lại"
    APPROVE = "approve", "duyệt"
    SIGN = "sign", "ký"
    REOPEN = "reopen", "mở lại để sửa"
    CLOSE = "close", "kết thúc"
    ISSUE = "issue", "ban hành"
    IMPORT = "import", "nhập từ tệp"
    PUBLISH = "publish", "công bố"
