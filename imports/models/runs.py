import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.enums import Role
from areas.models import Agency, Area
from areas.querysets import ScopedQuerySet, covered_by
from core.fields import LineField
from history.models import ChangeBatch
from products.models import Regime

from ..enums import WRITTEN, ListKind, OnMatch, Outcome, RunState
from ..exceptions import ImportRefusedError
from .work import WORK_CONSTRAINTS, BackgroundWork


def upload_path(instance, filename: str) -> str:
    """Return a server-made name; the uploaded one is kept in the database only."""
    return f"imports/{uuid.uuid4().hex}"


class ImportRunQuerySet(ScopedQuerySet):
    def in_areas(self, areas):
        """Return the runs made for a unit that lies in one of the given."""
        return self.filter(area__in=covered_by(areas))

    def permitted_to(self, user, permission: str):
        """Return the user's own runs, and to administrators those of their areas."""
        if not user.is_authenticated or not user.areas_with(permission):
            return self.none()
        administered = [
            assignment.area
            for assignment in user.active_assignments
            if assignment.role == Role.ADMIN and permission in assignment.permissions
        ]
        in_areas = Q(area__in=covered_by(administered)) if administered else Q()
        return self.filter(Q(created_by=user) | in_areas)

    def for_list(self):
        """Load what the list page prints; not what was understood of the file."""
        return self.select_related("created_by", "area").defer("layout")

    def for_report(self):
        """Load what the page of one run prints; not what was understood of the file."""
        return self.for_list().select_related("batch", "undo_batch", "regime", "issuer")


class ImportRun(BackgroundWork):
    """One file on its way in: uploaded, understood, previewed, written, reported.

    ``area`` is the unit the import is made for: nothing outside it is matched,
    changed or named. ``plan_digest`` ties what was previewed to what is written.
    """

    file = models.FileField("tệp", upload_to=upload_path)
    file_name = LineField("tên tệp", max_length=200)
    sha256 = models.CharField("mã băm SHA-256", max_length=64)
    size = models.PositiveIntegerField("dung lượng")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="import_runs",
        verbose_name="người nhập",
    )
    area = models.ForeignKey(
        Area, models.PROTECT, related_name="+", verbose_name="địa bàn nhập"
    )
    state = models.CharField(
        "bước", max_length=10, choices=RunState, default=RunState.UPLOADED
    )
    kind = models.CharField(
        "loại danh sách", max_length=10, choices=ListKind, default=ListKind.PRODUCTS
    )
    layout = models.JSONField("cách đọc", default=dict)
    regime = models.ForeignKey(
        Regime,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="bộ quy định của các lần công nhận",
    )
    issuer = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="cơ quan ban hành quyết định",
    )
    on_match = models.CharField(
        "khi đã có trong hệ thống",
        max_length=10,
        choices=OnMatch,
        default=OnMatch.UPDATE,
    )
    row_choices = models.JSONField("lựa chọn từng dòng", default=dict)
    counts = models.JSONField("số liệu", default=dict)
    plan_digest = models.CharField("mã băm kế hoạch", max_length=64, blank=True)
    batch = models.ForeignKey(
        ChangeBatch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="lần thay đổi",
    )
    created_at = models.DateTimeField("tải lên lúc", auto_now_add=True)
    previewed_at = models.DateTimeField("xem trước lúc", null=True, blank=True)
    committed_at = models.DateTimeField("ghi lúc", null=True, blank=True)
    undo_batch = models.ForeignKey(
        ChangeBatch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="lần thay đổi khi hoàn tác",
    )
    undone_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "lần nhập danh sách"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=RunState.COMMITTED) | Q(committed_at__isnull=False),
                name="import_run_committed_is_dated",
                violation_error_message="Lần nhập đã ghi phải có thời điểm ghi.",
            ),
            models.CheckConstraint(
                condition=~Q(state=RunState.UNDONE)
                | Q(committed_at__isnull=False, undone_at__isnull=False),
                name="import_run_undone_is_dated",
                violation_error_message="Lần nhập đã hoàn tác phải có thời điểm.",
            ),
            *WORK_CONSTRAINTS,
        ]
        indexes = [models.Index(fields=["sha256"], name="import_run_file")]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("imports:detail", args=[self.pk])

    def content(self) -> bytes:
        """Return the file as it was uploaded; ImportRefusedError if it is lost."""
        try:
            with self.file.open("rb") as file:
                return file.read()
        except FileNotFoundError:
            text = "Tệp đã tải lên không còn trên máy chủ, xin tải lên lại."
            raise ImportRefusedError(text) from None

    @property
    def is_committed(self) -> bool:
        """Say whether it was written, even if that was undone since."""
        return self.state in WRITTEN

    @property
    def data_rows(self) -> int:
        """Return how many rows of data were found on the sheets that are used."""
        used = [sheet for sheet in self.layout["sheets"] if sheet["is_used"]]
        return sum(sheet["data_rows"] for sheet in used)

    @property
    def step_words(self) -> str:
        return self.get_work_display() if self.work else self.get_state_display()

    @property
    def writes(self) -> bool:
        """Return whether the previewed plan would write anything at all."""
        return self.counts.get("writes", False)

    @property
    def has_matches(self) -> bool:
        """Return whether the previewed plan found anything that is stored already.

        So it is too where somebody has chosen what is to be done then.
        """
        tallies = [one for one in self.counts.values() if isinstance(one, dict)]
        is_found = any(one["changed"] or one["unchanged"] for one in tallies)
        is_left = self.counts.get("left", 0) > 0
        is_chosen = bool(self.row_choices) or self.on_match != OnMatch.UPDATE
        return is_found or is_left or is_chosen

    @property
    def row_words(self) -> str:
        """Return what a row of the file is about, as the head of a column."""
        return ListKind(self.kind).row_words

    @property
    def by_name(self) -> str:
        return str(self.created_by or "Hệ thống")


