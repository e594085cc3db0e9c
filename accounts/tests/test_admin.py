import datetime

from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import SimpleTestCase, TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.back_office import is_office_hour
from accounts.enums import Role
from accounts.models import Assignment, User
from history.services import history_of
from tests.factories import AreaFactory, AssignmentFactory, UserFactory

LIST = reverse("admin:accounts_user_changelist")
ADD = reverse("admin:accounts_user_add")
ROLES = reverse("admin:accounts_assignment_changelist")


class UserAdminTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.province = AreaFactory(province=True)
        cls.commune = AreaFactory(parent=cls.province, name="Xã Hòa An")
        cls.elsewhere = AreaFactory(name="Xã Nơi Khác")
        cls.admin = UserFactory(role=Role.ADMIN, role__area=cls.province)
        cls.role = AssignmentFactory(area=cls.commune, user__full_name="Đoàn Thị Hoà")
        cls.hoa = cls.role.user
        cls.outsider = AssignmentFactory(area=cls.elsewhere).user
        cls.root = User.objects.create_superuser("goc", "x", full_name="Quản trị gốc")

    def setUp(self):
        self.client.force_login(self.admin)

    def page_of(self, user):
        return reverse("admin:accounts_user_change", args=[user.pk])

    def data(self, *roles, **changes):
        data = {
            "full_name": "Lê Thị Lan",
            "username": "lan",
            "is_active": "on",
            "assignments-TOTAL_FORMS": len(roles),
            "assignments-INITIAL_FORMS": 0,
        }
        for number, role in enumerate(roles):
            data |= {f"assignments-{number}-{key}": role[key] for key in role}
        return data | changes

    def role_data(self, **changes):
        day = {"role": Role.LEAD, "area": self.commune.pk, "valid_from": "15/09/2023"}
        return day | changes

    def test_new_person_gets_a_password_shown_once_and_a_role(self):
        response = self.client.post(ADD, self.data(self.role_data()))
        lan = User.objects.get(username="lan")
        password = response.context["password"]
        self.assertContains(response, password)
        self.assertIn("no-store", response["Cache-Control"])
        self.assertTrue(lan.check_password(password))
        self.assertTrue(lan.must_change_password)
        self.assertEqual(lan.roles, ["lãnh đạo: Xã Hòa An"])
        self.assertEqual(history_of(lan).get().batch.by, self.admin)
        self.assertEqual(history_of(lan.assignments.get()).count(), 1)

    def test_role_elsewhere_is_refused_at_the_form(self):
        role = self.role_data(area=self.elsewhere.pk)
        response = self.client.post(ADD, self.data(role))
        self.assertContains(response, "Địa bàn này nằm ngoài địa bàn bạn quản trị.")
        self.assertFalse(User.objects.filter(username="lan").exists())

    def test_changes_are_logged_old_and_new(self):
        data = self.data(full_name="Đoàn Thị Hoà", username=self.hoa.username)
        self.client.post(self.page_of(self.hoa), data | {"title": "Phó Chủ tịch"})
        self.assertEqual(
            history_of(self.hoa).get().changes["title"], ["", "Phó Chủ tịch"]
        )

    def test_admin_cannot_make_superusers_nor_reach_one(self):
        self.client.post(ADD, self.data(self.role_data(), is_superuser="on"))
        self.assertFalse(User.objects.get(username="lan").is_superuser)
        self.client.post(
            self.page_of(self.admin),
            self.data(username=self.admin.username, is_superuser="on"),
        )
        self.admin.refresh_from_db()
        self.assertFalse(self.admin.is_superuser)
        for stranger in (self.root, self.outsider):
            response = self.client.get(self.page_of(stranger))
            self.assertRedirects(
                response, reverse("admin:index"), fetch_redirect_response=False
            )

    def test_nobody_closes_his_own_account_or_gives_himself_a_role(self):
        data = self.data(username=self.admin.username, is_active="")
        self.client.post(self.page_of(self.admin), data)
        self.admin.refresh_from_db()
        self.assertTrue(self.admin.is_active)
        data = self.data(
            self.role_data(area=self.province.pk, role=Role.PROVINCIAL),
            username=self.admin.username,
            **{"assignments-INITIAL_FORMS": 0},
        )
        response = self.client.post(self.page_of(self.admin), data)
        self.assertContains(response, "Bạn không thể tự phân công cho mình.")

    def test_neither_passwords_nor_rights_stand_on_the_page(self):
        page = self.client.get(self.page_of(self.hoa))
        for field in ("password", "groups", "user_permissions"):
            self.assertNotContains(page, f'name="{field}"')
        self.assertNotContains(page, self.hoa.password)
        for unused in (Group, Authenticator):
            self.assertFalse(admin.site.is_registered(unused))

    def test_nobody_is_deleted(self):
        self.client.force_login(self.root)
        url = reverse("admin:accounts_user_delete", args=[self.hoa.pk])
        self.assertEqual(self.client.post(url, {"post": "yes"}).status_code, 403)
        self.assertTrue(User.objects.filter(pk=self.hoa.pk).exists())

    def act(self, url, action, *rows):
        data = {"action": action, "_selected_action": [row.pk for row in rows]}
        return self.client.post(url, data, follow=True)

    def test_password_is_reset_for_one_person_at_a_time(self):
        response = self.act(LIST, "reset_password", self.hoa)
        self.hoa.refresh_from_db()
        self.assertTrue(self.hoa.check_password(response.context["password"]))
        response = self.act(LIST, "reset_password", self.hoa, self.admin)
        self.assertContains(response, "Xin chọn đúng một người.")
        response = self.act(LIST, "reset_password", self.admin)
        self.assertContains(response, "Xin dùng trang đổi mật khẩu của chính bạn.")
        for stranger in (self.root, self.outsider):
            before = stranger.password
            self.act(LIST, "reset_password", stranger)
            stranger.refresh_from_db()
            self.assertEqual(stranger.password, before)

    def test_second_factor_is_removed(self):
        Authenticator.objects.create(user=self.hoa, type="totp", data={})
        response = self.act(LIST, "reset_second_factor", self.hoa)
        self.assertContains(response, "Đã gỡ xác thực hai lớp của Đoàn Thị Hoà.")
        response = self.act(LIST, "reset_second_factor", self.hoa)
        self.assertContains(response, "Tài khoản này chưa bật xác thực hai lớp.")

    def test_roles_are_withdrawn_at_once(self):
        foreign = self.outsider.assignments.get()
        self.act(ROLES, "withdraw", self.role, foreign)
        self.role.refresh_from_db()
        foreign.refresh_from_db()
        self.assertIsNotNone(self.role.withdrawn_at)
        self.assertIsNone(foreign.withdrawn_at)
        response = self.act(ROLES, "withdraw", self.role)
        self.assertContains(response, "Phân công này đã kết thúc trước đó.")

    def test_roles_are_not_rewritten(self):
        url = reverse("admin:accounts_assignment_change", args=[self.role.pk])
        self.assertEqual(self.client.post(url, {"role": "admin"}).status_code, 403)
        self.client.post(
            self.page_of(self.hoa),
            self.data(
                username=self.hoa.username,
                **{
                    "assignments-TOTAL_FORMS": 1,
                    "assignments-INITIAL_FORMS": 1,
                    "assignments-0-id": self.role.pk,
                    "assignments-0-role": Role.ADMIN,
                    "assignments-0-area": self.commune.pk,
                    "assignments-0-valid_from": "15/09/2023",
                },
            ),
        )
        self.role.refresh_from_db()
        self.assertEqual(self.role.role, Role.OFFICER)

    def test_list_is_filtered_by_role(self):
        response = self.client.get(LIST, {"vai_tro": "officer"})
        self.assertEqual(list(response.context["cl"].queryset), [self.hoa])
        response = self.client.get(LIST, {"vai_tro": "vua"})
        self.assertEqual(len(response.context["cl"].queryset), 2)


