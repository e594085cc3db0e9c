"""Lists of revoked products and of those taken off the list."""

import datetime

from django.test import TestCase

from accounts.enums import Role
from areas.models import Agency
from history.services import history_of
from imports.enums import ListKind, OnMatch
from imports.models import Answer
from imports.planning.answers import Answers
from imports.reading import read_file
from imports.understanding.tables import understand
from producers.models import Site
from products.enums import DecisionKind, Grade
from products.models import Decision, Product, Recognition, RecognitionEnd
from tests.factories import (
    DecisionFactory,
    ProductFactory,
    RecognitionFactory,
    SiteFactory,
    UserFactory,
)
from tests.places import load_cao_bang, unit

from .plans import codes, imported, plan_of, rows_of
from .workbooks import workbook

TITLES = ["STT", "Tên sản phẩm", "Tên chủ thể", "Lý do thu hồi", "Số quyết định",
          "Ngày quyết định"]  # fmt: skip
DAY = datetime.date(2026, 6, 5)
PRODUCER = "HTX Hoàng Tung"


def line(product="Rượu gạo", cause="Không còn sản xuất", producer=PRODUCER, **cells):
    """Return a row under TITLES, with further cells after them."""
    number = cells.get("number", "905/QĐ-UBND")
    return [1, product, producer, cause, number, cells.get("day", DAY)]


def award(name="Rượu gạo", since=datetime.date(2024, 3, 1), **fields) -> Recognition:
    """Store a recognition of a product of HTX Hoàng Tung in Xã Hòa An."""
    site = Site.objects.filter(producer__name=PRODUCER).first() or SiteFactory(
        place=unit("01654"), producer__name=PRODUCER
    )
    product = Product.objects.filter(name=name).first() or ProductFactory(
        name=name, site=site
    )
    until = since.replace(year=since.year + 3) - datetime.timedelta(days=1)
    dates = {"valid_from": since, "valid_to": until}
    return RecognitionFactory(product=product, **{**dates, **fields})


def grounds(recognition: Recognition) -> list[str]:
    return [end.reason for end in recognition.ends.all()]


class EndingTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        cls.ubnd = Agency.objects.create(name="UBND tỉnh Cao Bằng", area=unit("04"))

    def codes_of(self, *lines, titles=TITLES, **options) -> list[list[str]]:
        return [codes(row) for row in rows_of([titles, *lines], **options)]


