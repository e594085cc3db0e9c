import datetime
import re
from decimal import Decimal

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from core.cells import CellError
from products.cells import (
    PrintedDecision,
    Term,
    decision_key,
    read_decision,
    read_grade,
    read_regime,
    read_score,
    read_term,
    score_text,
)
from products.enums import Grade

NOTATIONS = {
    Grade.THREE: ("3 sao", "3sao", "03 sao", "***", "★★★", "ba sao", "III sao", "3*"),
    Grade.FOUR: ("4 sao", "4sao", "04 sao", "****", "★★★★", "bốn sao", "IV sao", "4*"),
    Grade.FIVE: ("5 sao", "5sao", "05 sao", "*****", "★★★★★", "năm sao", "V sao", "5*"),
}
AROUND = st.sampled_from(
    ["", " ", "Hạng ", "Đạt ", "OCOP ", "Đạt hạng ", "Sản phẩm ", "Đạt chuẩn ", "SP: "]
)
AFTER = st.sampled_from(
    ["", " ", ".", " OCOP", " cấp tỉnh", " (năm 2022)", " - 2021", " (QĐ 1806/QĐ-UBND)",
     " (QĐ 114/QĐ-UBND, 15/1/2020)", " theo QĐ số 3/QĐ-UBND ngày 4/5/2021"]
)  # fmt: skip
BETWEEN = ["-", " - ", "/", ", ", " ", " và ", " đến ", " → ", " lên ", " (đề nghị ",
           " (đề xuất nâng hạng ", "; tiềm năng ", "\n", " hoặc "]  # fmt: skip


def codes(reading):
    return [note.code for note in reading.notes]


class GradeTests(SimpleTestCase):
    def test_usual_notations(self):
        for grade, notations in {
            Grade.THREE: (
                "3", 3, 3.0, "03", "3 sao", "3sao", "3.0 sao", "***", "* * *", "3*",
                "★★★", "★★★☆☆", "⭐️⭐️⭐️", "ba sao", "III sao", "III", "Đạt chuẩn 3 sao",
                "3 sao theo QĐ số 12/QĐ-UBND", "3 sao cấp huyện năm 2024",
                "3 sao - 3 sao",
                "\uff13 sao",
            ),
            Grade.FOUR: (
                "4.0", "4,0", "4 SAO", "Hạng 4 sao", "****", "4*", "★★★★", "4 ★",
                "OCOP 4 sao (QĐ 114/QĐ-UBND, 15/1/2020)", "bốn sao", "IV sao",
                "Hạng IV",
                "4 (bốn) sao", "Hạng sao: 4", "4 sao năm 2020-2022", "4 sao (2021)",
                "4 sao (hết hạn)", "4 sao (đánh giá lại)", "sao 4", "4 stars",
                "Đạt 4 sao cấp tỉnh", "Sản phẩm OCOP 4 sao", "SP OCOP 4 sao",
                "4 Sao (năm 2022)", "4 sao - đợt 1 năm 2022", "4 ngôi sao",
                "4 sao của UBND tỉnh", "4 sao (82,5 điểm)", "Đạt 82 điểm, hạng 4 sao",
            ),
            Grade.FIVE: ("5", "năm sao", "*****", "5 ⭐", "V sao", "5 sao quốc gia"),
            Grade.POTENTIAL_FIVE: (
                "Tiềm năng 5 sao", "5 sao tiềm năng", "5 sao (tiềm năng)",
                "tiềm năng năm sao", "TIỀM NĂNG 5*",
            ),
        }.items():  # fmt: skip
            for raw in notations:
                with self.subTest(raw=raw):
                    reading = read_grade(raw)
                    self.assertEqual((reading.value, codes(reading)), (grade, []))

    def test_a_blank_cell_is_no_star_and_says_so(self):
        for raw in ("", "  ", "-", None):
            with self.subTest(raw=raw):
                reading = read_grade(raw)
                self.assertIsNone(reading.value)
                self.assertEqual(codes(reading), ["star_missing"])

    def test_a_proposal_is_no_award(self):
        for raw in (
            "đề xuất 5 sao",
            "Đề nghị công nhận 4 sao",
            "dự kiến 3 sao",
            "Đang đề nghị 5 sao",
            "Đề nghị Hội đồng OCOP trung ương đánh giá, phân hạng 5 sao",
            "Hội đồng cấp huyện đề xuất 4 sao",
        ):
            with self.subTest(raw=raw):
                reading = read_grade(raw)
                self.assertIsNone(reading.value)
                self.assertEqual(codes(reading), ["star_proposed"])

    def test_everything_else_is_refused_and_no_digit_is_picked_out(self):
        for raw in (
            0, 6, "0", "6 sao", "2 sao", "1 sao", "**", "******", 4.5, "4,5 sao", 3.2,
            "3-4 sao", "3 - 4 sao", "3 đến 4 sao", "4/5", "4 sao/5 sao", "3 sao, 4 sao",
            "3 sao (đề nghị 4 sao)", "4 (ba) sao", "4 sao (tiềm năng 5 sao)",
            "tiềm năng 4 sao", "Không đạt", "Không đạt 3 sao", "Chưa xếp hạng",
            "4 sao (đã thu hồi)", "OCOP", "x", "4 s", "2020", True, "=3", 10**20, 1e300,
            "QĐ 4/QĐ-UBND", "82 điểm", "4 sao 3 - 75 điểm", "4 sao trở lên", "đợt 4",
        ):  # fmt: skip
            with self.subTest(raw=raw), self.assertRaises(CellError) as caught:
                read_grade(raw)
            self.assertEqual(caught.exception.code, "invalid_star")

    @given(AROUND, st.sampled_from(sorted(NOTATIONS)), AFTER)
    def test_any_notation_is_read_amid_the_usual_words(self, before, grade, after):
        for notation in NOTATIONS[grade]:
            reading = read_grade(f"{before}{notation}{after}")
            self.assertEqual((reading.value, reading.notes), (grade, ()))

    @given(st.permutations(sorted(NOTATIONS)), st.sampled_from(BETWEEN), st.data())
    def test_two_different_stars_are_never_one(self, grades, between, data):
        one, other = (data.draw(st.sampled_from(NOTATIONS[g])) for g in grades[:2])
        with self.assertRaises(CellError) as caught:
            read_grade(f"{one}{between}{other}")
        self.assertEqual(caught.exception.code, "invalid_star")

    @given(st.text(alphabet="012345679 -–/;()[]saohạngđtOCP*★"))
    def test_no_digit_is_overlooked(self, text):
        try:
            grade = read_grade(text).value
        except CellError:
            return
        numbers = {int(one) for one in re.findall(r"\d+", text)}
        years = {number for number in numbers if 1900 <= number < 2100}
        self.assertLessEqual(numbers - years, {grade and int(grade)})

    @given(st.one_of(st.text(), st.floats(), st.integers()))
    def test_anything_is_read_or_refused(self, raw):
        try:
            value = read_grade(raw).value
        except CellError as error:
            value = error.code
        self.assertIn(value, [None, "invalid_star", *Grade])


