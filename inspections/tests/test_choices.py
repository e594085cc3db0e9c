"""What a choice that is not made yet is called."""

from django.test import TestCase
from django.urls import reverse

from inspections.models import Sample
from tests import factories

from .cast import Cast


class NothingChosenTests(TestCase):
    def test_is_told_in_words(self):
        cast = Cast()
        self.client.force_login(cast.hoa)
        wish = factories.RecommendationFactory(site_check=cast.check)
        day = cast.visit.starts_on
        sample = Sample.objects.create(
            site_check=cast.check, code="M01", quantity="2 chai", taken_on=day
        )
        for name, key, words in [
            ("site_check_edit", cast.check.uuid, "Chưa ghi"),
            ("recommendation_create", cast.visit.uuid, "Không gửi cơ quan nào"),
            ("recommendation_edit", wish.uuid, "Không gửi chủ thể nào"),
            ("lab_report_create", sample.uuid, "Chọn"),
        ]:
            with self.subTest(name):
                page = self.client.get(reverse(f"inspections:{name}", args=[key]))
                self.assertContains(page, words)
                self.assertNotContains(page, "-----")
