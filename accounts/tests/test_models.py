import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import SimpleTestCase, TestCase, override_settings
from django.utils import timezone

from accounts.enums import AssignmentState, Role
from accounts.models import Assignment, User
from tests.factories import (
    AgencyFactory,
    AreaFactory,
    AssignmentFactory,
    ProducerFactory,
    SiteFactory,
    UserFactory,
)

DAY = datetime.timedelta(days=1)


def today():
    return timezone.localdate()


class UserTests(TestCase):
    def test_is_found_without_accents_by_name_and_username(self):
        user = UserFactory(full_name="Đoàn  Thị Hoà", username="doan.hoa")
        self.assertEqual(user.full_name, "Đoàn Thị Hoà")
        self.assertEqual(user.search_key, "doan thi hoa doan.hoa")

    def test_username_is_plain_and_small(self):
        for username in ("Lan", "lê.lan", "lan lan", ".lan", "lan\n", "lan@x.vn", ""):
            with self.subTest(username), self.assertRaises(ValidationError) as caught:
                UserFactory.build(username=username).full_clean()
            self.assertIn("username", caught.exception.message_dict)

    def test_email_is_kept_in_small_letters_and_belongs_to_one_account(self):
        UserFactory(email="Lan@CaoBang.gov.vn")
        self.assertEqual(User.objects.get().email, "lan@caobang.gov.vn")
        with self.assertRaises(IntegrityError), transaction.atomic():
            UserFactory(email="LAN@caobang.gov.vn")

    def test_many_may_have_no_email(self):
        UserFactory.create_batch(2, email="")
        self.assertEqual(User.objects.filter(email="").count(), 2)

    def test_names(self):
        user = User(full_name="Lê Thị Lan", username="lan")
        self.assertEqual(
            (str(user), user.get_full_name(), user.get_short_name()),
            ("Lê Thị Lan", "Lê Thị Lan", "Lan"),
        )


class AreasWithTests(TestCase):
    def test_names_the_areas_of_the_roles_that_give_the_right(self):
        lead = AssignmentFactory(role=Role.LEAD)
        AssignmentFactory(role=Role.VIEWER, user=lead.user)
        self.assertEqual(lead.user.areas_with("inspections.sign_visit"), [lead.area])

    def test_ended_future_and_withdrawn_assignments_give_nothing(self):
        for change in (
            {"valid_to": today() - DAY},
            {"valid_from": today() + DAY},
            {"withdrawn_at": timezone.now()},
        ):
            person = AssignmentFactory(role=Role.OFFICER, **change).user
            with self.subTest(change):
                self.assertEqual(person.active_assignments, [])
                self.assertEqual(person.areas_with("producers.view_producer"), [])
                self.assertFalse(person.has_perm("producers.view_producer"))

    def test_last_day_still_counts(self):
        person = AssignmentFactory(valid_from=today(), valid_to=today()).user
        self.assertTrue(person.has_perm("producers.view_producer"))

    def test_closed_account_has_no_areas(self):
        person = AssignmentFactory(user__is_active=False).user
        self.assertEqual(person.areas_with("producers.view_producer"), [])

    def test_superuser_without_assignment_has_every_right_and_no_area(self):
        SiteFactory()
        root = User.objects.create_superuser("goc", "x", full_name="Quản trị gốc")
        self.assertTrue(root.has_perm("producers.view_producer"))
        self.assertEqual(root.areas_with("producers.view_producer"), [])
        producers = type(ProducerFactory.build()).objects
        self.assertEqual(list(producers.visible_to(root)), [])

    def test_roles_in_words(self):
        person = AssignmentFactory(area__name="Xã Hòa An").user
        self.assertEqual(person.roles, ["cán bộ: Xã Hòa An"])
        same = {"user": person, "role": Role.OFFICER}
        AssignmentFactory(**same, area__name="Xã Nguyễn Huệ")
        AssignmentFactory(user=person, role=Role.LEAD, area__name="Xã Hòa An")
        person = User.objects.get(pk=person.pk)
        roles = ["cán bộ: Xã Hòa An, Xã Nguyễn Huệ", "lãnh đạo: Xã Hòa An"]
        self.assertEqual(person.roles, roles)


class AssignmentTests(TestCase):
    def test_constraints(self):
        given = AssignmentFactory(role=Role.OFFICER)
        same = {"user": given.user, "area": given.area, "role": Role.OFFICER}
        start = given.valid_from
        for fields in (
            {**same, "valid_from": start},
            {**same, "valid_from": today(), "valid_to": today() - DAY},
            {**same, "valid_from": today(), "may_import": True},
        ):
            with (
                self.subTest(fields),
                self.assertRaises(IntegrityError),
                transaction.atomic(),
            ):
                Assignment.objects.create(**fields)
        self.assertEqual(Assignment.objects.count(), 1)

    def test_withdrawn_one_may_be_given_again_the_same_day(self):
        first = AssignmentFactory(withdrawn_at=timezone.now())
        AssignmentFactory(user=first.user, role=first.role, area=first.area)
        self.assertEqual(first.user.assignments.count(), 2)


