"""Refusing a save that would overwrite what somebody else saved meanwhile."""

from django.db import models


class StaleVersionError(Exception):
    """The row was changed after the form was opened; nothing has been saved."""

    def __init__(self, stored: models.Model):
        super().__init__("Hồ sơ này vừa được người khác sửa.")
        self.stored = stored


class GoneError(Exception):
    """The row was deleted after it had been read; there is nothing to save."""


class VersionedModel(models.Model):
    """A row that counts its saves; edit forms carry the number they started from."""

    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)
    created_at = models.DateTimeField("lập lúc", auto_now_add=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    class Meta:
        abstract = True
