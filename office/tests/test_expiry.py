"""The board of certificates near their end."""

import datetime
from collections import Counter

from django.test import TestCase
from django.urls import reverse

from inspections.enums import VisitStatus
from office.expiry.rows import for_board, watched
from office.expiry.steps import Line
from products.dates import filing_days
from products.enums import DossierKind, DossierOutcome, LapseCause, Stage
from products.models import Dossier, Recognition
from tests.access import PEOPLE
from tests.expiry_factories import LapseFactory, running_to
from tests.factories import (
    DossierFactory,
    ProductFactory,
    RecognitionFactory,
    SiteCheckFactory,
    SiteFactory,
)
from tests.world import build_world

BOARD = reverse("office:expiry")
DATE = datetime.date(2026, 10, 1)
DAY = datetime.timedelta(days=1)


def stage_by_law(days: int) -> Stage | None:
    """Return the stage of a certificate with so many days left, read from the law.

    26/2026/QĐ-TTg: filed 180 to 120 days before the last valid day.
    """
    if days < 0:
        return Stage.EXPIRED
    if days < 120:
        return Stage.MISSED
    if days < 150:
        return Stage.CLOSING
    if days <= 180:
        return Stage.OPEN
    return Stage.SOON if days <= 240 else None


class StageTests(TestCase):
    def stages(self, date) -> dict[int, str]:
        rows = Recognition.objects.staged_on(date)
        return {(row.valid_to - date).days: row.stage for row in rows}

    def test_stages_change_on_the_very_day(self):
        for days in (-400, -1, 0, 119, 120, 149, 150, 180, 181, 240, 241, 400):
            running_to(DATE + days * DAY)
        for later in (0, 1, 29, 30, 31, 60, 61, 119, 120):
            date = DATE + later * DAY
            every = [row.valid_to for row in Recognition.objects.all()]
            left = [(day - date).days for day in every]
            wanted = {days: stage_by_law(days) for days in left}
            with self.subTest(date):
                stages = {days: stage for days, stage in wanted.items() if stage}
                self.assertEqual(self.stages(date), stages)

    def test_before_the_new_rules_only_what_ran_out_is_watched(self):
        before = datetime.date(2026, 5, 21)
        for days in (-1, 0, 119, 120, 180, 181):
            running_to(before + days * DAY)
        self.assertEqual(self.stages(before), {-1: Stage.EXPIRED})
        self.assertEqual(
            self.stages(before + DAY),
            {
                -2: Stage.EXPIRED,
                -1: Stage.EXPIRED,
                118: Stage.MISSED,
                119: Stage.MISSED,
                179: Stage.OPEN,
                180: Stage.OPEN,
            },
        )

    def test_what_runs_on_under_article_12_is_a_stage_of_its_own(self):
        recognition = running_to(DATE - 30 * DAY)
        DossierFactory(product=recognition.product, received_on=DATE - 60 * DAY)
        self.assertEqual(self.stages(DATE), {-30: Stage.EXTENDED})
        self.assertEqual(self.stages(DATE + 150 * DAY), {-180: Stage.EXTENDED})
        self.assertEqual(self.stages(DATE + 151 * DAY), {-181: Stage.EXPIRED})

    def test_what_was_ended_or_awarded_anew_is_not_watched(self):
        running_to(DATE - DAY, ended_on=DATE - DAY)
        running_to(DATE - 2 * DAY, ended_on=DATE - DAY, ended_by_removal=True)
        renewed = running_to(DATE - DAY)
        RecognitionFactory(
            product=renewed.product, valid_from=DATE, valid_to=DATE + 1000 * DAY
        )
        self.assertEqual(self.stages(DATE), {})

    def test_days_to_file_begin_no_sooner_than_the_new_rules(self):
        came = datetime.date(2026, 5, 22)
        self.assertIsNone(filing_days(came + 119 * DAY))
        self.assertEqual(filing_days(came + 120 * DAY), (came, came))
        self.assertEqual(filing_days(came + 180 * DAY), (came, came + 60 * DAY))


