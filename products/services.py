"""Every recorded change of products, papers, decisions and recognitions."""

import datetime
import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from core.versions import VersionedModel
from history.enums import Action
from history.services import delete_recorded, record_many, save_recorded, snapshot

from .endings import check_ending
from .enums import EndReason
from .exceptions import ProductError
from .models import (
    Decision,
    Dossier,
    Lapse,
    Paper,
    Product,
    Recognition,
    RecognitionEnd,
)


@transaction.atomic
def save_product(product: Product, *, by, base_version: int | None = None) -> Product:
    """Create or change a product; its papers go with it to another producer."""
    if product.site.producer_id != product.producer_id:
        raise ProductError("Cơ sở sản xuất không thuộc chủ thể của sản phẩm.")
    _save(product, by=by, base_version=base_version)
    for paper in product.papers.exclude(producer=product.producer_id):
        paper.producer = product.producer
        save_recorded(paper, by=by)
    return product


@transaction.atomic
def save_paper(paper: Paper, *, by, base_version: int | None = None) -> Paper:
    """Create or change a paper of a producer, or of one of its products."""
    if paper.product and paper.product.producer_id != paper.producer_id:
        raise ProductError("Sản phẩm không thuộc chủ thể của giấy tờ.")
    with _keeping_one_file(paper):
        _save(paper, by=by, base_version=base_version)
    return paper


@transaction.atomic
def delete_paper(paper: Paper, *, by) -> None:
    """Delete a paper with its file; the log keeps what was written of it."""
    file = paper.file
    name = file.name
    try:
        delete_recorded(paper, by=by)
    except ProtectedError as error:
        raise ProductError("Giấy tờ đang được hồ sơ khác dẫn đến.") from error
    transaction.on_commit(lambda: _discard(file, name))


@transaction.atomic
def save_decision(
    decision: Decision, *, by, base_version: int | None = None
) -> Decision:
    """Create or change a decision; refuses issuer, number and date of another one."""
    with _keeping_one_file(decision):
        _save(decision, by=by, base_version=base_version)
    return decision


@transaction.atomic
def save_recognition(
    recognition: Recognition, *, by, base_version: int | None = None
) -> Recognition:
    """Create or change a recognition and link the chain of its product anew.

    Days that follow from others are worked out, unless the decision prints its own.
    """
    criteria_set = recognition.criteria_set
    if criteria_set and criteria_set.regime_id != recognition.regime_id:
        raise ProductError("Bộ sản phẩm không thuộc bộ quy định đã chọn.")
    recognition.fill_term()
    Product.objects.select_for_update().get(pk=recognition.product_id)
    chain = _chain_with(recognition)
    place = chain.index(recognition)
    recognition.previous = chain[place - 1] if place else None
    _save(recognition, by=by, base_version=base_version)
    _link(chain, by=by)
    return recognition


@transaction.atomic
def end_recognition(
    recognition: Recognition,
    *,
    reasons: Iterable[str],
    ended_on: datetime.date,
    by,
    decision: Decision | None = None,
    note: str = "",
    base_version: int | None = None,
) -> Recognition:
    """Revoke a recognition on one or several grounds, or remove it for not renewing.

    What was recorded of an ending before is replaced, so a slip can be put right.
    """
    grounds = [EndReason(reason) for reason in dict.fromkeys(reasons)]
    check_ending(recognition, grounds, ended_on)
    recognition.ended_on, recognition.end_decision = ended_on, decision
    recognition.ended_by_removal = EndReason.NOT_RENEWED in grounds
    words = "; ".join(str(reason.label) for reason in grounds)
    with _told_in_words(recognition):
        save_recorded(
            recognition,
            by=by,
            action=Action.CLOSE,
            reason=f"{words}. {note}" if note else words,
            base_version=base_version,
        )
    _replace_reasons(recognition, grounds, note, by=by)
    return recognition


@transaction.atomic
def save_dossier(dossier: Dossier, *, by, base_version: int | None = None) -> Dossier:
    """Create or change a filed application."""
    _save(dossier, by=by, base_version=base_version)
    return dossier


@transaction.atomic
def save_lapse(lapse: Lapse, *, by, base_version: int | None = None) -> Lapse:
    """Record why a certificate is not renewed, once that can be known.

    Refused before its days to file have come, and where it was ended or replaced.
    """
    told = Recognition.objects.with_status(timezone.localdate())
    locked = told.select_for_update(of=("self",))
    recognition = locked.get(pk=lapse.recognition_id)
    if not recognition.may_lapse:
        raise ProductError(
            "Chỉ ghi lý do không đánh giá lại khi đã đến kỳ nộp hồ sơ hoặc đã hết hạn."
        )
    is_new = lapse._state.adding
    if is_new and Lapse.objects.filter(recognition=recognition).exists():
        raise ProductError("Người khác vừa ghi lý do cho lần công nhận này.")
    _save(lapse, by=by, base_version=base_version)
    return lapse


@transaction.atomic
def delete_lapse(lapse: Lapse, *, by) -> None:
    """Take back a reason that was recorded by mistake; the log keeps it."""
    delete_recorded(lapse, by=by)


def _save(row: VersionedModel, *, by, base_version: int | None) -> None:
    with _told_in_words(row):
        save_recorded(row, by=by, base_version=base_version)


@contextmanager
def _told_in_words(row: VersionedModel) -> Iterator[None]:
    """Turn what a constraint refuses into the message that stands beside it."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        try:
            row.validate_constraints()
        except ValidationError as refused:
            raise ProductError(" ".join(refused.messages)) from error
        raise


@contextmanager
def _keeping_one_file(row: Paper | Decision) -> Iterator[None]:
    """Remove the file that a save replaces, or the new one where the save fails."""
    stored = type(row)._base_manager.filter(pk=row.pk)
    former = stored.values_list("file", flat=True).first() or ""
    try:
        yield
    except BaseException:
        if row.file and row.file.name != former:
            _discard(row.file, row.file.name)
        raise
    file = row.file
    if former and former != file.name:
        transaction.on_commit(lambda: _discard(file, former))


def _discard(file: FieldFile, name: str | None) -> None:
    if name and file.storage.exists(name):
        file.storage.delete(name)


def _chain_with(recognition: Recognition) -> list[Recognition]:
    """Return the recognitions of the product in the order they count, oldest first."""
    chain = Recognition.objects.filter(product=recognition.product_id)
    others = list(chain.exclude(pk=recognition.pk))
    return sorted(
        [*others, recognition],
        key=lambda one: (one.valid_from or datetime.date.min, one.pk or math.inf),
    )


def _link(chain: list[Recognition], *, by) -> None:
    """Make each recognition of a chain name the one before it."""
    for before, link in pairwise([None, *chain]):
        if link and link.previous_id != (before and before.pk):
            link.previous = before
            save_recorded(link, by=by)


def _replace_reasons(
    recognition: Recognition, reasons: list[EndReason], note: str, *, by
) -> None:
    """Store the reasons; one batch tells which came and which went."""
    log: list[tuple] = []
    for former in recognition.ends.all():
        gone = {name: [value, None] for name, value in snapshot(former).items()}
        log.append((Action.DELETE, former, gone))
    recognition.ends.all().delete()
    ends = [
        RecognitionEnd(recognition=recognition, reason=reason, note=note)
        for reason in reasons
    ]
    for end in ends:
        end.save()
        told = {name: [None, value] for name, value in snapshot(end).items()}
        log.append((Action.CREATE, end, told))
    record_many(log, by=by)
