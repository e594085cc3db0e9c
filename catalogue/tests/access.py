"""The access table of the public pages, and of the desk behind them."""

from tests.access import SIGN_IN, Row, only_post

EVERYBODY, NOBODY = (200,) * 7, (405,) * 7
NOTHING_SAID = (422,) * 7
LIST = (SIGN_IN, 200, 200, 200, 200, 200, 200)
READ = (SIGN_IN, 200, 200, 200, 200, 200, 404)
# A POST of nothing is refused with the form; viewers and admins lack the right.
HANDLE = (SIGN_IN, 403, 422, 422, 422, 403, 404)


def rows(world):
    code = {"code": world.product.public_code}
    report = {"uuid": world.misuse_report.uuid}
    return [
        Row("catalogue:search", get=EVERYBODY, post=NOBODY),
        Row("catalogue:product", code, get=EVERYBODY, post=NOBODY),
        Row("catalogue:qr", code, get=EVERYBODY, post=NOBODY),
        Row("catalogue:report_misuse", code, get=EVERYBODY, post=NOTHING_SAID),
        Row("catalogue:report_sent", get=EVERYBODY, post=NOBODY),
        Row("catalogue:report_list", get=LIST),
        Row("catalogue:report", report, get=READ),
        Row("catalogue:report_handle", report, get=only_post(), post=HANDLE),
        Row("catalogue:report_picture", report, get=READ),
    ]