class BoardTests(TestCase):
    """Rows in every stage in Hòa An, each with or without dossier, visit and cause."""

    @classmethod
    def setUpTestData(cls):
        cls.world = build_world()
        site = cls.world.product.site
        cls.rows = {"of the world": cls.world.recognition}
        for number, days in enumerate((-200, -10, 60, 130, 160, 200)):
            product = ProductFactory(site=site if number % 2 else _seen_site(cls.world))
            cls.rows[days] = running_to(DATE + days * DAY, product=product)
        cls.rows["extended"] = running_to(
            DATE - 20 * DAY, product=ProductFactory(site=site)
        )
        for key in ("extended", 130):
            product = cls.rows[key].product
            DossierFactory(product=product, received_on=datetime.date(2026, 9, 1))
        LapseFactory(recognition=cls.rows[-200], cause=LapseCause.STOPPED)
        running_to(DATE + 130 * DAY, product__place=cls.world.trung_khanh)

    def get(self, person, **query):
        self.client.force_login(getattr(self.world, person))
        return self.read(**query)

    def read(self, **query):
        return self.client.get(BOARD, {"ngay": "01/10/2026", **query})

    def total(self, url):
        return self.client.get(url).context["page"].paginator.count

    def test_counts_each_stage_by_products_and_producers(self):
        counts = self.get("officer").context["counts"].stages()
        numbers = {
            line.label: (line.products.value, line.owners.value, line.unfiled.value)
            for line in counts
        }
        self.assertEqual(
            numbers,
            {
                Stage.SOON.label: (1, 1, 1),
                Stage.OPEN.label: (1, 1, 1),
                Stage.CLOSING.label: (1, 1, 0),
                Stage.MISSED.label: (1, 1, 1),
                Stage.EXTENDED.label: (1, 1, 0),
                # One of the three that ran out is of the world, and was filed for.
                Stage.EXPIRED.label: (3, 2, 2),
                "Tất cả": (8, 4, 5),
            },
        )

    def test_every_number_is_the_total_of_its_list_for_every_role(self):
        area = {"dia_ban": self.world.hoa_an.pk, "hang": "3", "q": "mật"}
        views = [(person, {}) for person in PEOPLE[1:]] + [("provincial", area)]
        for person, query in views:
            counts = self.get(person, **query).context["counts"]
            numbers = [cause.number for cause in counts.causes()]
            for line in counts.stages():
                numbers += [line.products, line.owners, line.unfiled, line.unseen]
            for number in numbers:
                with self.subTest(person=person, url=number.url):
                    self.assertEqual(self.total(number.url), number.value)

    def test_shows_the_own_area_alone(self):
        totals = {name: self.total_for(name) for name in ("officer", "stranger")}
        self.assertEqual(totals, {"officer": 8, "stranger": 1})
        self.assertEqual(self.total_for("provincial"), 9)

    def total_for(self, person):
        return self.get(person).context["page"].paginator.count

    def test_filters_by_cause_dossier_and_visit(self):
        for query, days in (
            ({"ly_do": LapseCause.STOPPED}, [-200]),
            ({"ho_so": "co"}, [130, "extended", "of the world"]),
            ({"giai_doan": Stage.MISSED}, [60]),
        ):
            page = self.get("officer", **query).context["page"]
            with self.subTest(query):
                self.assertCountEqual(page, [self.rows[key] for key in days])

    def test_not_seen_counts_from_the_last_day_or_for_a_year(self):
        seen = {
            row.pk: row.is_unseen
            for row in watched(self.world.officer, DATE).filter(seen_on__isnull=False)
        }
        # Seen on 1/5/2026: after what ran out in March, before what did in September.
        self.assertEqual(
            seen,
            {
                self.rows[-200].pk: False,
                self.rows[60].pk: False,
                self.rows[160].pk: False,
            },
        )
        later = watched(self.world.officer, datetime.date(2027, 5, 1))
        unseen = set(later.filter(seen_on__isnull=False, is_unseen=True))
        self.assertEqual(unseen, {self.rows[60], self.rows[160]})

    def test_an_address_that_is_not_understood_shows_nothing(self):
        page = self.get("officer", giai_doan="sai")
        self.assertEqual(page.context["page"].paginator.count, 0)

    def test_is_also_a_workbook(self):
        response = self.get("officer", xuat="xlsx")
        self.assertTrue(b"".join(response.streaming_content).startswith(b"PK"))

    def test_query_count_does_not_grow_with_rows(self):
        self.get("lead")
        for extra in (0, 2):
            for _ in range(extra):
                row = running_to(DATE - 3 * DAY, product__place=self.world.hoa_an)
                DossierFactory(product=row.product, received_on=DATE)
            with self.subTest(extra=extra), self.assertNumQueries(15):
                self.read()

    def test_producers_stand_each_once_with_their_products(self):
        self.client.force_login(self.world.officer)
        url = reverse("office:expiry_owners")
        page = self.client.get(url, {"ngay": "01/10/2026"}).context["page"]
        found = {owner.pk: (owner.products, owner.unfiled) for owner in page}
        counted = Counter(row.product.producer_id for row in self.rows.values())
        self.assertEqual({pk: products for pk, (products, _) in found.items()}, counted)
        self.assertEqual(sum(unfiled for _, unfiled in found.values()), 5)


