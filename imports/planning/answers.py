"""What persons have answered before, as planning asks for it."""

from collections import defaultdict
from collections.abc import Container, Iterable

from ..enums import Asked, Verdict
from ..models import Answer


class Answers:
    """The answers that count for one import; the last one of a question holds."""

    def __init__(self, answers: Iterable[Answer] = ()):
        self.by_question = {(one.kind, one.key, one.other_key): one for one in answers}
        self.places: dict[str, int] = {}
        self.settled: set[frozenset[str]] = set()
        self._verdicts: dict[str, str] = {}  # of names in two places
        self._same: dict[str, set[str]] = defaultdict(set)
        for (kind, key, other_key), one in self.by_question.items():
            if kind == Asked.PLACE:
                self.places[key] = one.place_id
            elif kind == Asked.TWO_PLACES:
                self._verdicts[key] = one.verdict
            else:
                self.settled.add(frozenset((key, other_key)))
                if one.verdict == Verdict.SAME:
                    self._same[key].add(other_key)
                    self._same[other_key].add(key)

    def same_as(self, key: str) -> set[str]:
        """Return the other names of a producer, also those said of one another."""
        found, open_ends = {key}, [key]
        while open_ends:
            further = self._same.get(open_ends.pop(), set()) - found
            found |= further
            open_ends += further
        return found - {key}

    def is_one_each(self, key: str) -> bool:
        """Say whether every commune has a producer of its own by that name."""
        return self._verdicts.get(key) == Verdict.DIFFERENT

    def is_one(self, key: str) -> bool:
        """Say whether a name in several communes is one producer for sure."""
        return self._verdicts.get(key) == Verdict.SAME

    def about(self, names: Container[str], places: Container[str]) -> list[Answer]:
        """Return the answers that speak of a file with these names and places."""
        return [
            one
            for (kind, key, other_key), one in sorted(self.by_question.items())
            if key in (places if kind == Asked.PLACE else names) or other_key in names
        ]
