"""The section "Cần bạn xem" and the choices of a preview, as they are sent."""

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from accounts.enums import Role
from history.services import history_of
from imports.answers import Given, choose, give_answers
from imports.exceptions import ImportRefusedError
from imports.models import Answer, ImportRun
from imports.services import commit_import, preview_import
from producers.models import Producer, Site
from products.models import Product
from tests.factories import ProducerFactory, SiteFactory, UserFactory
from tests.places import unit

from .pages import PageTestCase, annex, line, url

ONE, OTHER = "HTX Hoàng Tung", "HTX Hoàng Tùng"
ALIKE = annex(line(1, producer=ONE), line(2, producer=OTHER))
UNCLEAR = annex(line(1, place="Xã Đức Long"))


class QuestionPageTestCase(PageTestCase):
    def page(self, run, **query):
        return self.client.get(url("detail", run), query)

    def name(self, run, kind="question") -> str:
        """Return the name of the field of the only question."""
        return f"{kind}-{run.questions.get().pk}"

    def send(self, run, data, name="answer"):
        return self.client.post(url(name, run), data)


class AnswerPageTests(QuestionPageTestCase):
    def test_alike_names_stand_side_by_side(self):
        SiteFactory(producer=ProducerFactory(name=OTHER), place=unit("01654"))
        run = self.previewed(annex(line(1, producer=ONE)))
        response = self.page(run)
        self.assertContains(response, "Cần bạn xem")
        self.assertContains(response, "Còn 1 câu chưa trả lời")
        self.assertContains(response, f"<strong>{ONE}</strong>", html=True)
        self.assertContains(response, f"<strong>{OTHER}</strong>", html=True)
        self.assertContains(response, "Đã có trong hệ thống", count=1)
        self.assertContains(response, 'href="#quyet-dinh"')
        self.assertContains(response, 'id="quyet-dinh"')
        for words in ("Là một", "Khác nhau", "Để sau", "Trong tệp"):
            self.assertContains(response, words)

    def test_nothing_to_ask_shows_no_section(self):
        self.assertNotContains(self.page(self.previewed()), "Cần bạn xem")

    def test_an_answer_is_remembered_logged_and_previewed_anew(self):
        run = self.previewed(ALIKE)
        response = self.send(run, {self.name(run): "same"})
        self.assertRedirects(response, run.get_absolute_url())
        answer = Answer.objects.get()
        self.assertEqual(
            (answer.area, answer.kind, answer.verdict, answer.by),
            (unit("04"), "alike", "same", self.lan),
        )
        [change] = history_of(answer)
        self.assertEqual(change.changes, {"verdict": [None, "là một"]})
        self.assertEqual(change.batch.by, self.lan)
        run.refresh_from_db()
        self.assertEqual(run.counts["producers"]["new"], 1)
        self.assertEqual(run.counts["questions"], 0)
        self.assertContains(self.page(run), "Đã trả lời")
        commit_import(run, by=self.lan)
        self.assertEqual(list(Producer.objects.values_list("name")), [(ONE,)])
        self.assertEqual(Product.objects.count(), 2)

    def test_the_next_file_is_not_asked_again_and_may_answer_otherwise(self):
        run = self.previewed(ALIKE)
        self.send(run, {self.name(run): "different"})
        again = self.previewed(ALIKE, by=self.hoa)
        self.assertEqual(again.questions.get().verdict, "different")
        self.client.force_login(self.hoa)
        self.send(again, {self.name(again): "same"})
        answer = Answer.objects.get()
        self.assertEqual((answer.verdict, answer.by), ("same", self.hoa))
        self.assertEqual(
            [change.changes for change in history_of(answer)],
            [{"verdict": ["khác nhau", "là một"]}, {"verdict": [None, "khác nhau"]}],
        )

    def test_the_same_answer_again_is_not_logged(self):
        run = self.previewed(ALIKE)
        given = [Given(run.questions.get(), verdict="same")]
        self.assertEqual(give_answers(run, given, by=self.lan), 1)
        self.assertEqual(give_answers(run, given, by=self.lan), 0)
        self.assertEqual(len(history_of(Answer.objects.get())), 1)

    def test_an_answer_given_meanwhile_makes_another_preview_stale(self):
        mine, theirs = self.previewed(ALIKE), self.previewed(ALIKE, by=self.hoa)
        self.send(mine, {self.name(mine): "same"})
        with self.assertRaises(ImportRefusedError):
            commit_import(theirs, by=self.hoa)
        self.assertEqual(Producer.objects.count(), 0)
        commit_import(theirs, by=self.hoa)
        self.assertEqual(Producer.objects.count(), 1)

    def test_unanswered_questions_do_not_keep_from_writing(self):
        commit_import(self.previewed(ALIKE), by=self.lan)
        self.assertEqual(Producer.objects.count(), 2)

    def test_no_answer_at_all_is_told(self):
        run = self.previewed(ALIKE)
        for data in ({}, {self.name(run): ""}, {"question-0": "same"}):
            response = self.send(run, data)
            self.assertContains(
                response, "Chưa có câu nào được trả lời.", status_code=422
            )
        response = self.send(run, {self.name(run): "gộp hết"})
        self.assertEqual(response.status_code, 422)
        self.assertEqual(Answer.objects.count(), 0)

    def test_who_may_not_go_on_is_asked_nothing(self):
        run = self.previewed(ALIKE)
        self.client.force_login(self.hoa)
        self.assertEqual(self.send(run, {self.name(run): "same"}).status_code, 404)
        self.client.force_login(self.lan)
        run = commit_import(run, by=self.lan)
        self.assertNotContains(self.page(run), "Cần bạn xem")
        self.assertEqual(self.send(run, {}).status_code, 404)

    def test_a_run_without_a_preview_is_sent_back_to_its_reading(self):
        run = self.start(ALIKE)
        for name in ("answer", "choices"):
            response = self.send(run, {}, name)
            self.assertRedirects(
                response, run.get_absolute_url(), target_status_code=302
            )

    def test_the_names_of_other_units_are_not_shown(self):
        SiteFactory(producer=ProducerFactory(name=OTHER), place=unit("01654"))
        run = self.previewed(
            annex(line(1, producer=ONE, place="Xã Trùng Khánh")), by=self.lead
        )
        self.client.force_login(self.lead)
        self.assertNotContains(self.page(run), OTHER)

    def test_pages_of_questions(self):
        # Two names a pair, and nothing alike between the pairs.
        letters = "ABCDEGHIKLMNOPQRSTUVXY"
        rows = [
            line(number, producer=f"HTX {letter * 6} {letter * 5} {end}")
            for number, letter in enumerate(letters)
            for end in ("Đông", "Đồng")
        ]
        run = self.previewed(annex(*rows))
        self.assertEqual(run.questions.count(), len(letters))
        self.assertEqual(len(self.page(run).context["questions"].rows()), 20)
        page = self.page(run, cau="2")
        self.assertEqual(len(page.context["questions"].rows()), 2)
        last = page.context["questions"].rows()[-1].choice.html_name
        response = self.client.post(url("answer", run) + "?cau=2", {last: "same"})
        self.assertEqual(response.status_code, 302)
        self.assertEqual(Answer.objects.count(), 1)
        self.assertEqual(self.page(run, cau="x").status_code, 200)

    def test_queries_of_the_page_and_of_answering_do_not_grow(self):
        pairs = [("Một", "Mốt"), ("Hai", "Hài"), ("Ba", "Bà")]
        for count in (1, 3):
            rows = [
                line(f"{count}{end}", producer=f"HTX Sản xuất nông sản {end} {end}")
                for pair in pairs[:count]
                for end in pair
            ]
            run = self.previewed(annex(*rows))
            self.assertEqual(run.questions.count(), count)
            given = [Given(one, verdict="same") for one in run.questions.all()]
            ContentType.objects.clear_cache()
            with self.subTest(count), self.assertNumQueries(11):
                self.page(run)
            with self.subTest(count), self.assertNumQueries(10):
                give_answers(run, given, by=self.lan)
            Answer.objects.all().delete()


