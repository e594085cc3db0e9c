"""What is being done with a file in the background, beside the step it has come to."""

from django.db import models
from django.db.models import Q

from ..enums import RunState, Work

WORK_FIELDS = ["work", "work_id", "work_asked_at", "work_started_at", "work_error"]
_BEFORE_COMMIT = [RunState.UPLOADED, RunState.PREVIEWED]


class BackgroundWork(models.Model):
    """``work_id`` is the order to do it: whoever holds another has been overtaken."""

    work = models.CharField("việc đang làm", max_length=10, choices=Work, blank=True)
    work_id = models.UUIDField(null=True, blank=True, editable=False)
    work_asked_at = models.DateTimeField("giao việc lúc", null=True, blank=True)
    work_started_at = models.DateTimeField("bắt đầu làm lúc", null=True, blank=True)
    work_error = models.CharField(
        "việc gần nhất chưa xong vì", max_length=500, blank=True
    )

    class Meta:
        abstract = True

    @property
    def is_busy(self) -> bool:
        """Return whether something is being done with the file in the background."""
        return bool(self.work)

    def end_work(self, error: str = "") -> None:
        """Note that nothing is being done any more, and why it did not come to an end.

        Saved by the transaction that stores what was done (``WORK_FIELDS``).
        """
        self.work, self.work_error = "", error
        self.work_id = self.work_asked_at = self.work_started_at = None


WORK_CONSTRAINTS = [
    models.CheckConstraint(
        condition=Q(
            work="",
            work_id__isnull=True,
            work_asked_at__isnull=True,
            work_started_at__isnull=True,
        )
        | (~Q(work="") & Q(work_id__isnull=False, work_asked_at__isnull=False)),
        name="import_run_work_is_ordered",
        violation_error_message="Việc đang làm phải có người giao.",
    ),
    models.CheckConstraint(
        condition=Q(work="")
        | Q(work=Work.PREVIEW, state__in=_BEFORE_COMMIT)
        | Q(work=Work.COMMIT, state=RunState.PREVIEWED)
        | Q(work=Work.UNDO, state=RunState.COMMITTED),
        name="import_run_work_fits_step",
        violation_error_message="Việc đang làm không hợp với bước của lần nhập.",
    ),
]
