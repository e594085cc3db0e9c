"""The access table of fieldwork: the shell is public, what it asks for is not."""

import uuid

from core.tests.access import EVERYBODY, NOBODY
from fieldwork.models import Operation
from tests.access import SIGN_IN, Row

RECORDS = (401, 403, 200, 200, 200, 403, 200)
NOT_SENT = (401, *[405] * 6)


def kept(world) -> Operation:
    """Return an operation of the officer that met another text."""
    body = {
        "op_id": str(uuid.uuid4()),
        "user": world.officer.pk,
        "kind": "check",
        "record": str(world.site_check.uuid),
        "base_version": 0,
        "fields": {"conclusion": "Của cán bộ."},
        "was": {"conclusion": "Đã thấy."},
    }
    return Operation.objects.create(
        op_id=body["op_id"],
        user=world.officer,
        kind="check",
        record=world.site_check.uuid,
        visit=world.visit,
        site_check=world.site_check,
        digest="0" * 64,
        state="conflict",
        status=409,
        answer="{}",
        body=body,
    )


def rows(world):
    return [
        Row("fieldwork:offer", get=RECORDS, post=NOT_SENT),
        Row("fieldwork:pack", get=RECORDS, post=NOT_SENT),
        Row("fieldwork:send", get=(401, *[405] * 6), post=(401, *[415] * 6)),
        # Of a picture that nobody here has told of; test_uploads has those who did.
        Row(
            "fieldwork:upload",
            {"uuid": world.photo.uuid},
            get=(401, *[404] * 6),
            post=NOT_SENT,
        ),
        Row("fieldwork:conflicts", get=(SIGN_IN, 403, 200, 200, 200, 403, 200)),
        Row(
            "fieldwork:conflict",
            {"op_id": kept(world).op_id},
            get=(SIGN_IN, 403, 200, 200, 200, 403, 404),
            post=(SIGN_IN, 403, 422, 422, 422, 403, 404),
        ),
        Row("fieldwork:shell", get=EVERYBODY, post=NOBODY),
        Row("fieldwork:worker", get=EVERYBODY, post=NOBODY),
        Row("fieldwork:manifest", get=EVERYBODY, post=NOBODY),
    ]
