import datetime

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Assignment, User
from history.services import history_of
from tests.factories import (
    PASSWORD,
    AgencyFactory,
    AreaFactory,
    AssignmentFactory,
    UserFactory,
)

DAY = datetime.timedelta(days=1)


class PeopleCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.province = AreaFactory(province=True, name="Tỉnh Cao Bằng")
        cls.commune = AreaFactory(parent=cls.province, name="Xã Hòa An")
        cls.elsewhere = AreaFactory(name="Xã Nơi Khác")
        cls.admin = UserFactory(role=Role.ADMIN, role__area=cls.province)
        cls.role = AssignmentFactory(
            area=cls.commune, user__full_name="Đoàn Thị Hoà", user__username="hoa"
        )
        cls.hoa = cls.role.user
        cls.outsider = AssignmentFactory(
            area=cls.elsewhere, user__full_name="Người Nơi Khác"
        ).user
        cls.root = User.objects.create_superuser("goc", "x", full_name="Quản trị gốc")

    def setUp(self):
        self.client.force_login(self.admin)

    def get(self, name, row=None, **query):
        return self.client.get(self.url(name, row), query)

    def post(self, name, row=None, **data):
        return self.client.post(self.url(name, row), data)

    def url(self, name, row=None):
        kwargs = {"pk": row.pk} if row else {}
        return reverse(f"accounts:{name}", kwargs=kwargs)


class UserListTests(PeopleCase):
    def shown(self, **query):
        return list(self.get("user_list", **query).context["page"])

    def test_lists_people_of_the_own_area_alone(self):
        self.assertEqual(self.shown(), [self.admin, self.hoa])
        page = self.get("user_list")
        self.assertContains(page, "Cán bộ, Xã Hòa An")
        for name in (self.outsider.full_name, self.root.full_name):
            self.assertNotContains(page, name)

    def test_search_needs_no_accents_and_no_case(self):
        for words in ("doan thi hoa", "HÒA", "hoa", "Đoàn"):
            with self.subTest(words):
                self.assertEqual(self.shown(q=words), [self.hoa])
        self.assertEqual(self.shown(q="khong co ai"), [])

    def test_filters_by_role_and_state(self):
        self.assertEqual(self.shown(vai_tro="officer"), [self.hoa])
        self.assertEqual(self.shown(vai_tro="lead"), [])
        self.assertEqual(self.shown(tinh_trang="da_khoa"), [])
        User.objects.filter(pk=self.hoa.pk).update(is_active=False)
        self.assertEqual(self.shown(tinh_trang="da_khoa"), [self.hoa])
        self.assertEqual(self.shown(tinh_trang="dang_dung"), [self.admin])

    def test_sorts(self):
        self.assertEqual(self.shown(sap_xep="-ten"), [self.hoa, self.admin])

    def test_empty_result_says_what_to_do(self):
        page = self.get("user_list", q="khong co ai")
        self.assertContains(page, "Không có người dùng nào phù hợp.")

    def test_fragment_alone_for_htmx(self):
        response = self.client.get(
            self.url("user_list"), headers={"HX-Request": "true"}
        )
        self.assertTemplateNotUsed(response, "base.html")
        self.assertContains(response, 'id="user-results"')

    def test_bad_parameters_are_404_or_ignored(self):
        for query, status in (
            ({"trang": "²"}, 404),
            ({"trang": "9" * 26}, 404),
            ({"moi_trang": "7"}, 404),
            ({"vai_tro": "vua"}, 200),
            ({"sap_xep": "password"}, 200),
            ({"q": "x" * 5000}, 200),
        ):
            with self.subTest(query):
                self.assertEqual(self.get("user_list", **query).status_code, status)

    def test_queries_do_not_grow_with_rows(self):
        for extra in (0, 2):
            for _ in range(extra):
                AssignmentFactory(area=self.commune, user__agency=AgencyFactory())
            with self.subTest(extra), self.assertNumQueries(7):
                self.get("user_list")


