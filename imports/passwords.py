"""First passwords for the people whom an import has made, handed over once."""

import io

import xlsxwriter
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, QuerySet

from accounts.models import User
from accounts.services import reset_password
from history.enums import Action
from history.models import Change

from .enums import ListKind
from .models import ImportRun

AT_ONCE = 50
TITLES = ("Họ và tên", "Tên đăng nhập", "Mật khẩu lần đầu")


def waiting_for_passwords(run: ImportRun, *, by: User) -> QuerySet[User]:
    """Return whom an import has made and who have never signed in.

    Only those whom the person manages; first those who have been given none.
    """
    if run.kind != ListKind.USERS or run.batch_id is None:
        return User.objects.none()  # asks the database nothing
    made = Change.objects.filter(
        batch=run.batch_id,
        action=Action.CREATE,
        content_type=ContentType.objects.get_for_model(User),
    )
    people = User.objects.editable_by(by).filter(is_active=True, last_login=None)
    return people.filter(pk__in=made.values("object_id")).order_by(
        F("password_issued_at").asc(nulls_first=True), "pk"
    )


@transaction.atomic
def issue_passwords(run: ImportRun, *, by: User) -> bytes:
    """Give one-time passwords to those who wait; return them as a workbook.

    They are kept nowhere else; whom an earlier workbook was lost for gets a new one.
    """
    people = waiting_for_passwords(run, by=by)[:AT_ONCE]
    lines = [
        (person.full_name, person.username, reset_password(person, by=by))
        for person in people
    ]
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Mật khẩu")
        head = book.add_format({"bold": True, "bottom": 1})
        sheet.set_column(0, 2, 30)
        for line, texts in enumerate([TITLES, *lines]):
            for column, text in enumerate(texts):
                sheet.write_string(line, column, text, head if line == 0 else None)
    return file.getvalue()