class DecisionTests(SimpleTestCase):
    def test_number_and_date_are_told_apart(self):
        day = datetime.date(2020, 9, 16)
        for raw, number, signed_on in (
            ("2008/QĐ-UBND", "2008/QĐ-UBND", None),
            ("QĐ số 2008/QĐ-UBND ngày 16/9/2020", "2008/QĐ-UBND", day),
            ("Số: 2008/QĐ-UBND, 16/9/2020", "2008/QĐ-UBND", day),
            ("2008/QĐ-UBND\nngày 16 tháng 9 năm 2020", "2008/QĐ-UBND", day),
            ("QĐ số 2008/QĐ/UBND", "2008/QĐ-UBND", None),
            ("2008 /QĐ- UBND", "2008/QĐ-UBND", None),
            ("2008/QD–UBND", "2008/QĐ-UBND", None),
            ("2008/QĐUBND", "2008/QĐ-UBND", None),
            ("51/2024/QĐ-UBND", "51/2024/QĐ-UBND", None),
            ("26/2026/QĐ-TTg", "26/2026/QĐ-TTg", None),
            ("858/QĐ-SNN&PTNT", "858/QĐ-SNN&PTNT", None),
            ("QĐ số 2008 ngày 16/9/2020", "2008", day),
            (2008.0, "2008", None),
            ("Ngày 16/9/2020, số 2008/QĐ-UBND", "2008/QĐ-UBND", day),
            ("QĐ 114 (16/9/2020)", "114", day),
            ("2008/Q\u00d0-UBND", "2008/QĐ-UBND", None),
        ):
            with self.subTest(raw=raw):
                reading = read_decision(raw)
                self.assertEqual(reading.value, PrintedDecision(number, signed_on))
                self.assertEqual(reading.notes, ())

    def test_of_several_decisions_the_latest_is_taken_and_said(self):
        raw = "2008/QĐ-UBND ngày 16/9/2023; 114/QĐ-UBND ngày 15/1/2020"
        reading = read_decision(raw)
        self.assertEqual(reading.value.number, "2008/QĐ-UBND")
        self.assertEqual([one.number for one in reading.value.others], ["114/QĐ-UBND"])
        self.assertEqual(codes(reading), ["several_decisions"])
        self.assertEqual(reading.printed, raw)

    def test_of_several_decisions_without_all_dates_the_last_is_taken(self):
        reading = read_decision("114/QĐ-UBND (15/1/2020), 115/QĐ-UBND")
        self.assertEqual(reading.value.number, "115/QĐ-UBND")

    def test_a_year_alone_is_no_date(self):
        for raw, number in (
            ("2008/QĐ-UBND năm 2020", "2008/QĐ-UBND"),
            ("2008/QĐ-UBND ngày 16/9", "2008/QĐ-UBND"),
            ("QĐ số 2008 năm 2020", "2008"),
        ):
            with self.subTest(raw=raw):
                reading = read_decision(raw)
                self.assertEqual(reading.value, PrintedDecision(number))
                self.assertEqual(codes(reading), ["date_incomplete"])
                self.assertEqual(reading.printed, raw)

    def test_text_without_a_number_is_kept_as_printed(self):
        reading = read_decision("Quyết định của UBND huyện")
        self.assertIsNone(reading.value)
        self.assertEqual(codes(reading), ["decision_unreadable"])
        self.assertEqual(reading.printed, "Quyết định của UBND huyện")

    def test_an_impossible_date_refuses_the_cell(self):
        with self.assertRaises(CellError) as caught:
            read_decision("1806/QĐ-UBND ngày 31/02/2020")
        self.assertEqual(caught.exception.code, "invalid_date")

    def test_spellings_of_one_number_have_one_key(self):
        keys = {
            decision_key(n) for n in ("2008/QĐ-UBND", "2008/QĐ/UBND", "2008/qd-ubnd")
        }
        self.assertEqual(len(keys), 1)

    def test_nothing_is_nothing(self):
        for raw in ("", "-", "chưa có", None):
            with self.subTest(raw=raw):
                self.assertIsNone(read_decision(raw).value)