class UserDetailTests(PeopleCase):
    def test_shows_roles_and_history(self):
        self.post("assignment_end", self.role)
        page = self.get("user_detail", self.hoa)
        self.assertContains(page, "Đoàn Thị Hoà")
        self.assertContains(page, "Đã thu hồi")
        self.assertContains(page, str(self.admin))

    def test_people_out_of_reach_are_not_there(self):
        forms = ("user_detail", "user_edit", "assignment_create")
        acts = ("user_close", "user_reset_password", "user_reset_second_factor")
        for person in (self.outsider, self.root):
            for name in forms:
                with self.subTest(name):
                    response = self.get(name, person)
                    self.assertNotContains(response, person.full_name, status_code=404)
            for name in (*forms[1:], *acts):
                with self.subTest(name):
                    self.assertEqual(self.post(name, person).status_code, 404)
            person.refresh_from_db()
            self.assertTrue(person.is_active)
        self.assertTrue(self.outsider.check_password(PASSWORD))

    def test_role_elsewhere_cannot_be_ended(self):
        foreign = self.outsider.assignments.get()
        self.assertEqual(self.post("assignment_end", foreign).status_code, 404)
        foreign.refresh_from_db()
        self.assertIsNone(foreign.withdrawn_at)

    def test_key_with_26_digits_is_not_there(self):
        response = self.client.get(f"/tai-khoan/nguoi-dung/{'9' * 26}/")
        self.assertEqual(response.status_code, 404)

    def test_queries_do_not_grow_with_roles(self):
        self.get("user_detail", self.hoa)
        for extra in (0, 2):
            for _ in range(extra):
                AssignmentFactory(user=self.hoa, area=AreaFactory(parent=self.province))
            with self.subTest(extra), self.assertNumQueries(7):
                self.get("user_detail", self.hoa)


class UserCreateTests(PeopleCase):
    def data(self, **changes):
        return {
            "full_name": "Lê  Thị Lan",
            "username": "lan",
            "email": "Lan@Example.VN",
            "role": Role.OFFICER,
            "area": self.commune.pk,
            "valid_from": "15/09/2023",
        } | changes

    def test_account_with_first_role_and_a_password_shown_once(self):
        response = self.post("user_create", **self.data())
        lan = User.objects.get(username="lan")
        password = response.context["password"]
        self.assertContains(response, password)
        self.assertIn("no-store", response["Cache-Control"])
        self.assertTrue(lan.check_password(password))
        self.assertTrue(lan.must_change_password)
        self.assertEqual((lan.full_name, lan.email), ("Lê Thị Lan", "lan@example.vn"))
        role = lan.assignments.get()
        self.assertEqual(
            (role.role, role.area, role.valid_from, role.valid_to),
            (Role.OFFICER, self.commune, datetime.date(2023, 9, 15), None),
        )
        self.assertEqual(history_of(lan).get().batch.by, self.admin)
        for page in (self.get("user_detail", lan), self.get("user_list")):
            self.assertNotContains(page, password)

    def test_refusals_keep_what_was_typed(self):
        for changes, words in (
            ({"username": "hoa"}, "Tên đăng nhập này đã có người dùng."),
            ({"username": "Lê Lan"}, "Tên đăng nhập chỉ gồm chữ thường không dấu"),
            (
                {"email": self.hoa.email.upper()},
                "E-mail này đã dùng cho tài khoản khác.",
            ),
            ({"full_name": ""}, "Xin điền mục này."),
            ({"role": "vua"}, "Lựa chọn vua không có trong danh sách."),
            ({"area": self.elsewhere.pk}, "Lựa chọn này không có trong danh sách."),
            ({"area": "9" * 26}, "Lựa chọn này không có trong danh sách."),
            ({"valid_from": "31/02/2023"}, "Ngày phải có dạng dd/mm/yyyy"),
            ({"valid_to": "14/09/2023"}, "Ngày kết thúc phải từ ngày bắt đầu trở đi."),
            ({"may_import": "on"}, "Chỉ lãnh đạo mới cần được cho phép riêng."),
        ):
            with self.subTest(changes):
                response = self.post("user_create", **self.data(**changes))
                self.assertContains(response, words)
                self.assertFalse(User.objects.filter(username="lan").exists())
        self.assertContains(response, "Lan@Example.VN")

    def test_rights_cannot_be_slipped_in(self):
        self.post(
            "user_create",
            **self.data(
                is_superuser="on", is_staff="on", is_active="", password="biet-truoc"
            ),
        )
        lan = User.objects.get(username="lan")
        self.assertFalse(lan.is_superuser)
        self.assertFalse(lan.is_staff)
        self.assertTrue(lan.is_active)
        self.assertFalse(lan.check_password("biet-truoc"))

    def test_areas_and_agencies_of_others_are_not_offered(self):
        AgencyFactory(area=self.elsewhere, name="UBND xã Nơi Khác")
        AgencyFactory(area=self.commune, name="UBND xã Hòa An")
        page = self.get("user_create")
        self.assertContains(page, "UBND xã Hòa An")
        self.assertNotContains(page, "Nơi Khác")

    def test_areas_are_offered_by_era_and_name(self):
        district = AreaFactory(district=True, parent=self.province, name="Huyện Hòa An")
        gone = AreaFactory(former=True, parent=district, name="Xã Hồng Việt")
        ward = AreaFactory(parent=self.province, name="Phường Thục Phán")
        today = [(ward.pk, ward.name), (self.commune.pk, self.commune.name)]
        offered = [
            ("", "Chọn địa bàn"),
            (self.province.pk, "Tỉnh Cao Bằng"),
            ("Xã, phường hiện nay", today),
            ("Huyện trước 01/07/2025", [(district.pk, district.name)]),
        ]
        for name, row, key in (
            ("user_create", None, "role"),
            ("assignment_create", self.hoa, "form"),
        ):
            form = self.get(name, row).context[key]
            self.assertEqual(form.fields["area"].choices, offered)
        response = self.post("user_create", **self.data(area=gone.pk))
        self.assertIn("password", response.context)


