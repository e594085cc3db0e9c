"""The kinds of records that devices write, each in a module of its own."""

from .answers import AnswerKind
from .base import Kind, Target, as_stored
from .checks import CheckKind
from .findings import FindingKind
from .minutes import MinutesKind
from .photos import PhotoKind
from .points import PointKind
from .recommendations import RecommendationKind
from .rows import FiguresKind, ParticipantsKind, TeamKind
from .samples import SampleKind
from .visits import SubmitKind, VisitKind

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        VisitKind(),
        TeamKind(),
        ParticipantsKind(),
        FiguresKind(),
        CheckKind(),
        AnswerKind(),
        PointKind(),
        FindingKind(),
        RecommendationKind(),
        SampleKind(),
        PhotoKind(),
        MinutesKind(),
        SubmitKind(),
    )
}

__all__ = ["KINDS", "Kind", "Target", "as_stored"]
