import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from areas.querysets import ScopedQuerySet, lies_in
from producers.models import Producer, Site

from .recommendations import Recommendation


class AnswerLinkQuerySet(ScopedQuerySet):
    def in_areas(self, areas):
        """Return the links of producers with a site in one of the units."""
        sites = Site.objects.filter(lies_in(areas)).values("producer")
        return self.filter(producer__in=sites)

    def usable_on(self, date: datetime.date):
        """Return those that open something on the date."""
        return self.filter(
            used_at__isnull=True, revoked_at__isnull=True, expires_on__gte=date
        )


class AnswerLink(models.Model):
    """Lets a producer without an account answer what is open there, once.

    Whoever has the address may answer. Only the hash of its token is stored, so the
    address is shown when it is made and never again.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    producer = models.ForeignKey(
        Producer,
        models.PROTECT,
        related_name="answer_links",
        verbose_name="chủ thể",
    )
    token_hash = models.CharField(
        "mã băm của liên kết", max_length=64, unique=True, editable=False
    )
    expires_on = models.DateField("dùng được đến hết")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người lập",
    )
    created_at = models.DateTimeField("lập lúc", auto_now_add=True)
    used_at = models.DateTimeField("gửi xong lúc", null=True, editable=False)
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người thu hồi",
    )

    objects = AnswerLinkQuerySet.as_manager()
    history_hidden = ("token_hash",)

    class Meta:
        verbose_name = verbose_name_plural = "liên kết trả lời"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(revoked_at__isnull=True),
                name="answer_link_used_or_revoked",
                violation_error_message="Liên kết đã gửi xong thì không thu hồi nữa.",
            )
        ]

    def __str__(self):
        return f"{self.producer}, đến {self.expires_on:%d/%m/%Y}"

    @property
    def is_usable(self) -> bool:
        today = timezone.localdate()
        return not (self.used_at or self.revoked_at) and self.expires_on >= today

    @property
    def state_words(self) -> str:
        if self.used_at:
            return "đã trả lời xong"
        if self.revoked_at:
            return "đã thu hồi"
        return "đang dùng được" if self.is_usable else "đã hết hạn"

    def open_items(self) -> models.QuerySet[Recommendation]:
        """Return what its producer may answer today, what is due first before."""
        return (
            Recommendation.objects.counted()
            .open_on(timezone.localdate())
            .still_open()
            .filter(producer=self.producer_id)
            .select_related("visit", "producer")
            .order_by(models.F("due_on").asc(nulls_last=True), "pk")
        )
