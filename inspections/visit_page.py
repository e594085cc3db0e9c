"""Everything that the page of a visit shows, as far as a person may see it."""

from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from history.enums import Action
from history.services import history_of, latest_changes

from .enums import Direction, ParticipantKind, VisitStatus
from .forms import ReopenVisitForm, ReturnVisitForm, StepForm
from .models import (
    Finding,
    Participant,
    Recommendation,
    ReviewComment,
    SiteCheck,
    TeamMember,
    Visit,
)
from .progress import Progress, progress_of
from .revoking import proposals_from
from .services import missing_for_submission, steps_open_to

STEPS = (Action.SUBMIT, Action.RETURN, Action.APPROVE, Action.SIGN, Action.REOPEN)
FORMS_IN_ORDER = (Action.SUBMIT, Action.APPROVE, Action.RETURN, Action.REOPEN)
FORMS = {Action.RETURN: ReturnVisitForm, Action.REOPEN: ReopenVisitForm}


@dataclass(frozen=True)
class CheckLine:
    """A site check with its answers counted."""

    check: SiteCheck
    progress: Progress

    @property
    def failed_words(self) -> str:
        return f"{self.progress.failed} không đạt"


def visit_page(visit: Visit, *, user, refused: StepForm | None = None) -> dict:
    """Gather the page in a number of queries that does not grow with its rows.

    ``refused`` is the form of a step that was not taken; it keeps what was typed.
    """
    team = list(visit.team.select_related("agency"))
    participants = list(visit.participants.select_related("producer"))
    # Minutes of the session tell of all sites; documents asks the same.
    reads = Visit.objects.permitted_to(user, "documents.view_document")
    hosts = reads.filter(pk=visit.pk).exists()
    may_edit = (
        visit.is_editable
        and Visit.objects.editable_by(user).filter(pk=visit.pk).exists()
    )
    return {
        "visit": visit,
        "may_edit": may_edit,
        "missing": missing_for_submission(visit) if may_edit else [],
        "last_step": history_of(visit).filter(action__in=STEPS).first(),
        "team": by_agency(team),
        "participants": [(person, _words(person)) for person in participants],
        "attendance": attendance(participants),
        "figures": visit.reported_figures.all(),
        "checks": _checks(visit, user),
        "findings": Finding.objects.visible_to(user)
        .filter(visit=visit)
        .with_repeats()
        .select_related("site_check__site__producer", "product"),
        "proposals": proposals_from(visit, user),
        "recommendations": _recommendations(visit, user),
        "documents": visit.documents.visible_to(user).for_list(),
        "comments": _open_comments(visit) if hosts else [],
        "versions": visit.signed_versions.count() if hosts else 0,
        "has_session": hosts and bool(visit.session_note or participants),
        "today": timezone.localdate(),
        "changes": latest_changes(visit),
        **steps_of(visit, user, refused),
    }


def by_agency(team: list[TeamMember]) -> list[tuple]:
    """Return (agency, its seats), the agency of the head first."""
    first = {}
    for place, seat in enumerate(sorted(team, key=lambda seat: seat.role != "head")):
        first.setdefault(seat.agency_id, place)
    rows = sorted(team, key=lambda seat: first[seat.agency_id])
    return [
        (seats[0].agency, seats)
        for _, group in groupby(rows, key=lambda seat: seat.agency_id)
        for seats in [list(group)]
    ]


def attendance(participants) -> list[tuple[str, int]]:
    """Return how many people of each kind came, for the kinds that can be counted."""
    counts: dict[str, int] = {}
    for person in participants:
        number = person.headcount or (1 if person.name else 0)
        counts[person.kind] = counts.get(person.kind, 0) + number
    return [
        (ParticipantKind(kind).label, number)
        for kind, number in counts.items()
        if number
    ]


def _words(person: Participant) -> str:
    told = (person.name, person.title, person.producer)
    return ", ".join(str(part) for part in told if part)


def _checks(visit, user) -> list[CheckLine]:
    seen = SiteCheck.objects.visible_to(user).filter(visit=visit).for_list()
    checks = list(seen)
    progress = progress_of(visit, checks)
    return [CheckLine(check, progress[check.pk]) for check in checks]


def _open_comments(visit) -> list[ReviewComment]:
    """Return what reviewers asked about the visit as a whole, not ticked off yet."""
    rows = visit.comments.filter(site_check__isnull=True, resolved_at__isnull=True)
    return list(rows.select_related("item", "product", "made_by"))


def _recommendations(visit, user) -> list[tuple[str, list]]:
    """Return (direction in words, what was asked for), in the order of minutes."""
    seen = Recommendation.objects.visible_to(user).filter(visit=visit).for_list()
    rows = list(seen.select_related("proposed_by"))
    groups = [
        (direction.label, [row for row in rows if row.direction == direction])
        for direction in Direction
    ]
    return [(label, found) for label, found in groups if found]


def steps_of(visit: Visit, user, refused: StepForm | None) -> dict:
    """Return the forms of the steps open to the person, by the name of the act."""
    open_steps = [step.action for step in steps_open_to(visit, user)]
    forms = {
        action.value: FORMS.get(action, StepForm)(visit=visit, name=action.value)
        for action in FORMS_IN_ORDER
        if action in open_steps
    }
    if refused and refused.name in forms:
        refused.renew(visit)
        forms[refused.name] = refused
    return {
        "steps": forms,
        "may_sign": Action.SIGN in open_steps,
        "refused": refused,
        "is_returned": visit.status == VisitStatus.RETURNED and visit.return_comment,
    }
