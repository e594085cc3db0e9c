"""The one mechanism that decides whose rows a person sees and may change."""

from django.db import models
from django.db.models import Case, F, Q, When

from .enums import Level


def covered_by(areas) -> models.QuerySet:
    """Return the ids of all units that lie in the given units (AreaCover)."""
    from .models import AreaCover  # noqa: PLC0415 -- models build on this module

    return AreaCover.objects.filter(ancestor__in=areas).values("descendant")


def lies_in(areas, prefix: str = "") -> Q:
    """Return the condition that a located row lies in one of the given units.

    ``prefix`` leads to the row that carries ``area`` (the unit of today) and
    ``place`` (the finest known place, in the era it was given). Units of today match
    ``area``; units that have ended match ``place``, and with it what came wholly
    from them. ``areas`` may be a list or a queryset; none at all matches nothing.
    """
    today = covered_by([area.pk for area in areas if area.valid_to is None])
    ended = covered_by([area.pk for area in areas if area.valid_to is not None])
    return Q(**{f"{prefix}area__in": today}) | Q(**{f"{prefix}place__in": ended})


def former_district(prefix: str = "") -> Case:
    """Return the key of the district that a place was given in, None where in none.

    Districts ended on 30/6/2025: what was placed in a commune of today is in none.
    """
    place = f"{prefix}place"
    return Case(
        When(**{f"{place}__level": Level.DISTRICT}, then=F(f"{place}_id")),
        When(
            **{f"{place}__parent__level": Level.DISTRICT}, then=F(f"{place}__parent_id")
        ),
        default=None,
        output_field=models.BigIntegerField(),
    )


class ScopedQuerySet(models.QuerySet):
    """Rows that belong to a place, and so to the officials who look after it.

    Fails closed: a person without a valid assignment that grants the permission
    sees no row. Subclasses say with ``in_areas`` how their rows reach a place.
    """

    def in_areas(self, areas):
        """Return the rows that lie in one of the units: none, unless overridden."""
        return self.none()

    def held_in(self, areas):
        """Return the rows that those who look after the units may also change.

        The same as they may read, unless overridden: some rows are read more widely.
        """
        return self.in_areas(areas)

    def permitted_to(self, user, permission: str):
        """Return the rows in the areas where a role of the user grants the right."""
        if not user.is_authenticated:
            return self.none()
        areas = user.areas_with(permission)
        if not areas:
            return self.none()
        reads = permission == self._permission("view")
        return self.in_areas(areas) if reads else self.held_in(areas)

    def visible_to(self, user):
        """Return the rows that the user may read."""
        return self.permitted_to(user, self._permission("view"))

    def editable_by(self, user):
        """Return the rows that the user may change."""
        return self.permitted_to(user, self._permission("change"))

    def _permission(self, verb: str) -> str:
        options = self.model._meta
        return f"{options.app_label}.{verb}_{options.model_name}"


class LocatedQuerySet(ScopedQuerySet):
    """Rows whose place stands on a row reached by ``located_by`` (a lookup prefix)."""

    located_by = ""

    def in_areas(self, areas):
        return self.filter(lies_in(areas, self.located_by))
