import datetime
import re

from allauth.mfa.models import Authenticator
from django.test import TestCase
from django.utils import timezone

from accounts.enums import AssignmentState, Role
from accounts.exceptions import AccountError
from accounts.models import Assignment, User
from accounts.services import (
    assign,
    create_user,
    end_assignment,
    reset_password,
    reset_second_factor,
    set_active,
    set_own_password,
    update_user,
)
from core.versions import StaleVersionError
from history.enums import Action
from history.models import Change
from history.services import history_of
from tests.factories import AreaFactory, AssignmentFactory, UserFactory

DAY = datetime.timedelta(days=1)


class ServiceTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.province = AreaFactory(province=True)
        cls.commune = AreaFactory(parent=cls.province, name="Xã Hòa An")
        cls.elsewhere = AreaFactory()
        cls.admin = UserFactory(role=Role.ADMIN, role__area=cls.province)
        cls.root = User.objects.create_superuser("goc", "x", full_name="Quản trị gốc")

    def officer(self, **kwargs) -> User:
        return AssignmentFactory(area=self.commune, **kwargs).user

    def assertRefused(self, message, call, *args, **kwargs):  # noqa: N802 -- as TestCase names its own
        before = Change.objects.count()
        with self.assertRaisesMessage(AccountError, message):
            call(*args, **kwargs)
        self.assertEqual(Change.objects.count(), before)


class CreateUserTests(ServiceTests):
    def create(self, **kwargs):
        user = User(username="lan", full_name="Lê Thị Lan", phone="0912345678")
        return create_user(user, **kwargs), user

    def test_one_time_password_opens_the_account_and_must_be_changed(self):
        password, user = self.create(by=self.admin)
        self.assertRegex(password, r"^([a-z]{3}[2-9]-){2}[a-z]{3}[2-9]$")
        user.refresh_from_db()
        self.assertTrue(user.check_password(password))
        self.assertTrue(user.must_change_password)
        self.assertLess(timezone.now() - user.password_issued_at, DAY)

    def test_no_two_passwords_are_the_same(self):
        passwords = {reset_password(self.officer(), by=self.admin) for _ in range(5)}
        self.assertEqual(len(passwords), 5)

    def test_log_names_the_admin_and_hides_what_is_personal(self):
        password, user = self.create(by=self.admin)
        change = history_of(user).get()
        self.assertEqual((change.action, change.batch.by), (Action.CREATE, self.admin))
        self.assertEqual(change.changes["password"], [None, "•••"])
        self.assertEqual(change.changes["phone"], [None, "•••"])
        for secret in (password, "0912345678", user.password):
            self.assertNotIn(secret, str(change.changes))

    def test_first_role_comes_with_the_account(self):
        role = Assignment(role=Role.OFFICER, area=self.commune)
        _, user = self.create(by=self.admin, assignment=role)
        self.assertEqual(user.roles, ["cán bộ: Xã Hòa An"])

    def test_role_elsewhere_leaves_no_account_behind(self):
        role = Assignment(role=Role.OFFICER, area=self.elsewhere)
        with self.assertRaises(AccountError):
            self.create(by=self.admin, assignment=role)
        self.assertFalse(User.objects.filter(username="lan").exists())
        self.assertFalse(Change.objects.exists())

    def test_admin_cannot_make_a_superuser(self):
        self.assertRefused(
            "Tài khoản này do quản trị hệ thống giữ.",
            create_user,
            User(username="lan", full_name="Lan", is_superuser=True),
            by=self.admin,
        )

    def test_given_password_needs_no_change(self):
        password, user = self.create(
            by=None, password="thu-nghiem-2026", must_change=False
        )
        self.assertEqual(password, "thu-nghiem-2026")
        self.assertFalse(user.must_change_password)
        self.assertIsNone(user.password_issued_at)


class ChangeUserTests(ServiceTests):
    def test_particulars_are_logged_old_and_new(self):
        user = self.officer(user__title="Công chức")
        user.title = "Phó Chủ tịch"
        update_user(user, by=self.admin, base_version=1)
        self.assertEqual(
            history_of(user).get().changes, {"title": ["Công chức", "Phó Chủ tịch"]}
        )

    def test_stale_form_is_refused(self):
        user = self.officer()
        user.title = "Phó Chủ tịch"
        update_user(user, by=self.admin, base_version=1)
        user.title = "Chủ tịch"
        with self.assertRaises(StaleVersionError):
            update_user(user, by=self.admin, base_version=1)

    def test_reset_password_is_logged_without_the_password(self):
        user = self.officer()
        old = user.password
        password = reset_password(user, by=self.admin)
        user.refresh_from_db()
        self.assertTrue(user.check_password(password))
        self.assertTrue(user.must_change_password)
        change = history_of(user).get()
        self.assertEqual(change.batch.reason, "Cấp lại mật khẩu.")
        for secret in (password, user.password, old):
            self.assertNotIn(secret, str(change.changes))

    def test_own_password_ends_the_need_to_change(self):
        user = self.officer()
        reset_password(user, by=self.admin)
        set_own_password(user, "mat-khau-moi-2026")
        user.refresh_from_db()
        self.assertFalse(user.must_change_password)
        self.assertIsNone(user.password_issued_at)
        change = history_of(user).first()
        self.assertEqual(
            (change.batch.by, change.batch.reason), (user, "Tự đổi mật khẩu.")
        )

    def test_account_is_closed_and_opened(self):
        user = self.officer()
        set_active(user, False, by=self.admin, reason="Chuyển công tác.")
        set_active(user, True, by=self.admin)
        opened, closed = history_of(user)
        self.assertEqual(closed.changes, {"is_active": [True, False]})
        self.assertEqual(closed.batch.reason, "Chuyển công tác.")
        self.assertEqual(opened.changes, {"is_active": [False, True]})

    def test_nobody_closes_his_own_account(self):
        self.assertRefused(
            "Bạn không thể tự khóa tài khoản của mình.",
            set_active,
            self.admin,
            False,
            by=self.admin,
        )

    def test_second_factor_is_removed_and_logged(self):
        user = self.officer()
        Authenticator.objects.create(user=user, type="totp", data={"secret": "s"})
        reset_second_factor(user, by=self.admin)
        self.assertFalse(Authenticator.objects.exists())
        self.assertEqual(history_of(user).get().batch.reason, "Gỡ xác thực hai lớp.")

    def test_second_factor_that_is_not_there_cannot_be_removed(self):
        self.assertRefused(
            "Tài khoản này chưa bật xác thực hai lớp.",
            reset_second_factor,
            self.officer(),
            by=self.admin,
        )

    def test_superuser_is_left_to_superusers(self):
        message = "Tài khoản này do quản trị hệ thống giữ."
        role = Assignment(user=self.root, role=Role.VIEWER, area=self.commune)
        self.assertRefused(message, reset_password, self.root, by=self.admin)
        self.assertRefused(message, set_active, self.root, False, by=self.admin)
        self.assertRefused(message, reset_second_factor, self.root, by=self.admin)
        self.assertRefused(message, assign, role, by=self.admin)
        other_root = User.objects.create_superuser("goc.2", "x", full_name="Gốc 2")
        self.assertTrue(reset_password(self.root, by=other_root))

    def test_own_password_is_not_reset_but_changed(self):
        self.assertRefused(
            "Xin dùng trang đổi mật khẩu của chính bạn.",
            reset_password,
            self.admin,
            by=self.admin,
        )


