"""Lists of people who are to sign in."""

import datetime
import io
import tempfile

import openpyxl
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Assignment, User
from history.services import history_of
from imports.enums import ListKind
from imports.models import ImportRun
from imports.passwords import AT_ONCE
from imports.services import preview_import
from tests.factories import AgencyFactory, AssignmentFactory, UserFactory
from tests.places import unit

from .pages import PageTestCase, url
from .workbooks import workbook

TITLES = ["STT", "Họ và tên", "Tên đăng nhập", "E-mail", "Điện thoại", "Vai trò",
          "Địa bàn", "Chức vụ", "Cơ quan"]  # fmt: skip


def line(name="Nông Thị Hoa", username="nong.thi.hoa", **cells):
    """Return a row under TITLES."""
    return [
        1,
        name,
        username,
        cells.get("email"),
        cells.get("phone"),
        cells.get("role", "cán bộ"),
        cells.get("area", "Xã Hòa An"),
        cells.get("title"),
        cells.get("agency"),
    ]


class UserListTestCase(PageTestCase):
    def setUp(self):
        self.client.force_login(self.admin)

    def rows(self, *lines, by=None, titles=TITLES):
        """Return what the rows come to, as the given admin previews them."""
        run = self.start(workbook([titles, *lines]), by=by or self.admin)
        plan = preview_import(run, by=by or self.admin)
        return [row for row in plan.rows if row.outcome != "skipped"]

    def codes(self, *lines, **options):
        rows = self.rows(*lines, **options)
        return [[message.code for message in row.messages] for row in rows]

    def written(self, *lines) -> ImportRun:
        return self.committed(workbook([TITLES, *lines]), by=self.admin)


class WrittenTests(UserListTestCase):
    def test_accounts_and_roles_are_made_without_a_password(self):
        office = AgencyFactory(name="UBND xã Hòa An", area=unit("01654"))
        row = line(email="Hoa@Example.vn", phone=912345678, title="Chuyên viên",
                   agency="UBND xã Hòa An")  # fmt: skip
        run = self.written(row)
        self.assertEqual(run.kind, ListKind.USERS)
        user = User.objects.get(username="nong.thi.hoa")
        self.assertEqual(
            (user.full_name, user.email, user.phone, user.title, user.agency),
            ("Nông Thị Hoa", "hoa@example.vn", "0912345678", "Chuyên viên", office),
        )
        self.assertFalse(user.has_usable_password())
        self.assertTrue(user.must_change_password)
        self.assertTrue(user.is_active)
        [held] = user.assignments.all()
        self.assertEqual((held.role, held.area), (Role.OFFICER, unit("01654")))
        self.assertEqual(run.counts["users"]["new"], 1)
        [change] = history_of(user)
        self.assertEqual(change.changes["email"], [None, "•••"])
        self.assertEqual(change.batch.by, self.admin)
        self.assertIn(user, User.objects.editable_by(self.admin))

    def test_the_same_list_twice_changes_nothing(self):
        lines = [line(email="hoa@example.vn"), line("Nông Văn B", "nong.van.b")]
        self.written(*lines)
        rows = self.rows(*lines)
        self.assertEqual([row.outcome for row in rows], ["unchanged"] * 2)
        self.assertEqual([row.messages for row in rows], [[], []])

    def test_what_differs_is_changed_and_a_further_role_added(self):
        self.written(line())
        rows = self.rows(
            line(title="Phó trưởng phòng"), line(role="lãnh đạo", area="Tỉnh Cao Bằng")
        )
        self.assertEqual(
            [[(c["field"], c["old"], c["new"]) for c in row.changes] for row in rows],
            [
                [("chức vụ", "", "Phó trưởng phòng")],
                [("phân công", "", "lãnh đạo, Tỉnh Cao Bằng")],
            ],
        )

    def test_an_e_mail_alone_tells_who_is_meant(self):
        self.written(line(email="hoa@example.vn"))
        [row] = self.rows(line("Nông Thị Hòa", None, email="HOA@example.vn"))
        self.assertEqual((row.outcome, row.messages), ("changed", []))

    def test_a_repeated_row_is_a_duplicate(self):
        rows = self.rows(line(), line())
        self.assertEqual([row.outcome for row in rows], ["new", "duplicate"])


