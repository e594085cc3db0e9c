from django.db import models


class DocumentType(models.TextChoices):
    """Types with their short code in a number (Phụ lục III of NĐ 30/2020/NĐ-CP)."""

    MINUTES = "BB", "biên bản"
    REPORT = "BC", "báo cáo"
    LETTER = "CV", "công văn"
    NOTICE = "TB", "thông báo"
