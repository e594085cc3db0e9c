import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import TestCase

from core.versions import StaleVersionError
from history.models import Change, ChangeBatch
from history.services import history_of
from products import services
from products.enums import DossierKind, EndReason, Grade, PaperKind, Status
from products.exceptions import ProductError
from products.models import (
    CriteriaSet,
    Decision,
    Dossier,
    Paper,
    Product,
    Recognition,
)
from tests.factories import (
    AgencyFactory,
    CriteriaSetFactory,
    DecisionFactory,
    PaperFactory,
    ProductFactory,
    RecognitionFactory,
    RegimeFactory,
    SiteFactory,
    UserFactory,
)

DAY = datetime.date
REVOKED_ON = DAY(2024, 6, 1)
PDF = b"%PDF-1.4 giay %%EOF"


def lines_of(row) -> list[tuple]:
    """Return what the log says of a row: act and fields, oldest first."""
    return [
        (change.action, change.changes) for change in history_of(row).order_by("pk")
    ]


class ProductTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.lan = UserFactory(full_name="Hoàng Thị Lan")
        cls.product = ProductFactory(name="Rượu gạo")

    def test_change_is_recorded_with_old_and_new(self):
        self.product.variant = "chai 500 ml"
        services.save_product(self.product, by=self.lan, base_version=1)
        self.assertEqual(
            lines_of(self.product), [("update", {"variant": ["", "chai 500 ml"]})]
        )
        self.assertEqual(ChangeBatch.objects.get().by, self.lan)

    def test_a_save_upon_another_one_is_refused(self):
        Product.objects.filter(pk=self.product.pk).update(version=2, brand="Nhật")
        self.product.brand = "Cao Bằng"
        with self.assertRaises(StaleVersionError):
            services.save_product(self.product, by=self.lan, base_version=1)
        self.assertEqual(Product.objects.get().brand, "Nhật")

    def test_second_product_of_one_name_is_refused_in_words(self):
        twin = Product(
            producer=self.product.producer, site=self.product.site, name="rượu  Gạo"
        )
        with self.assertRaisesMessage(ProductError, "Chủ thể đã có sản phẩm này."):
            services.save_product(twin, by=self.lan)
        self.assertEqual(Product.objects.count(), 1)
        self.assertFalse(Change.objects.exists())

    def test_site_of_somebody_else_is_refused(self):
        self.product.site = SiteFactory()
        with self.assertRaisesMessage(ProductError, "không thuộc chủ thể"):
            services.save_product(self.product, by=self.lan)

    def test_papers_go_with_the_product_to_another_producer(self):
        own = PaperFactory(site=self.product.site, product=self.product)
        general = PaperFactory(site=self.product.site)
        site = SiteFactory()
        self.product.site, self.product.producer = site, site.producer
        services.save_product(self.product, by=self.lan)
        own.refresh_from_db()
        general.refresh_from_db()
        self.assertEqual(own.producer, site.producer)
        self.assertNotEqual(general.producer, site.producer)
        [(action, fields)] = lines_of(own)
        self.assertEqual((action, list(fields)), ("update", ["producer"]))


class RecognitionTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hoa = UserFactory()
        cls.product = ProductFactory(name="Rượu gạo")

    def save(self, **fields):
        fields = {"product": self.product, "grade": Grade.THREE, **fields}
        return services.save_recognition(Recognition(**fields), by=self.hoa)

    def chain(self) -> list[tuple]:
        """Return (beginning, beginning of the one before), oldest first."""
        return [
            (row.valid_from, row.previous and row.previous.valid_from)
            for row in Recognition.objects.newest_first().reverse()
        ]

    def test_beginning_alone_gives_36_months_clamped(self):
        row = self.save(valid_from=DAY(2024, 2, 29))
        self.assertEqual(row.valid_to, DAY(2027, 2, 28))

    def test_printed_end_wins(self):
        row = self.save(valid_from=DAY(2024, 1, 1), valid_to=DAY(2025, 6, 30))
        self.assertEqual(row.valid_to, DAY(2025, 6, 30))

    def test_unknown_dates_stay_as_printed(self):
        row = self.save(dates_as_printed="năm 2020")
        self.assertEqual((row.valid_from, row.valid_to), (None, None))
        row = self.save(valid_from=DAY(2021, 1, 1), dates_as_printed="đến khi có mới")
        self.assertIsNone(row.valid_to)

    def test_a_term_begins_with_the_decision_that_recognises(self):
        decision = DecisionFactory(signed_on=DAY(2023, 8, 31))
        row = self.save(decision=decision)
        self.assertEqual(
            (row.valid_from, row.valid_to), (DAY(2023, 8, 31), DAY(2026, 8, 31))
        )
        correction = DecisionFactory(kind="correct", signed_on=DAY(2024, 1, 5))
        self.assertIsNone(self.save(decision=correction).valid_from)

    def test_words_stand_for_both_days(self):
        decision = DecisionFactory(signed_on=DAY(2023, 8, 31))
        row = self.save(decision=decision, dates_as_printed="từ năm 2024")
        self.assertEqual((row.valid_from, row.valid_to), (None, None))

    def test_each_names_the_one_before_whatever_the_order_of_entry(self):
        first, third = DAY(2018, 5, 1), DAY(2024, 5, 1)
        self.save(valid_from=third)
        self.save(valid_from=first)
        self.assertEqual(self.chain(), [(first, None), (third, first)])
        second = self.save(valid_from=DAY(2021, 5, 1))
        self.save(dates_as_printed="năm 2017")
        self.assertEqual(
            self.chain(),
            [
                (None, None),
                (first, None),
                (second.valid_from, first),
                (third, second.valid_from),
            ],
        )
        oldest = Recognition.objects.get(valid_from=None)
        self.assertEqual(Recognition.objects.get(valid_from=first).previous, oldest)

    def test_a_moved_beginning_links_the_chain_anew(self):
        early = self.save(valid_from=DAY(2020, 1, 1))
        self.save(valid_from=DAY(2023, 1, 1))
        early.refresh_from_db()
        early.valid_from, early.valid_to = DAY(2024, 1, 1), None
        services.save_recognition(early, by=self.hoa, base_version=early.version)
        self.assertEqual(
            self.chain(),
            [(DAY(2023, 1, 1), None), (DAY(2024, 1, 1), DAY(2023, 1, 1))],
        )

    def test_chains_of_other_products_are_left_alone(self):
        other = RecognitionFactory(valid_from=DAY(2019, 1, 1))
        row = self.save(valid_from=DAY(2023, 1, 1))
        self.assertIsNone(row.previous)
        other.refresh_from_db()
        self.assertIsNone(other.previous)

    def test_set_of_another_regime_is_refused(self):
        newer = RegimeFactory(number="26/2026/QĐ-TTg")
        with self.assertRaisesMessage(ProductError, "không thuộc bộ quy định"):
            self.save(criteria_set=CriteriaSetFactory(), regime=newer)

    def test_constraints_answer_in_their_own_words(self):
        decision = DecisionFactory()
        self.save(decision=decision)
        for fields, words in (
            ({"decision": decision}, "Quyết định này đã công nhận sản phẩm."),
            ({"score": 101}, "Điểm nằm trong khoảng từ 0 đến 100."),
            (
                {"valid_from": DAY(2024, 1, 2), "valid_to": DAY(2024, 1, 1)},
                "Ngày hết hạn phải sau ngày công nhận.",
            ),
        ):
            with self.subTest(words), self.assertRaisesMessage(ProductError, words):
                self.save(**fields)
        self.assertEqual(Recognition.objects.count(), 1)


class EndingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hoa = UserFactory()
        cls.recognition = RecognitionFactory(
            valid_from=DAY(2022, 1, 1), valid_to=DAY(2025, 1, 1)
        )

    def end(self, *reasons, on=REVOKED_ON, **kwargs):
        return services.end_recognition(
            self.recognition, reasons=reasons, ended_on=on, by=self.hoa, **kwargs
        )

    def status_on(self, date):
        return Recognition.objects.with_status(date).get().status

    def test_the_term_of_what_was_ended_keeps_to_the_end(self):
        for reason, on, fields, words in (
            ("a", DAY(2024, 1, 1), {"valid_from": DAY(2024, 1, 2)}, "Ngày chấm dứt"),
            (
                EndReason.NOT_RENEWED,
                DAY(2025, 1, 2),
                {"valid_to": DAY(2025, 1, 2)},
                "ngày hết hạn phải trước ngày bị loại",
            ),
        ):
            self.recognition.refresh_from_db()
            self.end(reason, on=on)
            changed = Recognition.objects.get()
            for name, value in fields.items():
                setattr(changed, name, value)
            with self.subTest(words), self.assertRaisesMessage(ProductError, words):
                services.save_recognition(changed, by=self.hoa)

    def test_a_decision_that_ends_needs_a_day(self):
        self.recognition.end_decision = DecisionFactory(kind="revoke")
        with self.assertRaisesMessage(ProductError, "phải có ngày chấm dứt"):
            services.save_recognition(self.recognition, by=self.hoa)

    def test_a_beginning_without_an_end_is_refused_by_the_database(self):
        rows = Recognition.objects.filter(pk=self.recognition.pk)
        with self.assertRaises(IntegrityError), transaction.atomic():
            rows.update(valid_to=None)
        rows.update(valid_to=None, dates_as_printed="ba năm")
        self.assertEqual(self.status_on(DAY(2023, 1, 1)), Status.UNKNOWN)

    def test_several_grounds_of_one_revocation(self):
        decision = DecisionFactory(kind="revoke")
        self.end(
            EndReason.CRITERIA, EndReason.MISUSE, decision=decision, note="Kết luận 5"
        )
        self.recognition.refresh_from_db()
        self.assertEqual(
            [(end.reason, end.note) for end in self.recognition.ends.all()],
            [("b", "Kết luận 5"), ("d", "Kết luận 5")],
        )
        self.assertEqual(self.recognition.end_decision, decision)
        self.assertEqual(self.status_on(DAY(2024, 5, 31)), Status.EXPIRING)
        self.assertEqual(self.status_on(DAY(2024, 6, 1)), Status.REVOKED)

    def test_log_says_who_why_and_what(self):
        self.end(EndReason.STOPPED, note="Xã xác nhận")
        change = history_of(self.recognition).get()
        self.assertEqual(change.action, "close")
        self.assertEqual(
            change.batch.reason, "không còn sản xuất (điểm đ). Xã xác nhận"
        )
        self.assertEqual(change.changes["ended_on"], [None, "2024-06-01"])
        self.assertEqual(history_of(self.recognition.ends.get()).count(), 1)

    def test_removal_for_not_renewing(self):
        self.end(EndReason.NOT_RENEWED, on=DAY(2025, 1, 2))
        self.assertEqual(self.status_on(DAY(2025, 1, 1)), Status.EXPIRING)
        self.assertEqual(self.status_on(DAY(2025, 1, 2)), Status.REMOVED)

    def test_an_ending_can_be_put_right(self):
        self.end(EndReason.CRITERIA, EndReason.BREACH)
        self.end(EndReason.OTHER, on=DAY(2024, 7, 1), base_version=2)
        self.recognition.refresh_from_db()
        self.assertEqual([end.reason for end in self.recognition.ends.all()], ["e"])
        self.assertEqual(self.recognition.ended_on, DAY(2024, 7, 1))

    def test_what_cannot_be_is_refused_and_leaves_nothing(self):
        for reasons, on, words in (
            ([], DAY(2024, 6, 1), "ít nhất một lý do"),
            (["b", "not_renewed"], DAY(2025, 6, 1), "không kèm lý do thu hồi"),
            (["not_renewed"], DAY(2025, 1, 1), "sau ngày cuối còn hiệu lực 01/01/2025"),
            (["b"], DAY(2021, 12, 31), "từ ngày công nhận trở đi"),
        ):
            with self.subTest(words), self.assertRaisesMessage(ProductError, words):
                self.end(*reasons, on=on)
        self.recognition.refresh_from_db()
        self.assertIsNone(self.recognition.ended_on)
        self.assertFalse(Change.objects.exists())

    def test_a_stale_ending_is_refused_with_its_reasons(self):
        with self.assertRaises(StaleVersionError):
            self.end(EndReason.BREACH, base_version=9)
        self.assertFalse(self.recognition.ends.exists())


