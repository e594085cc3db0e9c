"""Links with which producers without an account answer what is open there."""

import datetime
import hashlib
import secrets
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core.text import clean_text
from history.enums import Action
from history.services import Outsider, record, save_recorded
from producers.models import Producer

from ..enums import RecommendationStatus, ResponseState
from ..exceptions import InspectionError
from ..models import AnswerLink, Evidence, Recommendation, Response
from .evidence import Proof, attach, detach, stored
from .guards import required
from .terms import CLOSED

TOKEN_BYTES = 32
LONGEST_DAYS = 60
NOT_USABLE = "Liên kết này không còn dùng được."


def last_day(days: int | None = None) -> datetime.date:
    """Return the last day of a link that is made today."""
    days = settings.ANSWER_LINK_DAYS if days is None else days
    return timezone.localdate() + datetime.timedelta(days=days)


@transaction.atomic
def create_answer_link(
    producer: Producer, *, by, expires_on: datetime.date, key
) -> tuple[AnswerLink, str]:
    """Make a link; returns it with its token, which is kept nowhere.

    A form sent twice (same ``key``) makes one link; its token is then no longer known
    and empty.
    """
    if not timezone.localdate() <= expires_on <= last_day(LONGEST_DAYS):
        raise InspectionError(
            f"Hạn dùng từ hôm nay, tối đa {LONGEST_DAYS} ngày: đến"
            f" {last_day(LONGEST_DAYS):%d/%m/%Y}."
        )
    twin = AnswerLink.objects.filter(uuid=key, producer=producer).first()
    if twin is not None:
        return twin, ""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = AnswerLink(
        uuid=key,
        producer=producer,
        token_hash=hash_of(token),
        expires_on=expires_on,
        created_by=by,
    )
    if not link.open_items().exists():
        raise InspectionError("Chủ thể này không còn đề nghị nào đang mở.")
    save_recorded(link, by=by)
    return link, token


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(token: str) -> AnswerLink | None:
    """Return the usable link of a token, or None for whatever else it may be.

    Looked up by its hash, which tells nothing about the token; a token of 256 bits is
    not guessed.
    """
    digest = hash_of(token)
    link = AnswerLink.objects.select_related("producer").filter(token_hash=digest)
    found = link.first()
    if found is None or not secrets.compare_digest(found.token_hash, digest):
        return None
    return found if found.is_usable else None


@transaction.atomic
def revoke_answer_link(link: AnswerLink, *, by) -> AnswerLink:
    """Close a link before its day; what came by it stays."""
    locked = AnswerLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if not locked.is_usable:
        raise InspectionError(NOT_USABLE)
    locked.revoked_at, locked.revoked_by = timezone.now(), by
    save_recorded(locked, by=by)
    return locked


def outsider_of(link: AnswerLink) -> Outsider:
    return Outsider(f"{link.producer} (qua liên kết trả lời)")


def answer_by_link(
    link: AnswerLink,
    recommendation: Recommendation,
    *,
    text: str,
    said_by: str = "",
    proofs: Iterable[Proof] = (),
    without: Iterable[Evidence] = (),
) -> Response:
    """Record what the producer says; an officer has still to confirm it.

    Said again, it takes the place of what was said before by the same link; ``without``
    are files of it to be taken out. Files go again if anything fails.
    """
    text = required(text, "Hãy ghi đã làm được gì.")
    by = outsider_of(link)
    with stored(proofs) as files, transaction.atomic():
        _lock_usable(link)
        recommendation = _lock_open(link, recommendation)
        response = link.responses.filter(recommendation=recommendation).first()
        if response is None:
            response = Response(
                link=link, recommendation=recommendation, state=ResponseState.PENDING
            )
        elif not response.is_pending:
            raise InspectionError("Trả lời này đã được cán bộ xem, không sửa được nữa.")
        response.text, response.said_by = text, clean_text(said_by)
        response.responded_on = timezone.localdate()
        save_recorded(response, by=by)
        gone = detach(response.evidence.filter(pk__in=[one.pk for one in without]))
        new = attach(response, files)
        if gone or new:
            change = {"minh chứng": [", ".join(gone), ", ".join(new)]}
            record(Action.UPDATE, response, by=by, changes=change)
    return response


@transaction.atomic
def hand_in_answers(link: AnswerLink) -> AnswerLink:
    """Close a link for good, once something was answered by it."""
    locked = _lock_usable(link)
    if not locked.responses.exists():
        raise InspectionError("Chưa trả lời đề nghị nào.")
    locked.used_at = timezone.now()
    save_recorded(locked, by=outsider_of(link), action=Action.SUBMIT)
    return locked


@transaction.atomic
def review_response(response: Response, *, by, state: str, note: str = "") -> Response:
    """Confirm what came by a link, or say why not; confirmed, it is under way."""
    if state not in (ResponseState.ACCEPTED, ResponseState.REFUSED):
        raise InspectionError("Chọn “đã xác nhận” hoặc “chưa được chấp nhận”.")
    if state == ResponseState.REFUSED:
        note = required(note, "Chưa chấp nhận thì phải ghi lý do.")
    row = Recommendation.objects.select_for_update(of=("self",))
    asked = row.get(pk=response.recommendation_id)
    locked = Response.objects.select_for_update(of=("self",)).get(pk=response.pk)
    if not locked.is_pending:
        raise InspectionError("Trả lời này đã được xem rồi.")
    locked.state, locked.review_note = state, note
    locked.reviewed_by, locked.reviewed_at = by, timezone.now()
    save_recorded(locked, by=by, reason=note)
    is_first = asked.status == RecommendationStatus.OPEN
    if state == ResponseState.ACCEPTED and is_first:
        asked.status = RecommendationStatus.IN_PROGRESS
        save_recorded(asked, by=by)
    return locked


def _lock_usable(link: AnswerLink) -> AnswerLink:
    """Lock a link, so that two sendings of it come one after the other."""
    rows = AnswerLink.objects.select_for_update(of=("self",))
    locked = rows.select_related("producer").get(pk=link.pk)
    if not locked.is_usable:
        raise InspectionError(NOT_USABLE)
    return locked


def _lock_open(link: AnswerLink, recommendation: Recommendation) -> Recommendation:
    rows = link.open_items().select_for_update(of=("self",))
    found = rows.filter(pk=recommendation.pk).first()
    if found is None:
        raise InspectionError(CLOSED)
    return found
