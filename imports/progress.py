"""How far work in the background is: told by the worker, read by the pages.

It goes through a cache and not through the run: the transaction that writes an import
shows nothing before its end, and on SQLite lets nobody else write.
"""

import logging
import threading
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core.cache import caches
from django.db import DatabaseError, connections
from django.utils import timezone

from .enums import Step, Work
from .models import ImportRun

logger = logging.getLogger("ocop.imports")

BEAT_SECONDS = 1
# Without a sign of life for so long, whoever was at work is taken for dead.
SILENT_SECONDS = 30
# Work waits so long for a worker, then the page offers to call one again.
WAITING_SECONDS = 60
STOP_SECONDS = 3600
ANY_WORKER = "imports:worker"


class StoppedError(Exception):
    """The file was discarded while it was being worked on."""


class Job:
    """One order carried out in the background; beats as long as it is entered.

    Without an order it stands for work done within a request, which nobody watches.
    A thread beats, with a connection of its own where the cache is a table: the one
    that works may be in a transaction, or read-only.
    """

    def __init__(self, order: UUID | None = None):
        self.order = order
        self._said: tuple[str, int, int] = (Step.READ.value, 0, 0)
        self._is_unwanted = False
        self._ends = threading.Event()

    def __enter__(self) -> "Job":
        self.beat()
        self._thread = threading.Thread(target=self._keep_beating, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *error) -> None:
        self._ends.set()
        self._thread.join()

    def at(self, step: Step, done: int = 0, of: int = 0) -> None:
        """Say which step is being taken; StoppedError if it is not wanted any more."""
        if self._is_unwanted:
            raise StoppedError
        self._said = (step.value, done, of)

    def planned(self, done: int, of: int) -> None:
        self.at(Step.PLAN, done, of)

    def beat(self) -> None:
        """Tell the pages how far it is, and hear whether it is still wanted."""
        try:
            said = {_beat_key(self.order): self._said, ANY_WORKER: True}
            _cache().set_many(said, SILENT_SECONDS)
            self._is_unwanted = _cache().get(_stop_key(self.order), False)
        except (OSError, DatabaseError):  # no reason to give up the work itself
            logger.exception("progress of %s", self.order)

    def _keep_beating(self) -> None:
        while not self._ends.wait(BEAT_SECONDS):
            self.beat()
        _cache().delete(_beat_key(self.order))
        connections.close_all()


INLINE = Job()


@dataclass(frozen=True)
class Progress:
    """What the page tells of work in the background; ``of`` is 0 where none count."""

    words: str
    done: int = 0
    of: int = 0
    is_waiting: bool = False
    has_stopped: bool = False
    may_discard: bool = True


def progress_of(run: ImportRun) -> Progress:
    """Return how far the work on a busy run is, or that it has stopped."""
    may_discard = run.work == Work.PREVIEW
    if said := _cache().get(_beat_key(run.work_id)):
        step, done, of = said
        return Progress(Step(step).label, done, of, may_discard=may_discard)
    is_unwritten = run.work != Work.UNDO
    if run.work_started_at is None:
        is_late = _is_older(run.work_asked_at, WAITING_SECONDS)
        is_forgotten = is_late and not _cache().get(ANY_WORKER)
        return Progress(
            "Đang chờ đến lượt",
            is_waiting=True,
            has_stopped=is_forgotten,
            may_discard=is_unwritten,
        )
    if _is_older(run.work_started_at, SILENT_SECONDS):
        words = "Việc đang làm bị dừng giữa chừng"
        return Progress(words, has_stopped=True, may_discard=is_unwritten)
    return Progress("Đang bắt đầu", may_discard=may_discard)


def tell_to_stop(order: UUID) -> None:
    """Let the worker at this order end as soon as it looks up."""
    _cache().set(_stop_key(order), True, STOP_SECONDS)


def _is_older(moment, seconds: int) -> bool:
    return timezone.now() - moment > timedelta(seconds=seconds)


def _cache():
    return caches["progress"]


def _beat_key(order: UUID | None) -> str:
    return f"imports:beat:{order}"


def _stop_key(order: UUID | None) -> str:
    return f"imports:stop:{order}"
