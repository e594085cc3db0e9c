from django.db import models


class State(models.TextChoices):
    """What became of an operation; refused ones are not kept."""

    STORED = "stored", "đã ghi"
    CONFLICT = "conflict", "cần chọn"
    FROZEN = "frozen", "không ghi được"
    RESOLVED = "resolved", "đã chọn"
    DROPPED = "dropped", "đã bỏ"


UNDECIDED = (State.CONFLICT, State.FROZEN)


class Choice(models.TextChoices):
    """Which text a person takes for one field of a conflict."""

    MINE = "mine", "bản gửi từ máy"
    THEIRS = "theirs", "bản đang lưu"
    OWN = "own", "bản khác, gộp cả hai"
