"""Lists that belong to a visit; each is written as a whole."""

from abc import abstractmethod
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Model, QuerySet

from accounts.models import User
from areas.models import Agency
from inspections import services
from inspections.enums import Indicator, ParticipantKind, TeamRole
from inspections.models import Participant, ReportedFigure, TeamMember, Visit
from producers.models import Producer

from .. import readers
from ..exceptions import InvalidError, MissingError
from .base import Kind, Target, reach, validate

# Lists have no version: devices only ask whether there is one.
VERSION = 1
MOST_PEOPLE = 10_000
LARGEST = 10**12 - 1


class RowsKind(Kind):
    """A list compared with what the person saw, and replaced by what is sent."""

    permission = "inspections.change_visit"
    counts_versions = False
    columns: ClassVar[tuple[str, ...]]

    def visits(self, sent):
        return Visit.objects.filter(uuid=sent.record)

    def find(self, sent, visit, *, by):
        if visit is None:
            raise MissingError
        rows = Visit.objects.editable_by(by).select_related("place", "area")
        return Target(sent, visit, reach(rows, pk=visit.pk))

    def version(self, target):
        return VERSION

    def stored(self, target):
        return {"rows": [self.told_of(row) for row in self.rows(target.instance)]}

    @abstractmethod
    def rows(self, visit: Visit) -> Iterable:
        """Return the rows that are stored."""

    @abstractmethod
    def told_of(self, row: Any) -> dict[str, Any]:
        """Return one stored row as devices read it."""

    def _validated(self, rows: Collection[Model]) -> list:
        for position, row in enumerate(rows, 1):
            try:
                validate(row, self.columns, {})
            except InvalidError as error:
                told = " ".join(error.fields.values()) or error.message
                message = f"Dòng {position}: {told}"
                raise InvalidError(message, {"rows": message}) from error
        return list(rows)


class TeamKind(RowsKind):
    name, words = "team", "đoàn kiểm tra"
    columns = ("role", "name", "title")
    fields = {
        "rows": readers.rows(
            {
                "role": readers.choice(TeamRole, required=True),
                "name": readers.line(),
                "title": readers.line(),
                "agency": readers.key(required=True),
                "user": readers.key(),
            }
        )
    }

    def rows(self, visit):
        return visit.team.all()

    def told_of(self, row):
        return {
            "role": row.role,
            "name": row.name,
            "title": row.title,
            "agency": row.agency_id,
            "user": row.user_id,
        }

    def write(self, target, changes, *, by):
        visit, rows = target.instance, changes["rows"]
        if sum(row["role"] == TeamRole.HEAD for row in rows) > 1:
            message = "Đoàn chỉ có một trưởng đoàn."
            raise InvalidError(message, {"rows": message})
        agencies = within(Agency.objects.all(), rows, "agency")
        people = within(_people(visit, by), rows, "user")
        seats = [
            TeamMember(
                **{column: row[column] for column in self.columns},
                agency=agencies[row["agency"]],
                user=people.get(row["user"]),
            )
            for row in rows
        ]
        services.save_team(visit, self._validated(seats), by=by)
        return target


class ParticipantsKind(RowsKind):
    name, words = "participants", "thành phần tham dự"
    columns = ("kind", "name", "title", "headcount")
    fields = {
        "rows": readers.rows(
            {
                "kind": readers.choice(ParticipantKind, required=True),
                "name": readers.line(),
                "title": readers.line(),
                "producer": readers.key(),
                "headcount": readers.whole(1, MOST_PEOPLE),
            },
            order=lambda row: row["kind"],
        )
    }

    def rows(self, visit):
        return visit.participants.all()

    def told_of(self, row):
        return {
            "kind": row.kind,
            "name": row.name,
            "title": row.title,
            "producer": row.producer_id,
            "headcount": row.headcount,
        }

    def write(self, target, changes, *, by):
        visit, rows = target.instance, changes["rows"]
        kept = Producer.objects.filter(attendances__visit=visit)
        seen = Producer.objects.visible_to(by)
        producers = within((seen | kept).distinct(), rows, "producer")
        people = [
            Participant(
                **{column: row[column] for column in self.columns},
                producer=producers.get(row["producer"]),
            )
            for row in rows
        ]
        services.save_participants(visit, self._validated(people), by=by)
        return target


class FiguresKind(RowsKind):
    """Figures as the locality reports them; one for each indicator."""

    name, words = "figures", "số liệu báo cáo"
    columns = ("indicator", "value", "text")
    fields = {
        "rows": readers.rows(
            {
                "indicator": readers.choice(Indicator, required=True),
                "text": readers.line(),
                "value": readers.number(0, LARGEST, places=2),
                "approximate": readers.flag(),
            },
            order=lambda row: row["indicator"],
        )
    }

    def rows(self, visit):
        return sorted(visit.reported_figures.all(), key=lambda row: row.indicator)

    def told_of(self, row):
        return {
            "indicator": row.indicator,
            "text": row.text,
            "value": readers.written(row.value),
            "approximate": row.is_approximate,
        }

    def write(self, target, changes, *, by):
        visit, rows = target.instance, changes["rows"]
        if len({row["indicator"] for row in rows}) < len(rows):
            message = "Mỗi chỉ tiêu chỉ ghi một số."
            raise InvalidError(message, {"rows": message})
        if any(row["value"] is None for row in rows):
            message = "Hãy ghi con số được báo cáo."
            raise InvalidError(message, {"rows": message})
        before = {figure.indicator: figure for figure in self.rows(visit)}
        figures = [_figure(row, before.get(row["indicator"])) for row in rows]
        services.save_reported_figures(visit, self._validated(figures), by=by)
        return target


def within(found: QuerySet, rows: list[dict], column: str) -> dict[int, Any]:
    """Return the rows that a column names by key; raises MissingError for another."""
    keys = {row[column] for row in rows if row[column] is not None}
    within_reach = found.in_bulk(keys) if keys else {}
    if len(within_reach) < len(keys):
        raise MissingError
    return within_reach


def _people(visit: Visit, by) -> QuerySet[User]:
    """Return whom a seat may name: the person, and whoever had a seat before."""
    known = {by.pk, *visit.team.values_list("user", flat=True)}
    known |= {seat.user_id for seat in services.last_team(by)}
    return User.objects.filter(pk__in=known - {None})


def _figure(row: dict, before: ReportedFigure | None) -> ReportedFigure:
    """Return a figure to be stored, with the day and the source it had before."""
    figure = ReportedFigure(
        indicator=row["indicator"],
        value=Decimal(row["value"]),
        is_approximate=row["approximate"],
        text=row["text"],
    )
    if before:
        figure.as_of, figure.source = before.as_of, before.source
    return figure