class PlacePageTests(QuestionPageTestCase):
    def test_a_candidate_is_chosen(self):
        run = self.previewed(UNCLEAR)
        self.assertContains(self.page(run), "“Xã Đức Long” là nơi nào?")
        chosen = unit("01822")
        self.assertIn(chosen.pk, run.questions.get().candidates)
        self.send(run, {self.name(run): chosen.pk})
        self.assertEqual(Answer.objects.get().place, chosen)
        commit_import(ImportRun.objects.get(), by=self.lan)
        self.assertEqual(Site.objects.get().place, chosen)

    def test_a_place_is_typed(self):
        run = self.previewed(annex(line(1, place="Chợ Cũ")))
        self.send(run, {self.name(run, "place"): "xã hoà an"})
        self.assertEqual(Answer.objects.get().place, unit("01654"))
        self.assertContains(self.page(run), "Đã trả lời")

    def test_a_typed_place_that_cannot_be_taken_is_told_with_what_was_typed(self):
        run = self.previewed(UNCLEAR)
        for typed, why in {
            "Xã Không Có": "Không tìm thấy địa bàn “Xã Không Có” trong danh mục.",
            "Đức Long": "“Đức Long” có thể là:",
            "x" * 201: "201",
        }.items():
            with self.subTest(typed[:20]):
                response = self.send(run, {self.name(run, "place"): typed})
                self.assertContains(response, why, status_code=422)
                self.assertContains(response, f'value="{typed}"', status_code=422)
        response = self.send(run, {self.name(run): unit("01654").pk})
        self.assertEqual(response.status_code, 422)
        self.assertEqual(Answer.objects.count(), 0)

    def test_a_place_out_of_the_scope_is_refused(self):
        run = self.previewed(UNCLEAR, by=self.lead)
        self.client.force_login(self.lead)
        response = self.send(run, {self.name(run, "place"): "Xã Hòa An"})
        self.assertContains(
            response, "Xã Hòa An nằm ngoài địa bàn bạn được nhập.", status_code=422
        )


