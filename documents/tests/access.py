"""The access table of the register."""

from tests.access import SIGN_IN, Row

READ = (SIGN_IN, 200, 200, 200, 200, 200, 404)


def rows(world):
    frozen = {"uuid": world.document.uuid}
    return [
        Row("documents:list", get=(SIGN_IN, 200, 200, 200, 200, 200, 200)),
        Row("documents:archive", get=(SIGN_IN, 200, 200, 200, 200, 200, 200)),
        Row("documents:detail", frozen, get=READ),
        Row("documents:download", frozen, get=READ),
        Row("documents:site_check_draft", {"uuid": world.site_check.uuid}, get=READ),
        Row("documents:session_draft", {"uuid": world.visit.uuid}, get=READ),
    ]
