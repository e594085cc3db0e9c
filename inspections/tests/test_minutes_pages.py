import base64
import uuid

from django.test import TestCase
from django.urls import reverse

from inspections import services
from inspections.models import Minutes, SiteCheck
from inspections.services import correct_minutes, sign_minutes
from inspections.services.guards import SIGNED_ON_SITE
from inspections.snapshots import content_of_check, digest_of

from .cast import Cast, move
from .pictures import upload
from .signing import both_sides, drawn_png, signature


def data_url(png=None) -> str:
    return "data:image/png;base64," + base64.b64encode(png or drawn_png()).decode()


class MinutesPageCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()

    def setUp(self):
        self.check = SiteCheck.objects.get(pk=self.cast.check.pk)
        self.client.force_login(self.cast.lan)

    def url(self, name, row=None):
        return reverse(f"inspections:{name}", args=[(row or self.check).uuid])

    def signed(self, *signatures) -> Minutes:
        rows = signatures or both_sides()
        return sign_minutes(self.check, rows, by=self.cast.lan)


class SignPageTests(MinutesPageCase):
    def post(self, side="producer", **fields):
        data = {
            "seen": digest_of(content_of_check(self.check)),
            "side": side,
            "name": "Lý Thị Nhật",
            "picture": data_url(),
        }
        return self.client.post(self.url("minutes_sign"), data | fields)

    def test_page_shows_what_is_signed_and_the_names_it_knows(self):
        self.check.producer_side = "Lý Thị Nhật, chủ hộ"
        services.save_site_check(self.check, by=self.cast.lan)
        page = self.client.get(self.url("minutes_sign"))
        self.assertContains(page, "Quy trình sản xuất.")
        self.assertContains(page, digest_of(content_of_check(self.check)))
        self.assertContains(page, 'value="Lý Thị Nhật"')
        self.assertContains(page, 'value="chủ hộ"')
        self.assertNotContains(page, "Ký cho đại diện cơ sở")
        self.assertContains(page, "Ký cho trưởng đoàn")
        head = self.client.get(self.url("minutes_sign"), {"ben": "head"})
        self.assertContains(head, 'value="Nguyễn Văn Hà"')
        self.assertNotContains(head, "Lý do không ký")

    def test_one_side_after_the_other_signs(self):
        self.assertRedirects(self.post(), self.url("minutes_sign"))
        page = self.client.get(self.url("minutes_sign"))
        self.assertContains(page, "Trưởng đoàn ký")
        self.assertContains(page, "Chữ ký của Lý Thị Nhật")
        self.post("head", name="Nguyễn Văn Hà")
        minutes = Minutes.objects.get()
        self.assertTrue(minutes.is_complete)
        row = minutes.signatures.get(side="producer")
        picture = self.client.get(self.url("signature_picture", row))
        self.assertEqual(picture["Content-Type"], "image/png")
        self.assertTrue(b"".join(picture.streaming_content).startswith(b"\x89PNG"))

    def test_paper_and_refusal_need_no_script(self):
        pdf = upload(b"%PDF-1.4\n%%EOF\n", "bb.pdf", "application/pdf")
        self.post("head", picture="", paper=pdf)
        self.post(picture="", refusal="Bận.", witnesses="Ông Tô")
        minutes = Minutes.objects.get()
        self.assertTrue(minutes.is_complete)
        page = self.client.get(minutes.get_absolute_url())
        self.assertContains(page, "Bản giấy đã ký")
        self.assertContains(page, "Người làm chứng: Ông Tô")
        paper = minutes.signatures.get(side="head")
        scan = self.client.get(self.url("signature_paper", paper))
        self.assertEqual(b"".join(scan.streaming_content), b"%PDF-1.4\n%%EOF\n")
        self.assertEqual(
            self.client.get(self.url("signature_picture", paper)).status_code, 404
        )

    def test_what_is_wrong_is_told_and_the_drawn_signature_is_kept(self):
        for words, fields in [
            ("Hãy ký vào khung", {"picture": ""}),
            ("Chữ ký gửi lên bị hỏng", {"picture": "data:image/png;base64,%%%"}),
            ("Chữ ký gửi lên bị hỏng", {"picture": "javascript:alert(1)"}),
            ("còn trống", {"picture": data_url(drawn_png(strokes=()))}),
        ]:
            with self.subTest(words=words):
                page = self.post(**fields)
                self.assertContains(page, words, status_code=422)
                self.assertContains(page, 'value="Lý Thị Nhật"', status_code=422)
        page = self.post(name="")
        self.assertContains(page, data_url(), status_code=422)
        self.assertFalse(Minutes.objects.exists())

    def test_a_content_changed_meanwhile_is_shown_before_it_can_be_signed(self):
        self.check.conclusion = "Đạt yêu cầu."
        services.save_site_check(self.check, by=self.cast.lan)
        page = self.post(seen="0" * 64)
        self.assertContains(page, "vừa thay đổi", status_code=409)
        self.assertContains(page, "Đạt yêu cầu.", status_code=409)
        seen = page.context["form"].data["seen"]
        self.assertEqual(seen, digest_of(content_of_check(self.check)))
        self.assertRedirects(self.post(seen=seen), self.url("minutes_sign"))

    def test_a_side_that_has_signed_is_told_so(self):
        self.signed()
        page = self.client.post(self.url("minutes_sign"), {"side": "head"}, follow=True)
        self.assertContains(page, "Bên này đã ký")
        page = self.client.post(self.url("minutes_sign"), {"side": "x"}, follow=True)
        self.assertContains(page, "Bên này đã ký")

    def test_a_signed_visit_takes_no_more(self):
        self.signed(signature())
        move(self.cast.visit, "signed")
        page = self.client.get(self.url("minutes_sign"))
        self.assertContains(page, "Không còn ai ký")
        self.assertNotContains(page, "<canvas")

    def test_another_place_sees_neither_minutes_nor_signatures(self):
        minutes = self.signed()
        self.client.force_login(self.cast.minh)
        row = minutes.signatures.first()
        for url in (
            minutes.get_absolute_url(),
            self.url("minutes_sign"),
            self.url("minutes_correct"),
            self.url("minutes_withdraw"),
            self.url("minutes_compare", minutes),
            self.url("signature_picture", row),
            self.url("signature_paper", row),
        ):
            self.assertEqual(self.client.get(url).status_code, 404)


