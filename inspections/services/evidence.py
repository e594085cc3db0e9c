"""Files that show what was done: written before the rows, removed on error."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction

from core.pictures import rewrite
from core.scans import rewritten

from ..exceptions import InspectionError
from ..models import Evidence, Finding, Response

MOST_FILES = 6
THUMBNAIL_SIDE = 320


@dataclass(frozen=True)
class Proof:
    """One file ready to be stored: a picture drawn anew, or a PDF."""

    content: ContentFile
    thumbnail: ContentFile | None
    sha256: str


def proof_of(upload: File) -> Proof:
    """Return what is stored of an uploaded file; ValidationError says what is wrong.

    What it is is decided by its content. The hash is that of the file as it came.
    """
    content = rewritten(upload)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    small = None
    if content.name and content.name.endswith(".jpg"):
        picture = rewrite(content.read(), THUMBNAIL_SIDE)
        content.seek(0)
        small = ContentFile(picture.data, "small.jpg")
    return Proof(content, small, digest.hexdigest())


def proofs_of(uploads: Iterable[File]) -> list[Proof]:
    """Return several files; the refusal names the file it is about."""
    proofs = []
    for upload in uploads:
        try:
            proofs.append(proof_of(upload))
        except ValidationError as error:
            raise ValidationError(f"{upload.name}: {error.messages[0]}") from error
    return proofs


@contextmanager
def stored(proofs: Iterable[Proof]) -> Iterator[list[Evidence]]:
    """Write the files; what the block does not keep, or all if it fails, is removed.

    Yields unsaved rows; those without a key at the end were not kept.
    """
    rows: list[Evidence] = []
    try:
        for proof in proofs:
            row = Evidence(sha256=proof.sha256)
            rows.append(row)
            row.file.save(str(proof.content.name), proof.content, save=False)
            if proof.thumbnail:
                row.thumbnail.save("small.jpg", proof.thumbnail, save=False)
        yield rows
    except BaseException:
        _delete_files(rows)
        raise
    _delete_files([row for row in rows if row.pk is None])


def attach(response: Response, rows: Iterable[Evidence]) -> list[str]:
    """Keep the files of an answer; the same file again is kept once.

    Returns what was added, in words. Raises InspectionError for too many.
    """
    there = set(response.evidence.values_list("sha256", flat=True))
    new = {row.sha256: row for row in rows if row.sha256 not in there}
    if len(there) + len(new) > MOST_FILES:
        raise InspectionError(f"Mỗi trả lời có tối đa {MOST_FILES} tệp minh chứng.")
    for row in new.values():
        row.response = response
        row.save()
    return [str(row) for row in new.values()]


def attach_to_finding(finding: Finding, rows: Iterable[Evidence]) -> None:
    """Keep the files that a finding is closed on; the same file again is kept once."""
    there = set(finding.evidence.values_list("sha256", flat=True))
    for row in {row.sha256: row for row in rows if row.sha256 not in there}.values():
        row.finding = finding
        row.save()


def forget_proofs(findings: Iterable[Finding]) -> None:
    """Take the files of findings that are about to be deleted out of storage."""
    detach(Evidence.objects.filter(finding__in=findings))


def detach(rows: Iterable[Evidence]) -> list[str]:
    """Take files out; they are deleted once that has been committed."""
    rows = list(rows)
    for row in rows:
        row.delete()
    transaction.on_commit(lambda: _delete_files(rows))
    return [str(row) for row in rows]


def _delete_files(rows: Iterable[Evidence]) -> None:
    for row in rows:
        for file in (row.file, row.thumbnail):
            if file.name:
                file.storage.delete(file.name)
