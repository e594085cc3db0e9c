import datetime
import re
import uuid

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from history.services import history_of
from inspections.enums import RecommendationStatus, ResponseState
from inspections.models import AnswerLink, Recommendation, Response
from inspections.services import close_recommendation
from inspections.services.answer_links import hash_of
from tests import factories

from .cast import Cast, move
from .pictures import jpeg, located_jpeg

TOKEN = "mot-ma-thu"
BOARD = reverse("inspections:follow_up")
TOKEN_OF_FORMS = re.compile(r'"X-CSRFToken": "\w+"')


def told_by(response) -> str:
    """Return a page without the token of forms, which is another each time."""
    return TOKEN_OF_FORMS.sub("", response.content.decode())


class LinkCase(TestCase):
    """HKD Nhật was asked for two things, somebody else for a third."""

    @classmethod
    def setUpTestData(cls):
        cls.cast = cast = Cast()
        cls.producer = cast.product.producer
        cls.asked = factories.RecommendationFactory(site_check=cast.check)
        cls.second = factories.RecommendationFactory(
            site_check=cast.check, text="Đăng ký mã số mã vạch."
        )
        cls.foreign = factories.RecommendationFactory(
            site_check=cast.check,
            producer=factories.ProducerFactory(name="HTX Bí Mật"),
            text="Việc của HTX Bí Mật.",
        )
        move(cast.visit, "signed")
        cls.link = factories.AnswerLinkFactory(producer=cls.producer, token=TOKEN)

    def setUp(self):
        cache.clear()

    def page(self, token: str = TOKEN):
        return self.client.get(reverse("inspections:answer_page", args=[token]))

    def item_url(self, item=None) -> str:
        return reverse(
            "inspections:answer_item", args=[TOKEN, (item or self.asked).uuid]
        )

    def answer(self, item=None, **data):
        told = {"text": "Đã mua máy.", "said_by": "Chị Nhật", **data}
        return self.client.post(self.item_url(item), told)

    def hand_in(self):
        return self.client.post(reverse("inspections:answer_hand_in", args=[TOKEN]))


class AnswerTests(LinkCase):
    def test_shows_the_own_open_items_and_nothing_else(self):
        factories.ResponseFactory(recommendation=self.asked, text="Ghi chú nội bộ.")
        close_recommendation(
            self.second, by=self.cast.lan, status="done", note="Xong rồi."
        )
        page = self.page()
        self.assertContains(page, "Hoàn thiện quy trình sản xuất.")
        for other in ("mã số mã vạch", "Bí Mật", "nội bộ", "Hoàng Thị Lan"):
            self.assertNotContains(page, other)

    def test_what_is_waived_is_not_asked_for(self):
        today = timezone.localdate()
        Recommendation.objects.filter(pk=self.second.pk).update(
            waived_from=today, waived_until=today
        )
        self.assertNotContains(self.page(), "mã số mã vạch")
        self.assertEqual(self.answer(self.second).status_code, 404)

    def test_an_answer_waits_for_an_officer_with_its_files(self):
        pdf = SimpleUploadedFile("phieu.pdf", b"%PDF-1.4 nhan %%EOF")
        response = self.answer(proofs=[located_jpeg(), pdf])
        self.assertRedirects(response, reverse("inspections:answer_page", args=[TOKEN]))
        [given] = self.asked.responses.all()
        self.assertEqual((given.state, given.link), (ResponseState.PENDING, self.link))
        self.assertEqual((given.said_by, given.recorded_by), ("Chị Nhật", None))
        picture, paper = given.evidence.all()
        self.assertNotIn("Bí Mật".encode(), picture.file.read())
        self.assertFalse(paper.is_picture)
        self.asked.refresh_from_db()
        self.assertEqual(self.asked.status, RecommendationStatus.OPEN)
        self.assertContains(self.page(), "Chờ cán bộ xác nhận")

    def test_history_says_that_it_came_by_the_link(self):
        self.answer()
        batch = history_of(self.asked.responses.get()).first().batch
        self.assertIsNone(batch.by)
        self.assertEqual(batch.by_name, "HKD Nhật (qua liên kết trả lời)")

    def test_said_again_it_takes_the_place_of_before(self):
        self.answer(proofs=[jpeg(), jpeg("blue")])
        given = self.asked.responses.get()
        first = given.evidence.first()
        self.answer(text="Đã mua hai máy.", without=[first.pk], proofs=[jpeg("green")])
        given.refresh_from_db()
        self.assertEqual(given.text, "Đã mua hai máy.")
        self.assertEqual(given.evidence.count(), 2)
        self.assertNotIn(first, given.evidence.all())

    def test_an_empty_answer_and_a_fake_file_are_told_and_nothing_typed_is_lost(self):
        response = self.answer(text=" ")
        self.assertContains(response, "Hãy ghi đã làm được gì.", status_code=422)
        fake = SimpleUploadedFile("anh.jpg", b"MZ chuong trinh")
        response = self.answer(text="Đã thay nhãn.", proofs=[fake])
        self.assertContains(response, "Chỉ nhận tệp PDF hoặc ảnh", status_code=422)
        self.assertContains(response, "Đã thay nhãn.", status_code=422)
        self.assertEqual(Response.objects.count(), 0)

    def test_files_are_limited_over_all_sendings(self):
        colours = ("red", "blue", "green", "black", "white")
        self.answer(proofs=[jpeg(colour) for colour in colours])
        response = self.answer(proofs=[jpeg("pink"), jpeg("gold")])
        self.assertContains(response, "tối đa 6 tệp", status_code=422)
        self.assertEqual(self.asked.responses.get().evidence.count(), 5)

    def test_of_others_nothing_is_answered(self):
        self.assertEqual(self.answer(self.foreign).status_code, 404)
        self.assertEqual(Response.objects.count(), 0)

    def test_query_count_does_not_grow_with_items(self):
        for extra in (0, 2):
            factories.RecommendationFactory.create_batch(
                extra, site_check=self.cast.check
            )
            with self.subTest(extra=extra), self.assertNumQueries(3):
                self.page()


