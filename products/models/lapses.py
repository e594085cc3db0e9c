from django.db import models
from django.db.models import Q

from areas.querysets import LocatedQuerySet
from core.fields import LineField
from core.versions import VersionedModel

from ..enums import LapseCause
from .recognitions import Recognition


class LapseQuerySet(LocatedQuerySet):
    located_by = "recognition__product__site__"


class Lapse(VersionedModel):
    """Why a certificate was left to run out without a re-evaluation.

    It says nothing of the status: that comes from the days alone, and a recognition
    that is renewed after all keeps what was recorded of it.
    """

    recognition = models.OneToOneField(
        Recognition,
        models.PROTECT,
        related_name="lapse",
        verbose_name="lần công nhận",
    )
    cause = models.CharField("lý do", max_length=12, choices=LapseCause)
    note = LineField(
        "ghi chú",
        max_length=300,
        blank=True,
        help_text="Bắt buộc với lý do khác.",
    )

    objects = LapseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "lý do không đánh giá lại"
        ordering = ["recognition"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(cause=LapseCause.OTHER) | ~Q(note=""),
                name="lapse_other_cause_is_explained",
                violation_error_message="Lý do khác thì phải ghi rõ ở phần ghi chú.",
            )
        ]

    def __str__(self):
        cause = self.get_cause_display()
        return f"{cause}: {self.note}" if self.note else cause