class VersionPageTests(MinutesPageCase):
    def correct(self, **fields):
        data = {"uuid": uuid.uuid4(), "reason": "Ghi nhầm kết luận."} | fields
        return self.client.post(self.url("minutes_correct"), data)

    def test_check_page_says_it_is_closed_and_names_the_way(self):
        self.signed()
        page = self.client.get(self.check.get_absolute_url())
        self.assertContains(page, "Đủ chữ ký hai bên")
        self.assertContains(page, self.url("minutes_correct"))
        self.assertNotContains(page, "Ghi kết quả</a>")
        for name in ("site_check_record", "site_check_edit", "photo_add"):
            away = self.client.get(self.url(name), follow=True)
            self.assertRedirects(away, self.check.get_absolute_url())
            self.assertContains(away, SIGNED_ON_SITE)
        sent = {"version": self.check.version, "conclusion": "Đổi lời.", "copies": 2}
        page = self.client.post(self.url("site_check_edit"), sent)
        self.assertContains(page, "Lập biên bản sửa đổi", status_code=422)
        self.assertContains(page, "Đổi lời.", status_code=422)

    def test_a_correction_asks_why_and_lays_both_versions_side_by_side(self):
        first = self.signed()
        self.assertContains(self.correct(reason=" "), "Lý do sửa đổi")
        self.assertEqual(Minutes.objects.count(), 1)
        self.assertRedirects(self.correct(), self.check.get_absolute_url())
        second = Minutes.objects.get(number=2)
        page = self.client.get(second.get_absolute_url())
        self.assertContains(page, "chưa có chữ ký nên chưa có nội dung")
        page = self.client.get(self.url("minutes_sign"))
        self.assertContains(page, self.url("minutes_compare", second))
        self.assertNotContains(page, "Xem để in")
        self.check.conclusion = "Đạt yêu cầu."
        services.save_site_check(self.check, by=self.cast.lan)
        page = self.client.get(self.url("minutes_compare", second))
        self.assertContains(page, "Đạt yêu cầu.")
        self.assertContains(page, "Ghi nhầm kết luận.")
        self.signed()
        page = self.client.get(self.url("minutes_compare", second))
        self.assertContains(page, "<ins>", count=1)
        page = self.client.get(first.get_absolute_url())
        self.assertNotContains(page, "Đạt yêu cầu.")
        self.assertContains(page, second.get_absolute_url())

    def test_a_correction_opened_by_mistake_is_taken_back(self):
        first = self.signed()
        self.correct()
        page = self.client.get(self.check.get_absolute_url())
        url = self.url("minutes_withdraw")
        self.assertContains(page, url)
        self.assertContains(self.client.post(url, {"reason": " "}), "Lý do bỏ")
        self.assertRedirects(
            self.client.post(url, {"reason": "Mở nhầm phiếu."}),
            self.check.get_absolute_url(),
        )
        self.assertEqual(list(Minutes.objects.all()), [first])
        page = self.client.get(self.check.get_absolute_url())
        self.assertContains(page, "Mở nhầm phiếu.")
        self.assertNotContains(page, url)
        self.assertContains(page, self.url("minutes_correct"))
        page = self.client.post(url, {"reason": "Lại nhầm."})
        self.assertContains(page, "Không có biên bản sửa đổi", status_code=422)

    def test_the_first_version_has_nothing_before_it(self):
        first = self.signed()
        url = self.url("minutes_compare", first)
        self.assertEqual(self.client.get(url).status_code, 404)

    def test_sent_twice_a_correction_is_one(self):
        self.signed()
        key = uuid.uuid4()
        self.correct(uuid=key)
        self.correct(uuid=key)
        self.assertEqual(Minutes.objects.count(), 2)

    def test_without_a_signature_there_is_nothing_to_correct(self):
        page = self.correct()
        self.assertContains(page, "chưa có chữ ký", status_code=422)

    def test_queries_do_not_grow_with_versions(self):
        minutes = self.signed()
        for url in (minutes.get_absolute_url(), self.check.get_absolute_url()):
            self.client.get(url)
        for _ in range(2):
            with self.assertNumQueries(6):
                self.client.get(minutes.get_absolute_url())
            with self.assertNumQueries(20):
                self.client.get(self.check.get_absolute_url())
            for _ in range(2):
                correct_minutes(self.check, by=self.cast.lan, reason="Nhầm.")
                self.signed()
