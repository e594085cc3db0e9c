import datetime

from django.contrib.auth.models import AnonymousUser
from django.test import TestCase

from accounts.enums import Role
from accounts.models import User
from producers.models import Producer, Site
from tests.factories import (
    AreaFactory,
    AssignmentFactory,
    ProducerFactory,
    SiteFactory,
    UserFactory,
)


class ProducerScopeTests(TestCase):
    """Who sees a producer follows from where its sites lie."""

    @classmethod
    def setUpTestData(cls):
        cls.province = AreaFactory(province=True)
        cls.here = AreaFactory(parent=cls.province)
        cls.elsewhere = AreaFactory(parent=cls.province)
        cls.producer = SiteFactory(place=cls.here).producer
        cls.foreign = SiteFactory(place=cls.elsewhere).producer
        cls.officer = UserFactory(role=Role.OFFICER, role__area=cls.here)

    def seen_by(self, user):
        return list(Producer.objects.visible_to(User.objects.get(pk=user.pk)))

    def test_an_officer_sees_the_own_commune_alone(self):
        self.assertEqual(self.seen_by(self.officer), [self.producer])

    def test_the_province_sees_all(self):
        user = UserFactory(role=Role.PROVINCIAL, role__area=self.province)
        self.assertCountEqual(self.seen_by(user), [self.producer, self.foreign])

    def test_one_site_is_enough_to_see_the_producer_but_not_its_other_site(self):
        second = SiteFactory(producer=self.foreign, place=self.here, is_main=False)
        self.assertCountEqual(self.seen_by(self.officer), [self.producer, self.foreign])
        self.assertCountEqual(
            Site.objects.visible_to(self.officer),
            [self.producer.main_site, second],
        )

    def test_a_producer_known_to_the_province_only_is_hidden_from_communes(self):
        unplaced = SiteFactory(place=self.province).producer
        lead = UserFactory(role=Role.PROVINCIAL, role__area=self.province)
        self.assertNotIn(unplaced, self.seen_by(self.officer))
        self.assertIn(unplaced, self.seen_by(lead))

    def test_without_a_place_nobody_sees_it(self):
        placeless = ProducerFactory()
        lead = UserFactory(role=Role.PROVINCIAL, role__area=self.province)
        self.assertNotIn(placeless, self.seen_by(lead))

    def test_fails_closed(self):
        ended = UserFactory()
        AssignmentFactory(
            user=ended, area=self.here, valid_to=datetime.date(2024, 12, 31)
        )
        superuser = UserFactory(is_superuser=True)
        inactive = UserFactory(role=Role.OFFICER, role__area=self.here, is_active=False)
        for user in (UserFactory(), ended, superuser, inactive):
            with self.subTest(user=user):
                self.assertEqual(self.seen_by(user), [])
        self.assertEqual(list(Producer.objects.visible_to(AnonymousUser())), [])

    def test_a_viewer_reads_and_changes_nothing(self):
        viewer = UserFactory(role=Role.VIEWER, role__area=self.here)
        self.assertEqual(self.seen_by(viewer), [self.producer])
        self.assertEqual(list(Producer.objects.editable_by(viewer)), [])
        self.assertEqual(
            list(Producer.objects.editable_by(self.officer)), [self.producer]
        )

    def test_rights_hold_where_they_were_given(self):
        user = UserFactory(role=Role.OFFICER, role__area=self.here)
        AssignmentFactory(user=user, role=Role.VIEWER, area=self.elsewhere)
        self.assertCountEqual(self.seen_by(user), [self.producer, self.foreign])
        self.assertEqual(list(Producer.objects.editable_by(user)), [self.producer])