class ImportRowQuerySet(models.QuerySet):
    def with_outcome(self, outcome: str):
        """Return the rows of one outcome; nothing named is all that are data.

        "warning" is any row with a warning.
        """
        if outcome == "warning":
            return self.filter(has_warnings=True)
        if outcome:
            return self.filter(outcome=outcome)
        return self.exclude(outcome=Outcome.SKIPPED)


class ImportRow(models.Model):
    """What one row of the file comes to, as previewed and later as written.

    ``messages`` are {column, code, text, value, is_error, is_remark}; ``changes`` are
    {what, field, old, new}. Rows are counted as Excel counts them.
    """

    run = models.ForeignKey(
        ImportRun, models.CASCADE, related_name="rows", verbose_name="lần nhập"
    )
    sheet = models.CharField("trang tính", max_length=100)
    row = models.PositiveIntegerField("dòng")
    outcome = models.CharField("kết quả", max_length=10, choices=Outcome)
    has_warnings = models.BooleanField("có lưu ý", default=False)
    product = models.CharField("sản phẩm", max_length=200, blank=True)
    producer = models.CharField("chủ thể", max_length=200, blank=True)
    summary = models.CharField("tóm tắt", max_length=300, blank=True)
    messages = models.JSONField("thông báo", default=list)
    changes = models.JSONField("thay đổi", default=list)

    objects = ImportRowQuerySet.as_manager()

    CHOOSABLE = (Outcome.NEW, Outcome.CHANGED, Outcome.LEFT)

    class Meta:
        verbose_name = verbose_name_plural = "dòng của lần nhập"
        ordering = ["run", "pk"]
        indexes = [models.Index(fields=["run", "outcome"], name="import_row_outcome")]

    def __str__(self):
        return f"{self.sheet}, dòng {self.row}"

    @property
    def is_new(self) -> bool:
        return self.outcome == Outcome.NEW

    @property
    def may_be_chosen(self) -> bool:
        """Return whether a person may say what the row is to do."""
        return self.outcome in self.CHOOSABLE


class RememberedTableQuerySet(models.QuerySet):
    def of_unit(self, area: Area):
        """Return what was said for imports of a unit, with who said it."""
        return self.filter(area=area).select_related("by")


class RememberedTable(models.Model):
    """How a unit reads tables of a shape, since a person changed the guess.

    ``shape`` is the hash of ``titles``; ``columns`` gives the field by the number of
    the title, from 0, among the columns of ``kind``. A preference, not data: it is
    not logged.
    """

    area = models.ForeignKey(
        Area, models.PROTECT, related_name="+", verbose_name="địa bàn nhập"
    )
    shape = models.CharField("mã băm tiêu đề", max_length=64)
    kind = models.CharField(
        "loại danh sách", max_length=10, choices=ListKind, default=ListKind.PRODUCTS
    )
    titles = models.JSONField("tiêu đề")
    columns = models.JSONField("cột")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người chỉnh",
    )
    updated_at = models.DateTimeField("chỉnh lúc", auto_now=True)

    objects = RememberedTableQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "cách đọc đã nhớ"
        ordering = ["area", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "shape"],
                name="remembered_table_once",
                violation_error_message="Địa bàn này đã nhớ bảng như vậy.",
            )
        ]

    def __str__(self):
        return ", ".join(self.titles)[:100]

    @property
    def by_name(self) -> str:
        return str(self.by or "Hệ thống")