class RefusedTests(UserListTestCase):
    def test_what_is_missing_or_unclear_is_told(self):
        self.assertEqual(
            self.codes(
                line(None),
                line(username=None),
                line(username="Có Dấu"),
                line(role=None),
                line(area=None),
                line(role="trùm"),
                line(area="Xã Không Có"),
                line(agency="Cơ quan lạ"),
            ),
            [
                ["missing_full_name"],
                ["missing_username"],
                ["invalid_username"],
                ["role_missing"],
                ["area_missing"],
                ["role_unknown"],
                ["area_unknown"],
                ["agency_unknown"],
            ],
        )

    def test_nobody_changes_himself_or_a_superuser_or_people_elsewhere(self):
        root = User.objects.create_superuser("goc", "x", full_name="Quản trị gốc")
        local = UserFactory(role=Role.ADMIN, role__area=unit("01654"))
        outsider = AssignmentFactory(area=unit("01477")).user
        lines = [line(username=one.username) for one in (local, root, outsider)]
        self.assertEqual(
            self.codes(*lines, line(area="Xã Trùng Khánh"), by=local),
            [
                ["own_account"],
                ["user_out_of_scope"],
                ["user_out_of_scope"],
                ["place_out_of_scope"],
            ],
        )

    def test_an_e_mail_belongs_to_one_account(self):
        UserFactory(username="khac", email="hoa@example.vn", role=Role.VIEWER,
                    role__area=unit("01654"))  # fmt: skip
        self.assertEqual(
            self.codes(
                line(email="hoa@example.vn"),
                line(username="a1", email="moi@example.vn"),
                line(username="a2", email="moi@example.vn"),
            ),
            [["email_taken"], [], ["email_taken"]],
        )

    def test_nor_to_two_whose_addresses_the_list_changes(self):
        for name in ("x", "y"):
            UserFactory(username=name, role=Role.VIEWER, role__area=unit("01654"))
        lines = [line(username=name, email="moi@example.vn") for name in ("x", "y")]
        self.assertEqual(self.codes(*lines), [[], ["email_taken"]])

    def test_a_role_that_is_over_begins_on_another_day(self):
        user = UserFactory(username="nong.thi.hoa", full_name="Nông Thị Hoa")
        held = AssignmentFactory(
            user=user,
            role=Role.OFFICER,
            area=unit("01654"),
            valid_from=datetime.date(2025, 1, 1),
            valid_to=datetime.date(2025, 12, 31),
        )
        AssignmentFactory(user=user, role=Role.VIEWER, area=unit("01654"))
        titles = [*TITLES, "Từ ngày"]
        for day, codes in (("01/01/2025", ["assignment_over"]), ("02/01/2026", [])):
            with self.subTest(day):
                row = [*line(), day]
                self.assertEqual(self.codes(row, titles=titles), [codes])
        held.withdrawn_at = timezone.now()
        held.save()
        self.assertEqual(self.codes([*line(), "01/01/2025"], titles=titles), [[]])

    def test_only_leads_are_granted_the_import(self):
        titles = [*TITLES, "Được nhập Excel"]
        lines = [[*line(), "có"], [*line(username="b", role="lãnh đạo"), "x"]]
        self.assertEqual(
            self.codes(*lines, titles=titles), [["import_grant_differs"], []]
        )

    def test_queries_do_not_grow_with_the_rows(self):
        for count in (1, 3):
            lines = [line(username=f"nguoi{count}{n}") for n in range(count)]
            run = self.start(workbook([TITLES, *lines]), by=self.admin)
            with self.subTest(count=count), self.assertNumQueries(15):
                preview_import(run, by=self.admin)