class DecisionTests(TestCase):
    def test_issuer_number_and_date_come_once(self):
        known = DecisionFactory(issuer=AgencyFactory(), number="1806/QĐ-UBND")
        twin = Decision(
            issuer=known.issuer, number=known.number, signed_on=known.signed_on
        )
        with self.assertRaisesMessage(ProductError, "Quyết định này đã có."):
            services.save_decision(twin, by=None)

    def test_the_same_number_of_an_unknown_issuer_may_recur(self):
        for _ in range(2):
            services.save_decision(Decision(number="12/QĐ-UBND"), by=None)
        self.assertEqual(Decision.objects.count(), 2)


class DossierTests(TestCase):
    def test_dossier_is_recorded_and_its_days_are_checked(self):
        dossier = Dossier(
            product=ProductFactory(),
            kind=DossierKind.RENEWAL,
            received_on=DAY(2026, 6, 1),
        )
        services.save_dossier(dossier, by=None)
        self.assertEqual(lines_of(dossier)[0][0], "create")
        dossier.decided_on = DAY(2026, 5, 31)
        with self.assertRaisesMessage(ProductError, "sau ngày nhận hồ sơ"):
            services.save_dossier(dossier, by=None)

    def test_the_province_receives_it_between_commune_and_result(self):
        for province, decided, words in (
            (DAY(2026, 5, 31), None, "cấp tỉnh nhận phải từ ngày nhận hồ sơ"),
            (DAY(2026, 6, 9), DAY(2026, 6, 8), "phải từ ngày cấp tỉnh nhận"),
        ):
            dossier = Dossier(
                product=ProductFactory(),
                kind=DossierKind.UPGRADE,
                received_on=DAY(2026, 6, 1),
                province_received_on=province,
                decided_on=decided,
            )
            with self.subTest(words), self.assertRaisesMessage(ProductError, words):
                services.save_dossier(dossier, by=None)
        self.assertFalse(Dossier.objects.exists())


class RegimeTests(TestCase):
    def test_sets_stand_by_regime_newest_first(self):
        old = RegimeFactory(number="1048/QĐ-TTg", effective_from=DAY(2019, 8, 21))
        CriteriaSetFactory(regime=old, number=1, name="Rau")
        CriteriaSetFactory(number=14)
        self.assertEqual(
            [one.regime.number for one in CriteriaSet.objects.all()],
            ["148/QĐ-TTg", "1048/QĐ-TTg"],
        )


class PaperFileTests(TestCase):
    def setUp(self):
        self.site = SiteFactory()
        self.paper = Paper(
            producer=self.site.producer,
            kind=PaperKind.FOOD_SAFETY,
            file=ContentFile(PDF, "giấy của tôi.pdf"),
        )

    def test_replaced_and_deleted_files_go(self):
        services.save_paper(self.paper, by=None)
        first = self.paper.file.name
        self.assertRegex(first, r"^papers/[0-9a-f]{32}\.pdf$")
        self.paper.file = ContentFile(PDF, "scan.pdf")
        with self.captureOnCommitCallbacks() as sure:
            services.save_paper(self.paper, by=None, base_version=1)
        second = self.paper.file.name
        self.assertTrue(default_storage.exists(first))
        sure[0]()
        self.assertFalse(default_storage.exists(first))
        self.assertTrue(default_storage.exists(second))
        with self.captureOnCommitCallbacks(execute=True):
            services.delete_paper(self.paper, by=None)
        self.assertFalse(default_storage.exists(second))
        change = Change.objects.get(action="delete")
        self.assertEqual(change.changes["kind"][1], None)

    def test_a_refused_save_keeps_the_stored_file_alone(self):
        services.save_paper(self.paper, by=None)
        stored = self.paper.file.name
        before = set(default_storage.listdir("papers")[1])
        self.paper.file = ContentFile(PDF, "scan.pdf")
        self.paper.issued_on, self.paper.expires_on = DAY(2024, 1, 2), DAY(2024, 1, 1)
        with self.assertRaisesMessage(ProductError, "phải sau ngày cấp"):
            services.save_paper(self.paper, by=None, base_version=1)
        self.assertEqual(set(default_storage.listdir("papers")[1]), before)
        self.assertTrue(default_storage.exists(stored))

    def test_product_of_another_producer_is_refused(self):
        self.paper.product = ProductFactory()
        with self.assertRaisesMessage(ProductError, "không thuộc chủ thể"):
            services.save_paper(self.paper, by=None)
        self.assertFalse(Paper.objects.exists())