class ClosedTests(LinkCase):
    def closed_pages(self) -> set:
        urls = {
            "page": reverse("inspections:answer_page", args=[TOKEN]),
            "item": self.item_url(),
        }
        told = {"text": "Muộn rồi."}
        answers = [self.client.get(url) for url in urls.values()]
        answers += [self.client.post(urls["item"], told), self.hand_in()]
        return {(one.status_code, told_by(one)) for one in answers}

    def test_whatever_is_wrong_with_a_link_looks_the_same(self):
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        now = timezone.now()
        looks = set()
        for change in (
            {"expires_on": yesterday},
            {"used_at": now},
            {"revoked_at": now},
            {"token_hash": hash_of("khac")},
        ):
            AnswerLink.objects.filter(pk=self.link.pk).update(
                **{"used_at": None, "revoked_at": None, "expires_on": now, **change}
            )
            looks |= self.closed_pages()
        [(status, content)] = looks
        self.assertEqual(status, 404)
        self.assertIn("Liên kết không dùng được", content)
        self.assertNotIn("Nhật", content)
        self.assertEqual(Response.objects.count(), 0)

    def test_handed_in_it_is_closed_for_good(self):
        self.assertContains(self.hand_in(), "Chưa trả lời", status_code=422)
        self.answer()
        self.assertRedirects(self.hand_in(), reverse("inspections:answer_done"))
        self.assertEqual(self.page().status_code, 404)
        self.assertEqual(self.answer(text="Lần nữa.").status_code, 404)
        self.link.refresh_from_db()
        self.assertEqual(self.link.state_words, "đã trả lời xong")

    def test_last_day_still_opens_it(self):
        today = timezone.localdate()
        AnswerLink.objects.filter(pk=self.link.pk).update(expires_on=today)
        self.assertEqual(self.page().status_code, 200)

    def test_pages_are_kept_nowhere_and_tell_no_address(self):
        for response in (self.page(), self.page("khong-co")):
            self.assertIn("no-store", response["Cache-Control"])
            self.assertEqual(response["Referrer-Policy"], "strict-origin")
            self.assertEqual(response["X-Robots-Tag"], "noindex, nofollow")

    @override_settings(ANSWER_LINK_TRIES_PER_ADDRESS=(3, 60))
    def test_guessing_is_slowed_and_right_tries_do_not_count(self):
        for _ in range(5):
            self.assertEqual(self.page().status_code, 200)
        statuses = [self.page(f"doan-{number}").status_code for number in range(4)]
        self.assertEqual(statuses, [404, 404, 404, 429])

    @override_settings(ANSWER_LINK_SENDS=(2, 60))
    def test_one_link_sends_only_so_often(self):
        statuses = [self.answer().status_code for _ in range(3)]
        self.assertEqual(statuses, [302, 302, 429])


