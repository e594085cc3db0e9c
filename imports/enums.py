from django.db import models


class ListKind(models.TextChoices):
    """What the rows of a file are about."""

    PRODUCTS = "products", "sản phẩm và công nhận"


class RunState(models.TextChoices):
    UPLOADED = "uploaded", "đã tải lên"
    PREVIEWED = "previewed", "đã xem trước"
    COMMITTED = "committed", "đã ghi"


class Outcome(models.TextChoices):
    """What a row of the file does to the database, or why it does nothing."""

    NEW = "new", "mới"
    CHANGED = "changed", "thay đổi"
    UNCHANGED = "unchanged", "không đổi"
    DUPLICATE = "duplicate", "trùng"
    REJECTED = "rejected", "bị loại"
    SKIPPED = "skipped", "không phải dữ liệu"
