import datetime

from django.test import TestCase

from core.versions import StaleVersionError
from history.services import history_of
from inspections.enums import Indicator
from inspections.exceptions import InspectionError
from inspections.models import ReportedFigure
from inspections.services import save_reported_figure
from tests.factories import UserFactory, VisitFactory
from tests.places import FORMER, load_cao_bang, unit


class SaveReportedFigureTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        cls.district = unit("051", FORMER)
        cls.user = UserFactory(full_name="Điều phối viên")

    def figure(self, **values):
        values.setdefault("as_of", datetime.date(2023, 9, 15))
        return ReportedFigure(indicator=Indicator.PRODUCERS, value=12, **values)

    def test_stands_where_it_was_reported_for_and_where_that_is_today(self):
        saved = save_reported_figure(self.figure(), place=self.district, by=self.user)
        self.assertEqual(saved.place, self.district)
        self.assertEqual(saved.area, unit("04"))

    def test_a_change_is_recorded_with_who_made_it(self):
        saved = save_reported_figure(self.figure(), place=self.district, by=self.user)
        saved.value = 11
        save_reported_figure(saved, place=self.district, by=self.user, base_version=1)
        change = history_of(saved)[0]
        self.assertEqual(change.batch.by_name, "Điều phối viên")
        self.assertEqual(list(change.changes), ["value"])

    def test_a_save_over_the_save_of_somebody_else_is_refused(self):
        saved = save_reported_figure(self.figure(), place=self.district, by=self.user)
        saved.value = 11
        save_reported_figure(saved, place=self.district, by=self.user)
        saved.value = 10
        with self.assertRaises(StaleVersionError):
            save_reported_figure(
                saved, place=self.district, by=self.user, base_version=1
            )
        self.assertEqual(ReportedFigure.objects.get().value, 11)

    def test_what_a_visit_recorded_is_changed_with_the_visit_alone(self):
        visit = VisitFactory(place=self.district, area=unit("04"))
        figure = self.figure(visit=visit, place=visit.place, area=visit.area)
        figure.save()
        figure.value = 10
        with self.assertRaisesMessage(InspectionError, "thuộc một buổi kiểm tra"):
            save_reported_figure(figure, place=self.district, by=self.user)
        self.assertEqual(ReportedFigure.objects.get().value, 12)