class UserEditTests(PeopleCase):
    def data(self, **changes):
        return {
            "full_name": "Đoàn Thị Hoà",
            "title": "Phó Chủ tịch",
            "email": self.hoa.email,
            "version": 1,
        } | changes

    def test_saves_and_logs(self):
        response = self.post("user_edit", self.hoa, **self.data(username="khac"))
        self.assertRedirects(response, self.url("user_detail", self.hoa))
        self.hoa.refresh_from_db()
        self.assertEqual((self.hoa.title, self.hoa.username), ("Phó Chủ tịch", "hoa"))
        self.assertEqual(
            history_of(self.hoa).get().changes, {"title": ["", "Phó Chủ tịch"]}
        )

    def test_form_that_was_overtaken_shows_both_texts(self):
        self.post("user_edit", self.hoa, **self.data(title="Chủ tịch"))
        response = self.post("user_edit", self.hoa, **self.data())
        self.assertContains(response, "Chủ tịch", status_code=409)
        self.assertContains(response, "Phó Chủ tịch", status_code=409)
        self.hoa.refresh_from_db()
        self.assertEqual(self.hoa.title, "Chủ tịch")

    def test_form_without_a_version_is_refused(self):
        response = self.post("user_edit", self.hoa, **self.data(version=""))
        self.assertContains(response, "Xin điền mục này.")


class AssignmentViewTests(PeopleCase):
    def test_gives_a_role(self):
        response = self.post(
            "assignment_create",
            self.hoa,
            role=Role.LEAD,
            area=self.commune.pk,
            may_import="on",
            valid_from="15/09/2023",
            valid_to="31/12/2030",
        )
        self.assertRedirects(response, self.url("user_detail", self.hoa))
        role = self.hoa.assignments.get(role=Role.LEAD)
        self.assertTrue(role.may_import)
        self.assertEqual(role.valid_to, datetime.date(2030, 12, 31))

    def test_same_role_again_is_refused(self):
        response = self.post(
            "assignment_create",
            self.hoa,
            role=Role.OFFICER,
            area=self.commune.pk,
            valid_from="15/09/2023",
        )
        self.assertContains(response, "Người này đã có phân công như vậy.")

    def test_nobody_gives_himself_a_role(self):
        response = self.post(
            "assignment_create",
            self.admin,
            role=Role.PROVINCIAL,
            area=self.province.pk,
            valid_from="15/09/2023",
        )
        self.assertContains(response, "Bạn không thể tự phân công cho mình.")
        self.assertEqual(self.admin.assignments.count(), 1)

    def test_role_ends_at_once_or_after_a_day(self):
        tomorrow = timezone.localdate() + DAY
        self.post("assignment_end", self.role, last_day=f"{tomorrow:%d/%m/%Y}")
        self.role.refresh_from_db()
        self.assertEqual((self.role.valid_to, self.role.withdrawn_at), (tomorrow, None))
        self.post("assignment_end", self.role)
        self.role.refresh_from_db()
        self.assertIsNotNone(self.role.withdrawn_at)

    def test_wrong_day_changes_nothing(self):
        for day in ("31/02/2030", "01/01/2020", "mai"):
            with self.subTest(day):
                self.client.post(
                    self.url("assignment_end", self.role), {"last_day": day}
                )
                self.assertEqual(Assignment.objects.get(pk=self.role.pk).valid_to, None)