class OfficerTests(LinkCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.cast.lan)
        self.url = reverse("inspections:answer_links", args=[self.producer.pk])

    def make(self, **data):
        expires_on = timezone.localdate() + datetime.timedelta(days=14)
        told = {"key": uuid.uuid4(), "expires_on": f"{expires_on:%d/%m/%Y}", **data}
        return self.client.post(self.url, told)

    def test_an_address_is_shown_once_and_opens_the_answers(self):
        page = self.make()
        made = page.context["made"]
        self.assertContains(page, made)
        self.assertEqual(self.client.get(made).status_code, 200)
        self.assertNotContains(self.client.get(self.url), made)
        token = made.rstrip("/").rpartition("/")[2]
        self.assertFalse(AnswerLink.objects.filter(token_hash=token).exists())
        link = AnswerLink.objects.get(token_hash=hash_of(token))
        self.assertEqual(link.created_by, self.cast.lan)
        self.assertNotIn(token, str(history_of(link).first().changes))

    def test_a_form_sent_twice_makes_one_link(self):
        key = uuid.uuid4()
        self.make(key=key)
        page = self.make(key=key)
        self.assertEqual(page.context["made"], "")
        self.assertEqual(self.producer.answer_links.count(), 2)

    def test_days_out_of_reason_are_told(self):
        response = self.make(expires_on="31/12/2099")
        self.assertContains(response, "tối đa 60 ngày", status_code=422)
        self.assertEqual(self.producer.answer_links.count(), 1)

    def test_a_producer_with_nothing_open_gets_no_link(self):
        Recommendation.objects.update(status="done", closed_on=timezone.localdate())
        self.assertContains(self.make(), "không còn đề nghị", status_code=422)

    def test_revoked_it_opens_nothing(self):
        revoke = reverse("inspections:answer_link_revoke", args=[self.link.uuid])
        self.client.post(revoke)
        self.assertEqual(self.page().status_code, 404)
        self.link.refresh_from_db()
        self.assertEqual(self.link.revoked_by, self.cast.lan)

    def test_of_another_commune_nobody_makes_revokes_or_confirms(self):
        self.answer()
        given = self.asked.responses.get()
        self.client.force_login(self.cast.minh)
        self.assertEqual(self.make().status_code, 404)
        for name, key in (
            ("answer_link_revoke", self.link),
            ("response_review", given),
        ):
            url = reverse(f"inspections:{name}", args=[key.uuid])
            self.assertEqual(self.client.post(url).status_code, 404)
        self.link.refresh_from_db()
        self.assertTrue(self.link.is_usable)

    def review(self, **data):
        given = self.asked.responses.get()
        url = reverse("inspections:response_review", args=[given.uuid])
        return self.client.post(url, data)

    def test_confirmed_it_is_under_way_and_only_an_officer_closes(self):
        self.answer()
        listed = self.client.get(BOARD, {"tinh_trang": "answered"}).context["page"]
        self.assertEqual(list(listed), [self.asked])
        self.review(state="accepted", note="")
        given = self.asked.responses.get()
        self.asked.refresh_from_db()
        self.assertEqual(given.reviewed_by, self.cast.lan)
        self.assertEqual(self.asked.status, RecommendationStatus.IN_PROGRESS)
        self.assertTrue(self.asked.is_open)
        self.review(state="refused", note="Khoan.")
        given.refresh_from_db()
        self.assertEqual(given.state, ResponseState.ACCEPTED)
        page = self.client.get(self.asked.get_absolute_url())
        self.assertContains(page, "đã được xem rồi")

    def test_refused_it_says_why_and_is_no_longer_changed(self):
        self.answer()
        self.assertContains(self.review(state="refused"), "lý do", status_code=422)
        self.review(state="refused", note="Ảnh mờ.")
        page = self.client.get(self.asked.get_absolute_url())
        self.assertContains(page, "Ảnh mờ.")
        self.asked.refresh_from_db()
        self.assertEqual(self.asked.status, RecommendationStatus.OPEN)
        self.assertEqual(self.answer(text="Sửa trộm.").status_code, 404)
