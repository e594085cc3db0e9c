"""Recompute the digests of the change log and name what no longer agrees."""

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from .models import Change, ChangeBatch, digest_of

# Acts of one moment may follow the same digest, so the one before is sought among
# the latest few.
WINDOW = 1000
CHUNK = 100


@dataclass
class Report:
    """How many batches were read, the digest of the last, and what is wrong."""

    count: int = 0
    last_digest: str = ""
    faults: list[str] = field(default_factory=list)


def verify_log() -> Report:
    """Read the whole log, oldest first; memory does not grow with its length."""
    report = Report()
    latest = deque([""], maxlen=WINDOW)
    for batch, rows in _batches_with_rows():
        if batch.digest != digest_of(batch, rows):
            report.faults.append(f"{_name(batch)}: nội dung đã bị sửa.")
        if batch.previous_digest not in latest:
            report.faults.append(f"{_name(batch)}: lần ngay trước đã bị sửa hoặc xóa.")
        latest.append(batch.digest)
        report.count += 1
        report.last_digest = batch.digest
    return report


def _name(batch: ChangeBatch) -> str:
    return f"Lần thay đổi {batch.pk} ({batch})"


def _batches_with_rows() -> Iterator[tuple[ChangeBatch, list[tuple]]]:
    after = 0
    ordered = ChangeBatch.objects.order_by("pk")
    while batches := list(ordered.filter(pk__gt=after)[:CHUNK]):
        rows = defaultdict(list)
        changes = Change.objects.filter(batch__in=batches).order_by("pk")
        for change in changes.select_related("content_type").iterator():
            rows[change.batch_id].append(change.row)
        for batch in batches:
            yield batch, rows[batch.pk]
        after = batches[-1].pk