class BackOfficeDoorTests(TestCase):
    url = reverse("admin:index")

    @classmethod
    def setUpTestData(cls):
        cls.admin = UserFactory(role=Role.ADMIN)
        cls.root = User.objects.create_superuser("goc", "x", full_name="Quản trị gốc")

    def status(self, person, **extra):
        self.client.force_login(person)
        return self.client.get(self.url, follow=True, **extra).status_code

    def test_open_to_admins_and_superusers(self):
        self.assertEqual(self.status(self.admin), 200)
        self.assertEqual(self.status(self.root), 200)
        self.assertEqual(self.status(UserFactory(role=Role.PROVINCIAL)), 403)

    def test_shut_with_the_end_of_the_role(self):
        Assignment.objects.update(withdrawn_at=timezone.now())
        self.assertEqual(self.status(self.admin), 403)

    @override_settings(BACK_OFFICE_NETWORKS=["10.20.0.0/16", "2001:db8::/32"])
    def test_kept_to_the_networks_of_the_office(self):
        for address, status in (
            ("10.20.3.4", 200),
            ("2001:db8::5", 200),
            ("10.21.0.1", 403),
            ("", 403),
        ):
            with self.subTest(address):
                self.assertEqual(self.status(self.root, REMOTE_ADDR=address), status)


class OfficeHourTests(SimpleTestCase):
    @override_settings(BACK_OFFICE_HOURS=(7, 18))
    def test_from_the_first_hour_to_the_last_of_working_days(self):
        for moment, is_open in (
            ("2026-11-24 06:59", False),
            ("2026-11-24 07:00", True),
            ("2026-11-24 17:59", True),
            ("2026-11-24 18:00", False),
            ("2026-11-27 10:00", True),
            ("2026-11-28 10:00", False),
            ("2026-11-29 10:00", False),
        ):
            local = datetime.datetime.fromisoformat(f"{moment}+07:00")
            with self.subTest(moment):
                self.assertEqual(is_office_hour(local), is_open)

    def test_always_by_default(self):
        midnight = datetime.datetime.fromisoformat("2026-11-29 00:00+07:00")
        self.assertTrue(is_office_hour(midnight))