class AssignTests(ServiceTests):
    def test_role_is_given_and_logged(self):
        user = UserFactory()
        role = Assignment(user=user, role=Role.LEAD, area=self.commune)
        assign(role, by=self.admin)
        self.assertEqual(user.areas_with("inspections.sign_visit"), [self.commune])
        change = history_of(role).get()
        self.assertEqual(change.changes["area"], [None, "Xã Hòa An"])
        self.assertEqual(change.changes["role"], [None, "lãnh đạo"])

    def test_area_outside_is_refused(self):
        role = Assignment(user=UserFactory(), role=Role.LEAD, area=self.elsewhere)
        message = "Địa bàn này nằm ngoài địa bàn bạn quản trị."
        self.assertRefused(message, assign, role, by=self.admin)
        self.assertRefused(message, assign, role, by=self.officer())
        self.assertEqual(assign(role, by=self.root), role)

    def test_nobody_gives_himself_a_role(self):
        role = Assignment(user=self.admin, role=Role.PROVINCIAL, area=self.province)
        self.assertRefused(
            "Bạn không thể tự phân công cho mình.", assign, role, by=self.admin
        )

    def test_same_role_twice_is_refused(self):
        user = self.officer(role=Role.OFFICER)
        role = Assignment(user=user, role=Role.OFFICER, area=self.commune)
        self.assertRefused(
            "Người này đã có phân công như vậy.", assign, role, by=self.admin
        )

    def test_same_role_from_the_same_day_is_refused_even_after_its_end(self):
        ended = AssignmentFactory(
            area=self.commune, valid_to=timezone.localdate() - DAY
        )
        role = Assignment(
            user=ended.user,
            role=ended.role,
            area=ended.area,
            valid_from=ended.valid_from,
        )
        self.assertRefused(
            "Người này đã có phân công như vậy.", assign, role, by=self.admin
        )
        role.valid_from = timezone.localdate()
        self.assertEqual(assign(role, by=self.admin), role)


class EndAssignmentTests(ServiceTests):
    def setUp(self):
        self.role = AssignmentFactory(area=self.commune)
        self.today = timezone.localdate()

    def test_withdrawn_at_once_and_kept(self):
        end_assignment(self.role, by=self.admin)
        self.role.refresh_from_db()
        self.assertEqual(self.role.state, AssignmentState.WITHDRAWN)
        self.assertFalse(
            User.objects.get(pk=self.role.user_id).has_perm("producers.view_producer")
        )
        self.assertEqual(history_of(self.role).get().action, Action.CLOSE)

    def test_ends_after_a_last_day(self):
        end_assignment(self.role, by=self.admin, last_day=self.today)
        self.role.refresh_from_db()
        self.assertEqual(self.role.valid_to, self.today)
        self.assertEqual(self.role.state, AssignmentState.IN_FORCE)

    def test_day_in_the_past_is_refused(self):
        message = "Ngày cuối phải từ hôm nay và từ ngày bắt đầu trở đi."
        self.assertRefused(
            message,
            end_assignment,
            self.role,
            by=self.admin,
            last_day=self.today - DAY,
        )
        future = AssignmentFactory(valid_from=self.today + 5 * DAY)
        self.assertRefused(
            message, end_assignment, future, by=self.admin, last_day=self.today
        )

    def test_ended_one_cannot_end_again(self):
        end_assignment(self.role, by=self.admin)
        self.assertRefused(
            "Phân công này đã kết thúc trước đó.",
            end_assignment,
            self.role,
            by=self.admin,
        )

    def test_nobody_ends_his_own(self):
        self.assertRefused(
            "Bạn không thể tự kết thúc phân công của mình.",
            end_assignment,
            self.admin.assignments.get(),
            by=self.admin,
        )


class PasswordAlphabetTests(ServiceTests):
    def test_letters_that_look_alike_are_left_out(self):
        made = "".join(reset_password(self.officer(), by=self.admin) for _ in range(20))
        self.assertEqual(re.findall("[01ijlo]", made), [])
