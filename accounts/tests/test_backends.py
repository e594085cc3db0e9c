from django.contrib.auth.models import Group, Permission
from django.test import TestCase

from accounts.enums import Role
from tests.factories import PASSWORD, UserFactory


class RoleBackendTests(TestCase):
    def test_right_comes_with_the_role(self):
        officer = UserFactory(role=Role.OFFICER)
        self.assertTrue(officer.has_perm("producers.add_producer"))
        self.assertFalse(officer.has_perm("inspections.sign_visit"))

    def test_right_given_directly_or_by_group_counts_for_nothing(self):
        right = Permission.objects.get(codename="change_user")
        group = Group.objects.create(name="Nhóm thử")
        group.permissions.add(right)
        officer = UserFactory(role=Role.OFFICER)
        officer.user_permissions.add(right)
        officer.groups.add(group)
        self.assertFalse(officer.has_perm("accounts.change_user"))
        self.assertFalse(officer.has_module_perms("accounts"))

    def test_inactive_person_has_no_right_and_no_session(self):
        officer = UserFactory(role=Role.OFFICER, is_active=False)
        self.assertFalse(officer.has_perm("producers.view_producer"))
        self.client.force_login(officer)
        response = self.client.get("/quan-tri/")
        self.assertEqual(response.wsgi_request.user.is_authenticated, False)

    def test_right_is_asked_of_the_role_in_one_query(self):
        officer = UserFactory(role=Role.OFFICER)
        with self.assertNumQueries(1):
            officer.has_perm("inspections.sign_visit")
            officer.has_perm("producers.view_producer")

    def test_password_signs_in(self):
        user = UserFactory(username="hoa.an")
        self.assertTrue(self.client.login(username="hoa.an", password=PASSWORD))
        self.assertEqual(self.client.session["_auth_user_id"], str(user.pk))
