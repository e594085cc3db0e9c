from django.db import models


class Coverage(models.TextChoices):
    """When a producer was last inspected, seen from a date; each is in one of them."""

    RECENT = "recent", "được kiểm tra trong 12 tháng qua"
    LONG_AGO = "long_ago", "lần gần nhất đã quá 12 tháng"
    NEVER = "never", "chưa từng được kiểm tra"