class AccountActTests(PeopleCase):
    def test_closed_account_is_out_with_the_next_request(self):
        theirs = self.client_class()
        theirs.force_login(self.hoa)
        self.assertEqual(theirs.get("/tai-khoan/").status_code, 200)
        response = self.post("user_close", self.hoa)
        self.assertRedirects(response, self.url("user_detail", self.hoa))
        self.assertEqual(theirs.get("/tai-khoan/").status_code, 302)
        self.post("user_open", self.hoa)
        self.hoa.refresh_from_db()
        self.assertTrue(self.hoa.is_active)

    def test_new_password_is_shown_once_and_ends_their_session(self):
        theirs = self.client_class()
        theirs.force_login(self.hoa)
        response = self.post("user_reset_password", self.hoa)
        password = response.context["password"]
        self.assertContains(response, password)
        self.assertIn("no-store", response["Cache-Control"])
        self.assertEqual(theirs.get("/tai-khoan/").status_code, 302)
        self.assertNotContains(self.get("user_detail", self.hoa), password)

    def test_own_account_stays_open(self):
        self.post("user_close", self.admin)
        self.admin.refresh_from_db()
        self.assertTrue(self.admin.is_active)
        response = self.post("user_reset_password", self.admin)
        self.assertRedirects(response, self.url("user_detail", self.admin))
        self.assertNotContains(self.get("user_detail", self.admin), "Khóa tài khoản")


class ProfileTests(PeopleCase):
    def setUp(self):
        self.client.force_login(self.hoa)

    def save(self, **changes):
        data = {"full_name": "Đoàn Thị Hoà", "version": 1} | changes
        return self.post("profile_edit", **data)

    def test_shows_roles_and_own_data(self):
        page = self.get("profile")
        for words in ("Đoàn Thị Hoà", "Xã Hòa An", "Cán bộ", self.hoa.email):
            self.assertContains(page, words)

    def test_saves_what_people_may_say_of_themselves(self):
        office = AgencyFactory(area=self.commune)
        response = self.save(title="Công chức", phone="0912 345 678", agency=office.pk)
        self.assertRedirects(response, self.url("profile"))
        self.hoa.refresh_from_db()
        self.assertEqual(
            (self.hoa.title, self.hoa.phone, self.hoa.agency),
            ("Công chức", "0912 345 678", office),
        )
        self.assertEqual(history_of(self.hoa).get().batch.by, self.hoa)

    def test_nothing_else_can_be_slipped_in(self):
        self.save(username="khac", email="khac@example.vn", is_superuser="on")
        self.hoa.refresh_from_db()
        self.assertEqual(self.hoa.username, "hoa")
        self.assertNotEqual(self.hoa.email, "khac@example.vn")
        self.assertFalse(self.hoa.is_superuser)

    def test_agency_elsewhere_is_refused(self):
        foreign = AgencyFactory(area=self.elsewhere, name="UBND xã Nơi Khác")
        response = self.save(agency=foreign.pk)
        self.assertContains(response, "Lựa chọn này không có trong danh sách.")
        self.assertNotContains(response, "Nơi Khác")

    def test_form_that_was_overtaken_is_told(self):
        self.save(title="Một")
        self.assertEqual(self.save(title="Hai").status_code, 409)