class WrittenTests(EndingTestCase):
    def test_a_revocation_is_written_with_its_decision_and_grounds(self):
        recognition = award()
        cause = "Điểm c khoản 1 Điều 8\nkhông còn sản xuất"
        plan = imported([TITLES, line(cause=cause)])
        [row] = plan.rows
        self.assertEqual((row.outcome, row.messages), ("changed", []))
        recognition.refresh_from_db()
        self.assertEqual(recognition.ended_on, DAY)
        self.assertFalse(recognition.ended_by_removal)
        self.assertEqual(recognition.version, 2)
        decision = recognition.end_decision
        self.assertEqual(
            (decision.number, decision.signed_on, decision.kind),
            ("905/QĐ-UBND", DAY, DecisionKind.REVOKE),
        )
        self.assertEqual(grounds(recognition), ["c", "đ"])
        notes = {end.note for end in recognition.ends.all()}
        self.assertEqual(notes, {"Điểm c khoản 1 Điều 8 không còn sản xuất"})
        [change] = history_of(recognition)
        self.assertEqual(change.changes["ended_on"], [None, "2026-06-05"])
        self.assertEqual(
            change.changes["end_decision"], [None, "905/QĐ-UBND ngày 05/06/2026"]
        )
        self.assertEqual(history_of(recognition.ends.first()).count(), 1)

    def test_what_will_be_written_is_told(self):
        award()
        [row] = rows_of([TITLES, line(cause="điểm đ")])
        self.assertEqual(
            [(c["field"], c["old"], c["new"]) for c in row.changes],
            [
                ("chấm dứt ngày", "", "05/06/2026"),
                ("quyết định chấm dứt", "", "905/QĐ-UBND ngày 05/06/2026"),
                ("quyết định", "", "905/QĐ-UBND ngày 05/06/2026"),
                ("lý do chấm dứt", "", "không còn sản xuất (điểm đ)"),
            ],
        )

    def test_a_removal_ends_what_has_run_out(self):
        recognition = award(since=datetime.date(2022, 3, 1))
        plan = imported([TITLES, line(cause="Hết hạn, không đăng ký đánh giá lại")])
        self.assertEqual(plan.rows[0].outcome, "changed")
        recognition.refresh_from_db()
        self.assertTrue(recognition.ended_by_removal)
        self.assertEqual(grounds(recognition), ["not_renewed"])
        self.assertEqual(recognition.end_decision.kind, DecisionKind.REMOVE)

    def test_an_end_is_whole_where_only_gaps_are_to_be_filled(self):
        recognition = award(since=datetime.date(2022, 3, 1))
        rows = [TITLES, line(cause="hết hạn, không đăng ký đánh giá lại")]
        imported(rows, on_match=OnMatch.FILL)
        recognition.refresh_from_db()
        self.assertTrue(recognition.ended_by_removal)
        self.assertEqual(
            (recognition.ended_on, grounds(recognition)), (DAY, ["not_renewed"])
        )

    def test_a_row_that_is_to_leave_things_alone_ends_nothing(self):
        award()
        [row] = rows_of([TITLES, line()], on_match=OnMatch.SKIP)
        self.assertEqual((row.outcome, row.changes), ("left", []))

    def test_the_same_list_twice_changes_nothing(self):
        award()
        award("Bún khô")
        rows = [TITLES, line(cause="điểm a; điểm c"), line("Bún khô")]
        imported(rows)
        plan = imported(rows)
        self.assertEqual([row.outcome for row in plan.rows], ["unchanged"] * 2)
        self.assertTrue(plan.writes_nothing)
        self.assertEqual(RecognitionEnd.objects.count(), 3)
        self.assertEqual(Decision.objects.filter(kind="revoke").count(), 1)

    def test_grounds_on_several_rows_add_up_and_a_repeated_one_is_a_duplicate(self):
        recognition = award()
        rows = [TITLES, line(cause="điểm a"), line(cause="điểm c"), line(cause="a")]
        plan = imported(rows)
        outcomes = [row.outcome for row in plan.rows]
        self.assertEqual(outcomes, ["changed", "changed", "duplicate"])
        self.assertEqual(grounds(recognition), ["a", "c"])
        again = [row.outcome for row in rows_of(rows)]
        self.assertEqual(again, ["unchanged", "unchanged", "duplicate"])

    def test_the_decision_the_list_is_attached_to_stands_for_one_left_out(self):
        recognition = award()
        rows = [
            ["DANH SÁCH SẢN PHẨM OCOP BỊ THU HỒI GIẤY CHỨNG NHẬN"],
            ["(Kèm theo Quyết định số 905/QĐ-UBND ngày 05/6/2026"],
            ["của UBND tỉnh Cao Bằng)"],
            ["STT", "Tên sản phẩm", "Chủ thể", "Lý do"],
            [1, "Rượu gạo", PRODUCER, "Chủ thể đã giải thể"],
        ]
        imported(rows)
        recognition.refresh_from_db()
        self.assertEqual(recognition.ended_on, DAY)
        self.assertEqual(recognition.end_decision.number, "905/QĐ-UBND")
        self.assertEqual(recognition.end_decision.issuer, self.ubnd)

    def test_a_stored_decision_is_found_and_only_its_gaps_are_filled(self):
        award()
        DecisionFactory(
            kind="revoke", number="905/QĐ-UBND", signed_on=DAY, issuer=self.ubnd
        )
        imported([TITLES, line()])
        self.assertEqual(Decision.objects.filter(number="905/QĐ-UBND").count(), 1)

    def test_queries_do_not_grow_with_the_rows(self):
        for count in (1, 3):
            names = [f"Sản phẩm {count}.{number}" for number in range(count)]
            for name in names:
                award(name)
            data = workbook([TITLES, *(line(name) for name in names)])
            with self.subTest(count=count), self.assertNumQueries(10):
                plan_of(data)


class WhichRecognitionTests(EndingTestCase):
    def test_the_one_that_counts_on_the_day_is_ended(self):
        award(since=datetime.date(2022, 1, 1))
        standing = award(since=datetime.date(2025, 1, 1))
        award(since=datetime.date(2026, 9, 1))
        imported([TITLES, line()])
        [ended] = Recognition.objects.filter(ended_on__isnull=False)
        self.assertEqual(ended, standing)

    def test_star_and_decision_of_the_award_tell_another(self):
        old = award(
            since=datetime.date(2023, 8, 1),
            grade=Grade.THREE,
            decision__number="1806/QĐ-UBND",
        )
        award(since=datetime.date(2025, 1, 1), grade=Grade.FOUR)
        for title, value in (
            ("Hạng sao", "3 sao"),
            ("Quyết định công nhận", "1806/QĐ/UBND ngày 1/8/2023"),
        ):
            with self.subTest(title=title):
                [row] = rows_of([[*TITLES, title], [*line(), value]])
                self.assertEqual(row.outcome, "changed")
                self.assertIn("3 sao", row.summary)
        imported([[*TITLES, "Số sao"], [*line(), 3]])
        self.assertEqual(Recognition.objects.get(ended_on=DAY), old)

    def test_a_variant_left_out_is_no_obstacle_where_one_product_bears_the_name(self):
        recognition = award("Rượu ngô")
        Product.objects.update(variant="chai 500 ml")
        Product.objects.get().save()  # with its key
        [row] = rows_of([TITLES, line("Rượu ngô")])
        self.assertEqual(row.outcome, "changed")
        self.assertEqual(Recognition.objects.get(), recognition)


