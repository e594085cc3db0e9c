from django.contrib.auth.models import Permission
from django.test import SimpleTestCase, TestCase

from accounts.enums import Role
from accounts.models import Assignment
from accounts.roles import ALL_PERMISSIONS, IMPORT_PERMISSIONS, ROLE_PERMISSIONS
from tests.factories import AssignmentFactory, UserFactory

# The role table of docs/architecture.md, one right for each thing it names. In order:
# viewer, officer, lead, provincial, admin.
TABLE = {
    "producers.view_producer": "x x x x x",
    "products.view_recognition": "x x x x x",
    "inspections.view_visit": "x x x x x",
    "dashboards.view_dashboard": "x x x x x",
    "producers.add_producer": "- x x x -",
    "producers.change_site": "- x x x -",
    "products.change_product": "- x x x -",
    "products.add_paper": "- x x x -",
    "products.change_dossier": "- x x x -",
    "inspections.add_visit": "- x x x -",
    "inspections.change_itemresult": "- x x x -",
    "inspections.add_finding": "- x x x -",
    "inspections.change_recommendation": "- x x x -",
    "inspections.submit_visit": "- x x x -",
    "catalogue.view_misusereport": "x x x x x",
    "catalogue.change_misusereport": "- x x x -",
    "inspections.review_visit": "- - x x -",
    "inspections.sign_visit": "- - x x -",
    "inspections.reopen_visit": "- - x x -",
    "documents.add_document": "- - x x -",
    "inspections.view_revocationproposal": "x x x x x",
    "inspections.add_revocationproposal": "- - x x -",
    "inspections.change_revocationproposal": "- - x x -",
    "inspections.add_campaign": "- - - x -",
    "inspections.decide_revocation": "- - - x -",
    "inspections.publish_checklist": "- - - x -",
    "products.add_decision": "- - - x -",
    "products.change_recognition": "- - - x -",
    "imports.add_importrun": "- - - x x",
    "accounts.view_user": "- - - - x",
    "accounts.add_user": "- - - - x",
    "accounts.change_assignment": "- - - - x",
    "areas.change_agency": "- - - - x",
    "history.view_change": "- - - - x",
    "accounts.use_back_office": "- - - - x",
}


class RoleTableTests(TestCase):
    def test_each_role_holds_what_the_table_says(self):
        people = [UserFactory(role=role) for role in Role]
        for right, marks in TABLE.items():
            for person, mark in zip(people, marks.split(), strict=True):
                role = person.assignments.get().role
                with self.subTest(right=right, role=role):
                    self.assertEqual(person.has_perm(right), mark == "x")

    def test_every_right_is_one_that_django_knows(self):
        """Dashboards own no table, so Django makes no right for them."""
        known = Permission.objects.values_list("content_type__app_label", "codename")
        with_tables = {app for app, _ in known}
        meant = {tuple(right.split(".")) for right in ALL_PERMISSIONS}
        self.assertEqual(
            {right for right in meant - set(known) if right[0] in with_tables}, set()
        )


class RoleTests(SimpleTestCase):
    def test_every_role_has_rights(self):
        self.assertEqual(set(ROLE_PERMISSIONS), set(Role))

    def test_nobody_may_delete_people_or_change_the_log(self):
        forbidden = {
            right
            for right in ALL_PERMISSIONS
            if right.startswith("accounts.delete_")
            or (right.startswith("history.") and not right.startswith("history.view_"))
        }
        self.assertEqual(forbidden, set())

    def test_lead_imports_only_when_granted(self):
        lead = Assignment(role=Role.LEAD)
        self.assertTrue(IMPORT_PERMISSIONS.isdisjoint(lead.permissions))
        lead.may_import = True
        self.assertTrue(lead.permissions >= IMPORT_PERMISSIONS)

    def test_grant_adds_nothing_else(self):
        lead = Assignment(role=Role.LEAD, may_import=True)
        self.assertEqual(
            lead.permissions - IMPORT_PERMISSIONS, ROLE_PERMISSIONS[Role.LEAD]
        )


class SeveralRolesTests(TestCase):
    def test_rights_add_up_but_each_holds_in_its_own_area(self):
        officer = AssignmentFactory(role=Role.OFFICER)
        lead = AssignmentFactory(role=Role.LEAD, user=officer.user)
        person = officer.user
        self.assertTrue(person.has_perm("inspections.sign_visit"))
        self.assertEqual(person.areas_with("inspections.sign_visit"), [lead.area])
        self.assertEqual(
            person.areas_with("inspections.add_visit"), [officer.area, lead.area]
        )
