"""What the server holds in the end, beside what devices sent."""

from pathlib import Path

from fieldwork.models import Operation
from inspections.enums import VisitStatus
from inspections.models import ItemResult, Photo, SiteCheck, Visit

from ..measure import Figure
from .phones import Tally


def held_figures(tallies: list[Tally], media: Path) -> list[Figure]:
    """Return how much was lost, and how much is there that nobody sent once."""
    visits = set().union(*(tally.visits for tally in tallies))
    answers = {key: said for tally in tallies for key, said in tally.answers.items()}
    photos = {name: sha for tally in tallies for name, sha in tally.photos.items()}
    op_ids = set().union(*(tally.op_ids for tally in tallies))
    handed_in = Visit.objects.filter(uuid__in=visits, status=VisitStatus.SUBMITTED)
    checks = SiteCheck.objects.filter(visit__in=handed_in)
    pairs = [
        (dict.fromkeys(visits, True), [(v.uuid, True) for v in handed_in]),
        (answers, _answers(checks)),
        (photos, _photos(checks, media)),
        (dict.fromkeys(op_ids, True), _operations(handed_in)),
    ]
    return [
        Figure("lost", sum(lost(sent, held) for sent, held in pairs)),
        Figure("doubled", sum(doubled(sent, held) for sent, held in pairs)),
        Figure("pieces of photos left over", len(_files(media / "uploads"))),
    ]


def lost(sent: dict, held: list[tuple]) -> int:
    """Return how many are not held as they were sent."""
    found = dict(held)
    return sum(found.get(key) != said for key, said in sent.items())


def doubled(sent: dict, held: list[tuple]) -> int:
    """Return how many rows are there besides one for each that was sent."""
    return len(held) - len(sent.keys() & dict(held).keys())


def _answers(checks) -> list[tuple]:
    rows = ItemResult.objects.filter(site_check__in=checks)
    names = ("site_check__uuid", "item", "product", "outcome", "note")
    return [(tuple(row[:3]), tuple(row[3:])) for row in rows.values_list(*names)]


def _photos(checks, media: Path) -> list[tuple]:
    """Return the pictures whose files are there, by name."""
    rows = Photo.objects.filter(site_check__in=checks)
    return [
        (str(photo.uuid), photo.sha256)
        for photo in rows
        if all((media / file.name).is_file() for file in (photo.image, photo.thumbnail))
    ]


def _operations(visits) -> list[tuple]:
    rows = Operation.objects.filter(visit__in=visits)
    return [(str(op_id), True) for op_id in rows.values_list("op_id", flat=True)]


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
