"""Campaigns and visits: facts, team, participants, reported figures."""

import datetime
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import F

from areas.locating import located
from areas.models import Agency, Area
from history.enums import Action
from history.services import record_many, save_recorded

from ..exceptions import InspectionError
from ..models import (
    Campaign,
    Checklist,
    Participant,
    ReportedFigure,
    TeamMember,
    Visit,
)
from .guards import lock_editable, refuse_if_changed, words_of

# What the workflow alone writes; a form that was open meanwhile brings it along.
WORKFLOW_FIELDS = (
    "status",
    "return_comment",
    "submitted_at",
    "approved_at",
    "signed_at",
    "signed_by_id",
    "signature",
)


def save_campaign(
    campaign: Campaign, *, areas: Iterable[Area], by, base_version: int | None = None
) -> Campaign:
    """Create or change a campaign with its planned areas.

    The same new campaign sent twice (same uuid) is one: the stored one is returned.
    """
    adding = campaign._state.adding
    try:
        with transaction.atomic():
            return _save_campaign(campaign, list(areas), by, base_version)
    except IntegrityError:
        twin = Campaign.objects.filter(uuid=campaign.uuid).first()
        if twin is None or not adding:
            raise
        return twin


def _save_campaign(campaign, areas, by, base_version):
    changes = save_recorded(campaign, by=by, base_version=base_version)
    before = [str(area) for area in campaign.areas.all()]
    campaign.areas.set(areas)
    after = [str(area) for area in campaign.areas.all()]
    if before != after:
        if not changes:  # else a form that was open meanwhile would not be stale
            Campaign.objects.filter(pk=campaign.pk).update(version=F("version") + 1)
        change = {"địa bàn dự kiến": [", ".join(before), ", ".join(after)]}
        record_many([(Action.UPDATE, campaign, change)], by=by)
    return campaign


@transaction.atomic
def create_visit(
    visit: Visit,
    *,
    place: Area,
    by,
    team: Iterable[TeamMember] = (),
    checklist: Checklist | None = None,
) -> Visit:
    """Create a draft visit hosted by a unit, on the latest published checklist.

    One that was recorded without a signal brings the ``checklist`` it was made with,
    a published one. The host is the people's committee of the unit unless another is
    given. The same new visit sent twice (same uuid) is one: the stored one is returned.
    """
    Campaign.objects.select_for_update(of=("self",)).get(pk=visit.campaign_id)
    twin = Visit.objects.filter(uuid=visit.uuid).first()
    if twin is not None:
        if by is not None and twin.created_by_id != by.pk:
            raise InspectionError(
                "Biểu mẫu này không dùng lại được; hãy mở biểu mẫu mới."
            )
        return twin
    checklist = checklist or Checklist.objects.latest_published()
    if checklist is None:
        raise InspectionError("Chưa có danh mục kiểm tra nào được công bố.")
    visit.checklist = checklist
    visit.created_by = by
    if visit.host is None:
        visit.host = committee_of(place, visit.starts_on)
    _save_placed(visit, place, by=by)
    save_team(visit, team, by=by)
    return visit


@transaction.atomic
def save_visit(
    visit: Visit, *, place: Area, by, base_version: int | None = None
) -> Visit:
    """Change the facts of a draft; raises StaleVersionError if saved meanwhile.

    Figures that were reported at the visit go with it to another place.
    """
    locked = lock_editable(visit)
    for name in WORKFLOW_FIELDS:
        setattr(visit, name, getattr(locked, name))
    _save_placed(visit, place, by=by, base_version=base_version)
    if locked.place_id != visit.place_id:
        visit.reported_figures.update(place=visit.place, area=visit.area)
    return visit


def committee_of(place: Area, date: datetime.date) -> Agency | None:
    """Return the people's committee of a unit on the date, if the unit has one."""
    return place.agencies.valid_on(date).filter(short_code="UBND").first()


def _save_placed(visit, place, *, by, base_version=None):
    if visit.place_id != place.pk:
        for name, area in located(place).items():
            setattr(visit, name, area)
    save_recorded(visit, by=by, base_version=base_version)
    return visit


def last_team(user) -> list[TeamMember]:
    """Return the seats of the visit that the person created last."""
    last = Visit.objects.filter(created_by=user, team__isnull=False).order_by("-pk")
    visit = last.first()
    return list(visit.team.select_related("agency", "user")) if visit else []


@transaction.atomic
def save_team(
    visit: Visit, members: Iterable[TeamMember], *, by, base: str | None = None
) -> None:
    """Replace the team by the given seats.

    Here and below, ``base`` is the digest of the rows that the person started from;
    other rows raise StaleVersionError.
    """
    _replace(visit, visit.team, members, "đoàn kiểm tra", by=by, base=base)


@transaction.atomic
def save_participants(
    visit: Visit, people: Iterable[Participant], *, by, base: str | None = None
) -> None:
    """Replace those who attended on the host's side."""
    label = "thành phần tham dự"
    _replace(visit, visit.participants, people, label, by=by, base=base)


@transaction.atomic
def save_reported_figures(
    visit: Visit, figures: Iterable[ReportedFigure], *, by, base: str | None = None
) -> None:
    """Replace the figures reported at the visit; they belong to its place and day."""
    figures = list(figures)
    for figure in figures:
        figure.place, figure.area = visit.place, visit.area
        figure.as_of = figure.as_of or visit.starts_on
    label = "số liệu báo cáo"
    _replace(visit, visit.reported_figures, figures, label, by=by, base=base)


def _replace(visit, related, rows, label, *, by, base) -> None:
    """Put the rows in the place of what is there; log it as one change of the visit.

    The same rows again are accepted whatever they started from.
    """
    lock_editable(visit)
    rows, stored = list(rows), list(related.all())
    for row in rows:
        row.visit = visit
    before = [words_of(row) for row in stored]
    after = [words_of(row) for row in rows]
    if before == after:
        return
    refuse_if_changed(visit, stored, base)
    related.all().delete()
    for row in rows:
        row.pk = None
        row._state.adding = True
        row.save()
    change = {label: ["; ".join(before), "; ".join(after)]}
    record_many([(Action.UPDATE, visit, change)], by=by)
