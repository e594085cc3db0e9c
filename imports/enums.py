from django.db import models


class ListKind(models.TextChoices):
    """What the rows of a file are about."""

    PRODUCTS = "products", "sản phẩm và công nhận"
    PRODUCERS = "producers", "chủ thể"
    ENDINGS = "endings", "thu hồi, loại khỏi danh sách"
    USERS = "users", "người dùng"

    @property
    def row_words(self) -> str:
        """Return what a row is about, as the head of a column."""
        words = {self.PRODUCERS: "Chủ thể", self.USERS: "Người dùng"}
        return words.get(self, "Sản phẩm, chủ thể")


class RunState(models.TextChoices):
    UPLOADED = "uploaded", "đã tải lên"
    PREVIEWED = "previewed", "đã xem trước"
    COMMITTED = "committed", "đã ghi"
    UNDONE = "undone", "đã hoàn tác"


WRITTEN = (RunState.COMMITTED, RunState.UNDONE)


class Work(models.TextChoices):
    """What is being done with a file in the background."""

    PREVIEW = "preview", "đang đối chiếu"
    COMMIT = "commit", "đang ghi"
    UNDO = "undo", "đang hoàn tác"


class Step(models.TextChoices):
    """How far a piece of work is; a step that counts rows says which."""

    READ = "read", "Đang đọc tệp"
    PLAN = "plan", "Đang đối chiếu dòng"
    KEEP = "keep", "Đang lưu kết quả xem trước"
    WRITE = "write", "Đang ghi vào hệ thống"
    UNDO = "undo", "Đang hoàn tác lần nhập"


class Outcome(models.TextChoices):
    """What a row of the file does to the database, or why it does nothing."""

    NEW = "new", "mới"
    CHANGED = "changed", "thay đổi"
    UNCHANGED = "unchanged", "không đổi"
    DUPLICATE = "duplicate", "trùng"
    LEFT = "left", "bỏ qua theo lựa chọn"
    REJECTED = "rejected", "bị loại"
    SKIPPED = "skipped", "không phải dữ liệu"


class Asked(models.TextChoices):
    """What a file leaves open and a person may settle."""

    ALIKE = "alike", "tên gần giống nhau"
    TWO_PLACES = "two_places", "cùng tên, khác xã"
    PLACE = "place", "địa bàn chưa rõ"


class Verdict(models.TextChoices):
    SAME = "same", "là một"
    DIFFERENT = "different", "khác nhau"


class OnMatch(models.TextChoices):
    """What a file may do to what is stored already; new records always come."""

    UPDATE = "update", "cập nhật theo tệp"
    FILL = "fill", "chỉ điền chỗ đang trống"
    SKIP = "skip", "giữ nguyên dữ liệu đang có"