class RightTests(UserListTestCase):
    def test_who_does_not_manage_people_cannot_import_them(self):
        self.client.force_login(self.lan)
        run = self.start(workbook([TITLES, line()]), by=self.lan)
        page = self.client.get(url("understood", run))
        words = "chỉ người có quyền quản lý người dùng mới nhập được"
        self.assertContains(page, words)
        response = self.client.post(
            url("understood", run), self.layout(run), follow=True
        )
        self.assertContains(response, words)
        run.refresh_from_db()
        self.assertEqual(run.state, "uploaded")
        self.assertFalse(User.objects.filter(username="nong.thi.hoa").exists())

    def test_nor_take_another_list_for_one(self):
        self.client.force_login(self.lan)
        run = self.start()
        response = self.client.post(url("kind", run), {"kind": "users"}, follow=True)
        self.assertContains(response, "chỉ người có quyền quản lý người dùng")
        run.refresh_from_db()
        self.assertEqual(run.kind, ListKind.PRODUCTS)

    def test_nor_on_the_command_line(self):
        file = self.enterContext(tempfile.NamedTemporaryFile(suffix=".xlsx"))
        file.write(workbook([TITLES, line()]))
        file.flush()
        with self.assertRaisesMessage(CommandError, "quyền quản lý người dùng"):
            call_command("import_list", file.name, "--as", self.lan.username)
        self.assertEqual(ImportRun.objects.count(), 0)

    def test_a_right_lost_before_writing_counts(self):
        run = self.previewed(workbook([TITLES, line()]), by=self.admin)
        self.admin.assignments.update(role=Role.PROVINCIAL)
        self.admin = User.objects.get(pk=self.admin.pk)
        response = self.client.post(url("commit", run), follow=True)
        self.assertContains(response, "quyền quản lý người dùng")
        self.assertFalse(User.objects.filter(username="nong.thi.hoa").exists())


class PasswordTests(UserListTestCase):
    def issued(self, run) -> list[tuple]:
        response = self.client.post(url("passwords", run))
        self.assertEqual(response["Content-Type"][-5:], "sheet")
        self.assertIn("no-store", response["Cache-Control"])
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        head, *lines = book.active.iter_rows(values_only=True)
        self.assertEqual(head, ("Họ và tên", "Tên đăng nhập", "Mật khẩu lần đầu"))
        return lines

    def test_first_passwords_come_in_a_workbook_and_let_people_in(self):
        run = self.written(line(), line("Nông Văn B", "nong.van.b"))
        self.assertContains(self.client.get(run.get_absolute_url()), "2 người do lần")
        lines = self.issued(run)
        self.assertEqual(
            [(name, username) for name, username, _ in lines],
            [("Nông Thị Hoa", "nong.thi.hoa"), ("Nông Văn B", "nong.van.b")],
        )
        for _, username, password in lines:
            user = authenticate(None, username=username, password=password)
            self.assertEqual(user.username, username)
            self.assertTrue(user.must_change_password)
        again = self.issued(run)
        self.assertNotEqual(again[0][2], lines[0][2])

    def test_who_has_signed_in_gets_none(self):
        run = self.written(line())
        User.objects.filter(username="nong.thi.hoa").update(last_login=run.created_at)
        response = self.client.post(url("passwords", run), follow=True)
        self.assertContains(response, "Không còn ai chờ cấp mật khẩu lần đầu.")
        self.assertNotContains(response, "Mật khẩu lần đầu</h2>")

    def test_so_many_at_once_those_without_one_first(self):
        lines = [line(username=f"nguoi{n:02}") for n in range(AT_ONCE + 2)]
        run = self.written(*lines)
        self.assertEqual(len(self.issued(run)), AT_ONCE)
        second = [username for _, username, _ in self.issued(run)]
        self.assertEqual(second[:2], ["nguoi50", "nguoi51"])

    def test_accounts_that_were_there_before_keep_their_passwords(self):
        UserFactory(username="nong.thi.hoa", role=Role.VIEWER, role__area=unit("01654"))
        run = self.written(line())
        self.assertEqual(Assignment.objects.filter(role="officer").count(), 1)
        response = self.client.post(url("passwords", run))
        self.assertRedirects(response, url("detail", run))

    def test_only_for_written_lists_of_users(self):
        products = self.committed()
        preview = self.previewed(workbook([TITLES, line()]), by=self.admin)
        for run in (products, preview):
            with self.subTest(run=run):
                self.assertEqual(
                    self.client.post(url("passwords", run)).status_code, 404
                )