class ChoicePageTests(QuestionPageTestCase):
    def setUp(self):
        super().setUp()
        self.committed(annex(line(1, phone="0912345678")))
        self.data = annex(line(1, phone="0987654321"), line(2), line(3, star="x"))

    def outcomes(self, run) -> list[str]:
        return list(run.rows.order_by("row").values_list("outcome", flat=True)[:3])

    def test_what_holds_for_the_file_is_chosen_and_reported(self):
        run = self.previewed(self.data)
        self.assertEqual(self.outcomes(run), ["changed", "new", "rejected"])
        response = self.send(run, {"on_match": "skip"}, "choices")
        self.assertRedirects(response, run.get_absolute_url())
        self.assertEqual(self.outcomes(run), ["left", "new", "rejected"])
        response = self.page(run, ket_qua="left")
        self.assertEqual([row.row for row in response.context["page"]], [6])
        self.assertContains(response, "Bỏ qua theo lựa chọn")
        run = commit_import(run, by=self.lan)
        self.assertContains(self.page(run), "giữ nguyên dữ liệu đang có")
        self.assertEqual(Producer.objects.get().phones, "0912345678")

    def test_rows_are_chosen_one_by_one_and_stay_chosen(self):
        run = self.previewed(self.data)
        changed, new = run.rows.filter(row__in=[6, 7]).order_by("row")
        page = self.page(run)
        self.assertContains(page, f'name="row-{new.pk}"')
        data = {
            "on_match": "update",
            f"row-{changed.pk}": "skip",
            f"row-{new.pk}": "skip",
        }
        self.send(run, data, "choices")
        self.assertEqual(self.outcomes(run), ["left", "left", "rejected"])
        run = ImportRun.objects.get(pk=run.pk)
        self.assertEqual(run.row_choices, {"Danh sách": {"6": "skip", "7": "skip"}})
        self.assertContains(self.page(run), "2 dòng chọn riêng")
        left = run.rows.get(row=7)
        self.send(run, {"on_match": "update", f"row-{left.pk}": ""}, "choices")
        run.refresh_from_db()
        self.assertEqual(run.row_choices, {})

    def test_where_nothing_is_met_there_is_nothing_to_choose(self):
        new = annex(line(7, producer="HTX Mới", day="26/12/2023"), line(8, star="x"))
        page = self.page(self.previewed(new))
        self.assertNotContains(page, "Dữ liệu đã có trong hệ thống")
        self.assertNotContains(page, 'name="row-')
        met = annex(line(9))  # its producer is stored
        page = self.page(self.previewed(met))
        self.assertContains(page, "Dữ liệu đã có trong hệ thống")
        self.assertContains(page, 'name="row-')

    def test_a_choice_there_is_not_is_refused(self):
        run = self.previewed(self.data)
        new = run.rows.get(row=7)
        for data in (
            {},
            {"on_match": "xóa"},
            {"on_match": "update", f"row-{new.pk}": "fill"},
        ):
            with self.subTest(data):
                response = self.send(run, data, "choices")
                self.assertEqual(response.status_code, 422)
                self.assertContains(response, "xin xem lại", status_code=422)
        run.refresh_from_db()
        self.assertEqual((run.on_match, run.row_choices), ("update", {}))

    def test_a_changed_choice_makes_the_old_preview_stale(self):
        run = self.previewed(self.data)
        choose(run, "skip", {})
        with self.assertRaises(ImportRefusedError):
            commit_import(run, by=self.lan)
        preview_import(run, by=self.lan)
        commit_import(run, by=self.lan)

    def test_nobody_else_chooses(self):
        run = self.previewed(self.data)
        self.client.force_login(self.hoa)
        response = self.send(run, {"on_match": "skip"}, "choices")
        self.assertEqual(response.status_code, 404)
        viewer = UserFactory(role=Role.VIEWER, role__area=unit("04"))
        self.client.force_login(viewer)
        self.assertEqual(
            self.client.post(reverse("imports:choices", args=[run.pk])).status_code, 403
        )

    def test_a_full_page_is_small_enough(self):
        rows = [
            line(n, producer=f"HTX Nông nghiệp và dịch vụ {n % 7} {'AB'[n % 2]}",
                 place=f"Xóm {n}, xã Không Có")
            for n in range(60)
        ]  # fmt: skip
        run = self.previewed(annex(*rows))
        self.assertEqual(len(self.page(run).context["questions"].rows()), 20)
        self.assertLess(len(self.page(run).content), 150_000)