class RefusedTests(EndingTestCase):
    def test_what_is_not_found_or_not_said_is_told_at_once(self):
        award()
        ProductFactory(name="Bún khô", site=Site.objects.get())
        self.assertEqual(
            self.codes_of(
                line(producer="HTX Lạ"),
                line("Miến dong"),
                line("Bún khô"),
                line(cause=None),
                line(cause="Tự nguyện xin rút"),
                line(number=None, day=None),
                line(day="31/02/2026"),
                line("Miến dong", cause=None),
            ),
            [
                ["producer_not_found"],
                ["product_not_found"],
                ["recognition_not_found"],
                ["cause_missing"],
                ["cause_unreadable"],
                ["date_missing"],
                ["invalid_date"],
                ["cause_missing", "product_not_found"],
            ],
        )
        self.assertEqual(Recognition.objects.exclude(ended_on=None).count(), 0)

    def test_the_rules_of_ending_hold(self):
        award()  # 1/3/2024 to 28/2/2027
        award("Bún khô", since=datetime.date(2022, 3, 1))
        rows = rows_of(
            [
                TITLES,
                line(cause="hết hạn, không đăng ký đánh giá lại"),
                line("Bún khô", cause="hết hạn; không còn sản xuất"),
                line(day=datetime.date(2024, 2, 1)),
            ]
        )
        self.assertEqual(
            [[message.text for message in row.messages] for row in rows],
            [
                ["Chỉ loại khỏi danh sách sau ngày cuối còn hiệu lực 28/02/2027."],
                [
                    "Loại khỏi danh sách vì không đăng ký lại thì không kèm lý do thu"
                    " hồi."
                ],
                ["Sản phẩm không có lần công nhận nào như vậy đến ngày chấm dứt."],
            ],
        )

    def test_a_kind_that_does_not_fit_the_ground_is_refused(self):
        award()
        titles = [*TITLES, "Hình thức"]
        self.assertEqual(
            self.codes_of([*line(), "Loại khỏi danh sách"], titles=titles),
            [["kind_differs"]],
        )

    def test_taking_off_the_list_needs_no_other_ground(self):
        award(since=datetime.date(2022, 3, 1))
        titles = [*TITLES, "Hình thức"]
        [row] = rows_of([titles, [*line(cause=None), "Đưa ra khỏi danh sách"]])
        self.assertEqual((row.outcome, codes(row)), ("changed", []))

    def test_what_was_ended_otherwise_stays_so(self):
        award()
        imported([TITLES, line()])
        self.assertEqual(
            self.codes_of(
                line(day=datetime.date(2026, 7, 1)),
                line(number="906/QĐ-UBND"),
                line(cause="điểm a"),
            ),
            [["already_ended"]] * 3,
        )

    def test_two_rows_that_differ_on_the_day_are_not_both_written(self):
        award()
        rows = rows_of([TITLES, line(), line(day=datetime.date(2026, 7, 1))])
        self.assertEqual(
            [(row.outcome, codes(row)) for row in rows],
            [("changed", []), ("rejected", ["already_ended"])],
        )

    def test_the_revocation_of_what_had_run_out_is_a_warning(self):
        award(since=datetime.date(2022, 3, 1))
        self.assertEqual(self.codes_of(line()), [["recognition_expired"]])

    def test_nothing_out_of_scope_is_ended(self):
        award()
        lead = UserFactory(role=Role.LEAD, role__area=unit("01477"))
        lead.assignments.update(may_import=True)
        self.assertEqual(self.codes_of(line(), user=lead), [["producer_not_found"]])


class GuessTests(EndingTestCase):
    def test_causes_or_the_title_tell_the_kind(self):
        plain = ["STT", "Tên sản phẩm", "Chủ thể", "Hạng sao"]
        row = [1, "Rượu gạo", PRODUCER, "4 sao"]
        for kind, rows in (
            (ListKind.ENDINGS, [[*plain, "Lý do"], [*row, "điểm a"]]),
            (ListKind.ENDINGS, [["DANH SÁCH SẢN PHẨM BỊ THU HỒI"], [], plain, row]),
            (ListKind.ENDINGS, [["Sản phẩm đưa ra khỏi danh sách"], plain, row]),
            (ListKind.PRODUCTS, [["Danh sách (đã trừ SP bị thu hồi)"], plain, row]),
            (ListKind.PRODUCTS, [plain, row]),
        ):
            with self.subTest(rows=rows[0]):
                layout = understand(read_file(workbook(rows)))
                self.assertEqual(layout.list_kind, kind)


class QuestionTests(EndingTestCase):
    def test_a_name_that_nobody_bears_is_compared_with_those_much_alike(self):
        award()
        rows = [TITLES, line(producer="HTX Hoàng Tùng")]
        plan = plan_of(workbook(rows))
        plan.ask()
        self.assertEqual(codes(plan.rows[0]), ["producer_not_found"])
        [question] = plan.asked
        self.assertEqual(
            (question.kind, question.text, question.other_text),
            ("alike", PRODUCER, "HTX Hoàng Tùng"),
        )
        self.assertEqual(
            [(side["is_known"], side["products"]) for side in question.sides],
            [(True, 1), (False, 0)],
        )
        said = Answer(kind="alike", key=question.key, other_key=question.other_key,
                      verdict="same")  # fmt: skip
        plan = plan_of(workbook(rows), answers=Answers([said]))
        self.assertEqual((plan.rows[0].outcome, codes(plan.rows[0])), ("changed", []))
