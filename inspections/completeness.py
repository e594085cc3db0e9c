"""How complete a visit is that waits for its reviewer, and what it lacks."""

from collections.abc import Collection
from dataclasses import dataclass

from .enums import Outcome
from .models import ItemResult, Minutes, ReviewComment, Sample, Visit
from .progress import Progress


@dataclass(frozen=True)
class Completeness:
    """All questions of a visit, those answered, and in words what is missing."""

    asked: int
    answered: int
    lacking: list[str]

    @property
    def share(self) -> float:
        """Return the answered of the questions asked, in percent."""
        return 100 * self.answered / self.asked if self.asked else 100.0


def completeness_of(
    visit: Visit, progress: Collection[Progress], comments: Collection[ReviewComment]
) -> Completeness:
    """Say how complete a visit is; three queries, however many sites it has."""
    asked = sum(one.asked for one in progress)
    answered = sum(one.answered for one in progress)
    failed = ItemResult.objects.filter(
        site_check__visit=visit, outcome=Outcome.FAILED, photos__isnull=True
    )
    samples = Sample.objects.filter(site_check__visit=visit, reports__isnull=True)
    signed = Minutes.objects.written().filter(site_check__visit=visit)
    with_minutes = signed.values("site_check").distinct().count()
    counted = [
        (asked - answered, "nội dung chưa trả lời"),
        (failed.count(), "nội dung không đạt chưa có ảnh"),
        (len(progress) - with_minutes, "cơ sở chưa ký biên bản"),
        (samples.count(), "mẫu chờ kết quả kiểm nghiệm"),
        (sum(not one.resolved_at for one in comments), "ý kiến duyệt chưa sửa"),
    ]
    lacking = [f"{number} {words}" for number, words in counted if number]
    return Completeness(asked, answered, lacking)
