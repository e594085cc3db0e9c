import hashlib
import json
from collections.abc import Sequence

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from .enums import Action

HASHED_AT_ONCE = 1000  # rows


class HistoryIsAppendOnlyError(Exception):
    """Raised by any attempt to rewrite or remove a logged change."""


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that may be added and read, never changed."""

    def update(self, **kwargs):
        raise HistoryIsAppendOnlyError("Nhật ký thay đổi chỉ được ghi thêm.")

    def delete(self):
        raise HistoryIsAppendOnlyError("Nhật ký thay đổi chỉ được ghi thêm.")


class AppendOnlyModel(models.Model):
    """A row that is written once; PostgreSQL also holds a trigger that says so."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise HistoryIsAppendOnlyError("Nhật ký thay đổi chỉ được ghi thêm.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise HistoryIsAppendOnlyError("Nhật ký thay đổi chỉ được ghi thêm.")


class ChangeBatch(AppendOnlyModel):
    """One act of one person: everything it changed, under one hash.

    ``by`` is empty when the portal acts by itself; ``by_name`` keeps the name as it
    was. ``digest`` covers the batch, its rows and the digest before it, so that what is
    removed or rewritten behind the portal's back shows. Two acts at one moment may
    follow the same digest.
    """

    at = models.DateTimeField("thời điểm", default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="change_batches",
        verbose_name="người thực hiện",
    )
    by_name = models.CharField("tên người thực hiện", max_length=200)
    reason = models.TextField("lý do", blank=True)
    previous_digest = models.CharField("mã băm trước", max_length=64, blank=True)
    digest = models.CharField("mã băm", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "lần thay đổi"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.by_name}, {self.at:%d/%m/%Y %H:%M}"


class Change(AppendOnlyModel):
    """What one act did to one row: ``{field: [old, new]}`` in words of the model."""

    batch = models.ForeignKey(
        ChangeBatch,
        models.PROTECT,
        related_name="changes",
        verbose_name="lần thay đổi",
    )
    action = models.CharField("việc làm", max_length=10, choices=Action)
    content_type = models.ForeignKey(
        ContentType, models.PROTECT, related_name="+", verbose_name="loại hồ sơ"
    )
    object_id = models.BigIntegerField("mã hồ sơ")
    object_name = models.CharField("tên hồ sơ", max_length=300)
    changes = models.JSONField("thay đổi", default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = verbose_name_plural = "thay đổi"
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["content_type", "object_id", "-id"], name="change_by_object"
            )
        ]

    def __str__(self):
        return f"{self.get_action_display()}: {self.object_name}"

    @property
    def row(self) -> tuple:
        """Return the row as the digest of its batch covers it."""
        label = f"{self.content_type.app_label}.{self.content_type.model}"
        return (self.action, label, self.object_id, self.object_name, self.changes)

    @property
    def lines(self):
        """Return (label, old, new) per changed field, labels as the forms have them."""
        model = self.content_type.model_class()
        labels = {f.name: str(f.verbose_name) for f in model._meta.fields}
        return [
            (labels.get(name, name), old, new)
            for name, (old, new) in self.changes.items()
        ]


class Digest:
    """The SHA-256 that ties a batch to its rows and to the batch before it.

    Rows may be taken part by part: of the text that is hashed only theirs is held.
    """

    def __init__(self, batch: ChangeBatch):
        act = [batch.at.isoformat(), batch.by_id, batch.by_name, batch.reason]
        head = _as_text([batch.previous_digest, act, []])
        self._hash = hashlib.sha256(head.removesuffix("]]").encode())
        self._is_first = True

    def take(self, rows: Sequence[tuple]) -> None:
        for start in range(0, len(rows), HASHED_AT_ONCE):
            text = _as_text(rows[start : start + HASHED_AT_ONCE])[1:-1]
            self._hash.update((text if self._is_first else f", {text}").encode())
            self._is_first = False

    def text(self) -> str:
        """Return the digest of what was taken up to now."""
        whole = self._hash.copy()
        whole.update(b"]]")
        return whole.hexdigest()


def _as_text(value: object) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True)


def digest_of(batch: ChangeBatch, rows: Sequence[tuple]) -> str:
    """Return the digest of a batch with all its rows."""
    digest = Digest(batch)
    digest.take(rows)
    return digest.text()