def _seen_site(world):
    """Return a site in Hòa An that was inspected on 1/5/2026."""
    site = SiteFactory(place=world.hoa_an)
    SiteCheckFactory(
        site=site,
        visit__starts_on=datetime.date(2026, 5, 1),
        visit__status=VisitStatus.SUBMITTED,
    )
    return site


class StepTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.world = build_world()

    def step(self, recognition, person="officer", date=DATE):
        user = getattr(self.world, person)
        rows = for_board(watched(user, date), user, date)
        return Line(rows.get(pk=recognition.pk), date).step

    def days_on(self, days):
        return running_to(DATE + days * DAY, product__place=self.world.hoa_an)

    def renewal(self, recognition, **given):
        given.setdefault("received_on", DATE - 40 * DAY)
        return DossierFactory(
            product=recognition.product, kind=DossierKind.RENEWAL, **given
        )

    def test_in_the_window_the_owner_is_reminded_until_the_dossier_is_filed(self):
        row = self.days_on(130)
        step = self.step(row)
        self.assertIn(f"chậm nhất {DATE + 10 * DAY:%d/%m/%Y}", step.words)
        dossier = self.renewal(row)
        step = self.step(row)
        self.assertEqual(step.url, reverse("products:dossier_edit", args=[dossier.pk]))
        Dossier.objects.filter(pk=dossier.pk).update(decided_on=DATE)
        self.assertEqual(self.step(row).url, "")
        award = reverse("products:recognition_create", args=[row.product_id])
        self.assertEqual(self.step(row, "provincial").url, award)

    def test_what_failed_asks_for_the_cause_and_what_was_given_back_for_another(
        self,
    ):
        row = self.days_on(130)
        dossier = self.renewal(row, decided_on=DATE, outcome=DossierOutcome.FAILED)
        lapse = reverse("products:lapse_edit", args=[row.pk])
        self.assertEqual(self.step(row).url, lapse)
        Dossier.objects.filter(pk=dossier.pk).update(outcome=DossierOutcome.RETURNED)
        self.assertIn("Nhắc chủ thể", self.step(row).words)
        self.assertIn("Theo dõi", self.step(row, date=DATE - DAY).words)

    def test_before_the_window_it_is_told_when_it_opens(self):
        step = self.step(self.days_on(200))
        self.assertIn(f"nộp từ {DATE + 20 * DAY:%d/%m/%Y}", step.words)

    def test_after_the_window_the_cause_is_asked_for(self):
        row = self.days_on(60)
        lapse = reverse("products:lapse_edit", args=[row.pk])
        self.assertEqual(self.step(row).url, lapse)
        self.assertEqual(self.step(row, "viewer").url, "")
        LapseFactory(recognition=row)
        self.assertIn("thôi dùng nhãn OCOP", self.step(row).words)

    def test_after_expiry_cause_then_visit_then_removal(self):
        row = self.days_on(-5)
        self.assertEqual(
            self.step(row).url, reverse("products:lapse_edit", args=[row.pk])
        )
        LapseFactory(recognition=row)
        self.assertEqual(self.step(row).url, reverse("inspections:visit_create"))
        SiteCheckFactory(
            site=row.product.site,
            visit__starts_on=DATE,
            visit__status=VisitStatus.SUBMITTED,
        )
        self.assertIn("loại khỏi danh sách", self.step(row).words)
        removal = reverse("products:recognition_end", args=[row.pk])
        self.assertEqual(self.step(row, "provincial").url, removal)
        self.assertEqual(self.step(row, "officer").url, "")

    def test_a_dossier_of_an_earlier_certificate_does_not_count(self):
        row = self.days_on(130)
        self.renewal(row, received_on=row.valid_from - DAY)
        self.assertIn("Nhắc chủ thể", self.step(row).words)

    def test_every_link_opens_for_who_is_offered_it(self):
        for days in (-5, 60, 130, 200):
            row = self.days_on(days)
            for person in ("viewer", "officer", "lead", "provincial", "admin"):
                step = self.step(row, person)
                self.client.force_login(getattr(self.world, person))
                with self.subTest(person=person, days=days, words=step.words):
                    if step.url:
                        self.assertEqual(self.client.get(step.url).status_code, 200)
