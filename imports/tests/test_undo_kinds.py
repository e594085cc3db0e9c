"""Undoing lists of every kind puts back exactly what was there."""

from accounts.enums import Role
from accounts.models import User
from imports.exceptions import ImportRefusedError
from imports.undoing import undo_import
from tests.factories import AssignmentFactory, UserFactory
from tests.places import unit

from . import test_ending_list as endings
from . import test_kinds as producers
from . import test_user_list as users
from .pages import PageTestCase
from .undoing import everything
from .workbooks import workbook


class UndoKindsTests(PageTestCase):
    def assert_undone(self, *rows) -> None:
        before = everything()
        run = self.committed(workbook(rows), by=self.admin)
        self.assertNotEqual(everything(), before)
        run = undo_import(run, by=self.admin)
        self.assertEqual(run.state, "undone")
        self.assertEqual(everything(), before)

    def test_producers(self):
        self.assert_undone(*producers.PRODUCERS)

    def test_ends_of_recognitions(self):
        endings.award()
        rows = [endings.line(cause="điểm a"), endings.line(cause="điểm c")]
        self.assert_undone(endings.TITLES, *rows)

    def test_users(self):
        UserFactory(username="nong.van.b", role=Role.VIEWER, role__area=unit("01654"))
        changed = users.line("Nông Văn B", "nong.van.b", title="Chuyên viên")
        self.assert_undone(users.TITLES, users.line(), changed)

    def test_users_only_by_those_who_manage_people(self):
        run = self.committed(workbook([users.TITLES, users.line()]), by=self.admin)
        with self.assertRaises(ImportRefusedError):
            undo_import(run, by=self.lan)
        self.assertTrue(User.objects.filter(username="nong.thi.hoa").exists())

    def test_users_only_where_one_manages_people(self):
        area, other = unit("01654"), unit("01477")
        by = UserFactory(role=Role.ADMIN, role__area=area)
        AssignmentFactory(user=by, role=Role.ADMIN, area=other)
        lines = [users.line(), users.line(username="b", area="Xã Trùng Khánh")]
        run = self.committed(workbook([users.TITLES, *lines]), by=by)
        neighbour = UserFactory(role=Role.ADMIN, role__area=area)
        AssignmentFactory(user=neighbour, role=Role.LEAD, area=other, may_import=True)
        undo_import(run, by=neighbour)
        left = User.objects.filter(username__in=["nong.thi.hoa", "b"])
        self.assertEqual([user.username for user in left], ["b"])