class AssignmentStateTests(SimpleTestCase):
    def test_state_of_today(self):
        for fields, state in (
            ({"valid_from": today()}, AssignmentState.IN_FORCE),
            ({"valid_from": today() + DAY}, AssignmentState.UPCOMING),
            (
                {"valid_from": today() - DAY, "valid_to": today() - DAY},
                AssignmentState.ENDED,
            ),
            (
                {"valid_from": today(), "withdrawn_at": timezone.now()},
                AssignmentState.WITHDRAWN,
            ),
        ):
            with self.subTest(fields):
                self.assertEqual(Assignment(**fields).state, state)


class SecondFactorTests(TestCase):
    def test_nobody_needs_one_by_default(self):
        self.assertFalse(UserFactory(role=Role.ADMIN).needs_second_factor)

    @override_settings(SECOND_FACTOR_ROLES=["provincial", "admin"])
    def test_named_roles_and_superusers_need_one(self):
        people = {role: UserFactory(role=role) for role in Role}
        self.assertEqual(
            {role for role, person in people.items() if person.needs_second_factor},
            {Role.PROVINCIAL, Role.ADMIN},
        )
        root = User.objects.create_superuser("goc", "x", full_name="Quản trị gốc")
        self.assertTrue(root.needs_second_factor)

    @override_settings(SECOND_FACTOR_ROLES=["admin"])
    def test_ended_role_needs_none(self):
        ended = AssignmentFactory(role=Role.ADMIN, valid_to=today() - DAY)
        self.assertFalse(ended.user.needs_second_factor)


class ManagedPeopleTests(TestCase):
    """Whose accounts an admin sees: people who work inside his own areas only."""

    @classmethod
    def setUpTestData(cls):
        cls.province = AreaFactory(province=True)
        cls.commune = AreaFactory(parent=cls.province)
        cls.elsewhere = AreaFactory(parent=AreaFactory(province=True))
        cls.admin = UserFactory(role=Role.ADMIN, role__area=cls.province)

    def managed(self):
        return set(User.objects.visible_to(self.admin)) - {self.admin}

    def test_people_inside_are_managed_and_others_are_not(self):
        inside = AssignmentFactory(area=self.commune).user
        AssignmentFactory(area=self.elsewhere)
        self.assertEqual(self.managed(), {inside})

    def test_person_who_works_on_both_sides_is_out_of_reach(self):
        both = AssignmentFactory(area=self.commune).user
        outside = AssignmentFactory(user=both, area=self.elsewhere)
        self.assertEqual(self.managed(), set())
        Assignment.objects.filter(pk=outside.pk).update(valid_to=today() - DAY)
        self.assertEqual(self.managed(), {both})

    def test_person_whose_work_inside_has_ended_stays_managed(self):
        former = AssignmentFactory(area=self.commune, valid_to=today() - DAY).user
        self.assertEqual(self.managed(), {former})

    def test_person_without_assignment_goes_by_agency(self):
        new = UserFactory(agency=AgencyFactory(area=self.commune))
        UserFactory(agency=AgencyFactory(area=self.elsewhere))
        UserFactory()
        self.assertEqual(self.managed(), {new})

    def test_agency_inside_does_not_reach_a_person_who_works_elsewhere(self):
        agency = AgencyFactory(area=self.commune)
        AssignmentFactory(user__agency=agency, area=self.elsewhere)
        self.assertEqual(self.managed(), set())

    def test_superuser_is_out_of_reach(self):
        AssignmentFactory(area=self.commune, user__is_superuser=True)
        self.assertEqual(self.managed(), set())

    def test_admin_of_a_commune_does_not_reach_the_province(self):
        local = UserFactory(role=Role.ADMIN, role__area=self.commune)
        self.assertEqual(list(User.objects.visible_to(local)), [local])

    def test_other_roles_manage_nobody(self):
        for role in set(Role) - {Role.ADMIN}:
            person = UserFactory(role=role, role__area=self.province)
            with self.subTest(role):
                self.assertEqual(list(User.objects.visible_to(person)), [])

    def test_list_prints_in_a_constant_number_of_queries(self):
        for extra in (1, 2):
            for _ in range(extra):
                AssignmentFactory(area=self.commune, user__agency=AgencyFactory())
            people = User.objects.visible_to(self.admin).for_list()
            with self.subTest(extra), self.assertNumQueries(2):
                [
                    (person.agency, *map(str, person.current_assignments))
                    for person in people
                ]
