"""The access table of importing."""

from tests.access import SIGN_IN, Row

MAY = (SIGN_IN, 403, 403, 403, 200, 200, 403)
STEER = (SIGN_IN, 403, 403, 403, 200, 403, 403)
WRONG = (SIGN_IN, 403, 403, 403, 422, 403, 403)
GOES_ON = (SIGN_IN, 403, 403, 403, 302, 302, 403)
REFUSED = (SIGN_IN, 403, 403, 403, 422, 422, 403)
NOT_YET = (SIGN_IN, 403, 403, 403, 404, 404, 403)  # nothing was written


def rows(world):
    run = {"pk": world.import_run.pk}
    draft = {"pk": world.visit.checklist_id}
    return [
        Row("imports:list", get=MAY),
        Row("imports:upload", get=MAY, post=REFUSED),
        Row("imports:template", get=MAY),
        Row("imports:checklist_upload", draft, get=STEER, post=WRONG),
        Row("imports:checklist_write", draft, post=WRONG),
        Row("imports:detail", run, get=GOES_ON),
        Row("imports:progress", run, get=GOES_ON),
        Row("imports:resume", run, post=GOES_ON),
        Row("imports:understood", run, get=MAY, post=REFUSED),
        Row("imports:reread", {**run, "sheet": 0}, post=REFUSED),
        Row("imports:passwords", run, post=(SIGN_IN, 403, 403, 403, 403, 404, 403)),
        Row("imports:kind", run, post=GOES_ON),
        Row("imports:answer", run, post=GOES_ON),
        Row("imports:choices", run, post=GOES_ON),
        Row("imports:commit", run, post=GOES_ON),
        Row("imports:discard", run, post=GOES_ON),
        Row("imports:returned", run, get=NOT_YET),
        Row("imports:undo", run, get=NOT_YET, post=NOT_YET),
    ]