class TermTests(SimpleTestCase):
    def test_last_day_or_months(self):
        last = datetime.date(2023, 9, 16)
        for raw, term in (
            ("16/9/2023", Term(last_day=last)),
            (last, Term(last_day=last)),
            ("đến hết ngày 16/9/2023", Term(last_day=last)),
            ("từ 16/9/2020 đến 16/9/2023", Term(last_day=last)),
            ("36 tháng", Term(months=36)),
            ("3 năm", Term(months=36)),
            (36.0, Term(months=36)),
        ):
            with self.subTest(raw=raw):
                self.assertEqual(read_term(raw).value, term)

    def test_a_year_alone_is_kept_as_printed(self):
        self.assertEqual(read_term("2023").printed, "2023")

    def test_what_is_no_end_is_refused(self):
        for raw in ("0 tháng", "không thời hạn", "30/2/2023", "999 năm"):
            with self.subTest(raw=raw), self.assertRaises(CellError) as caught:
                read_term(raw)
            self.assertEqual(caught.exception.code, "invalid_date")


class ScoreTests(SimpleTestCase):
    def test_scores(self):
        for raw in ("82,5", 82.5, "82.5 điểm", "82,5/100"):
            with self.subTest(raw=raw):
                self.assertEqual(read_score(raw).value, Decimal("82.50"))
        self.assertEqual(score_text(Decimal("82.50")), "82,5")
        self.assertEqual(score_text(Decimal("70.00")), "70")

    def test_scores_out_of_range_are_refused(self):
        for raw in (101, -1, "abc"):
            with self.subTest(raw=raw), self.assertRaises(CellError) as caught:
                read_score(raw)
            self.assertEqual(caught.exception.code, "invalid_score")


class RegimeTests(SimpleTestCase):
    def test_a_regime_is_named_by_its_number(self):
        for raw, number in (
            ("148/QĐ-TTg", "148/QĐ-TTg"),
            ("QĐ 1048", "1048"),
            ("26/2026", "26/2026"),
            (148.0, "148"),
            ("", None),
        ):
            with self.subTest(raw=raw):
                self.assertEqual(read_regime(raw).value, number)
