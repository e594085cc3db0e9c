"""Two texts on a page: chosen or combined, once, with both in the history."""

from django.test import Client
from django.urls import reverse

from core.text import clean_text
from fieldwork.models import Operation
from history.services import history_of
from inspections.models import Finding
from inspections.tests.cast import move
from tests import factories

from .devices import Device
from .kind_case import KindCase
from .protocol import says

LIST = "/di-co-so/xung-dot/"
MINE, THEIRS = "Thiếu một giấy.", "Đủ giấy."


class ConflictCase(KindCase):
    def setUp(self):
        super().setUp()
        self.hoa = Device(self.cast.hoa)
        self.item = self.cast.item("suc-khoe")

    def meet(self, fields=None, was=None):
        """Let Lan's text meet that of her lead; returns Lan's operation as sent."""
        self.hoa.ask(self.check, self.item, outcome="passed", note=THEIRS)
        op = self.lan.op(
            "answer",
            self.check.uuid,
            fields or {"outcome": "failed", "note": MINE},
            was=was or {"outcome": "passed", "note": ""},
            item=self.item.pk,
        )
        self.assertEqual(self.lan.post(op).status_code, 409)
        self.url = f"{LIST}{op['op_id']}/"
        return op

    def page(self, device=None):
        return (device or self.lan).client.get(self.url)

    def post(self, device=None, **data):
        client = (device or self.lan).client
        seen = client.get(self.url).context["form"].initial["seen"]
        return client.post(self.url, {"seen": seen, "ly_do": "", **data})

    def stored(self):
        return self.check.results.get()

    def history(self):
        changes = history_of(self.check)
        return "\n".join(f"{one.batch.reason} {one.changes}" for one in changes)


class DecidingTests(ConflictCase):
    def test_page_shows_both_texts_and_what_nobody_touched(self):
        self.meet()
        page = self.page()
        self.assertContains(page, MINE)
        self.assertContains(page, THEIRS)
        self.assertContains(page, self.check.get_absolute_url())
        self.assertContains(page, f"<strong>{self.item.text}</strong>")
        lines = {line.name: line for line in page.context["dispute"].lines}
        self.assertEqual(lines["outcome"].mine_words, "không đạt")
        self.assertEqual(lines["outcome"].theirs_words, "đạt")
        self.assertFalse(lines["outcome"].is_contested)
        self.assertTrue(lines["note"].is_contested)

    @says("S27")
    def test_my_text_is_taken_and_the_operation_answered_with_it(self):
        op = self.meet()
        response = self.post(**{"chon-outcome": "mine", "chon-note": "mine"})
        self.assertRedirects(response, LIST)
        self.assertEqual((self.stored().outcome, self.stored().note), ("failed", MINE))
        answer = self.lan.post(op)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.json()["version"], 2)
        self.assertEqual(
            answer.json()["values"],
            {"outcome": "failed", "note": MINE, "severity": "remind"},
        )
        self.assertEqual(self.lan.post(op).content, answer.content)
        row = Operation.objects.get(op_id=op["op_id"])
        self.assertEqual((row.state, row.decided_by), ("resolved", self.cast.lan))

    def test_their_text_is_kept(self):
        op = self.meet()
        self.post(**{"chon-outcome": "theirs", "chon-note": "theirs"})
        self.assertEqual((self.stored().note, self.stored().version), (THEIRS, 1))
        self.assertEqual(self.lan.post(op).json()["values"]["note"], THEIRS)
        self.assertIn(MINE, self.history())

    @says("S30")
    def test_both_are_combined_and_stay_in_the_history(self):
        op = self.meet()
        both = f"{THEIRS}  Nhưng {MINE}"
        self.post(**{"chon-outcome": "theirs", "chon-note": "own", "rieng-note": both})
        self.assertEqual(self.stored().note, clean_text(both))
        self.assertEqual(self.lan.post(op).json()["values"]["note"], clean_text(both))
        for text in (MINE, THEIRS, clean_text(both), "Chọn giữa hai bản"):
            self.assertIn(text, self.history())

    def test_every_contested_field_is_asked_for(self):
        self.meet()
        response = self.post(**{"chon-outcome": "mine"})
        self.assertContains(response, "Hãy chọn một bản.", status_code=422)
        self.assertEqual(self.stored().note, THEIRS)

    @says("S29")
    def test_nobody_decides_about_something_else_than_was_read(self):
        self.meet()
        seen = self.page().context["form"].initial["seen"]
        self.hoa.send(
            "answer", self.check.uuid, {"note": "Mới."}, base=1, item=self.item.pk
        )
        data = {"seen": seen, "chon-outcome": "mine", "chon-note": "mine"}
        response = self.lan.client.post(self.url, data)
        self.assertContains(response, "vừa được sửa thêm", status_code=409)
        self.assertContains(response, "Mới.", status_code=409)
        self.assertEqual(self.stored().note, "Mới.")

    def test_second_decision_changes_nothing(self):
        self.meet()
        choice = {"chon-outcome": "mine", "chon-note": "mine"}
        seen = self.page().context["form"].initial["seen"]
        self.lan.client.post(self.url, {"seen": seen, **choice})
        choice["chon-note"] = "theirs"
        again = self.lan.client.post(self.url, {"seen": seen, **choice})
        self.assertContains(again, "Đã chọn lúc")
        self.assertEqual((self.stored().note, self.stored().version), (MINE, 2))

    def test_what_the_rules_refuse_is_told(self):
        self.lan.send("check", self.check.uuid, {"started_at": "09:00"}, base=1)
        op = self.hoa.op(
            "check", self.check.uuid, {"started_at": "10:00"}, was={"started_at": ""}
        )
        self.hoa.post(op)
        self.lan.send("check", self.check.uuid, {"ended_at": "09:30"}, base=2)
        self.url = f"{LIST}{op['op_id']}/"
        response = self.post(self.hoa, **{"chon-started_at": "mine"})
        self.assertContains(response, "Giờ kết thúc phải sau", status_code=422)
        self.check.refresh_from_db()
        self.assertEqual(f"{self.check.started_at:%H:%M}", "09:00")

    @says("S30", "S32")
    def test_dropping_keeps_the_stored_text(self):
        op = self.meet()
        self.assertRedirects(self.post(bo="1"), LIST)
        self.assertEqual(self.stored().note, THEIRS)
        self.assertEqual(self.lan.post(op).json()["values"]["note"], THEIRS)
        self.assertIn(MINE, self.history())
        row = Operation.objects.get(op_id=op["op_id"])
        self.assertEqual(row.state, "dropped")

    def test_list_of_rows_is_chosen_as_a_whole(self):
        rows = [
            {
                "role": "head",
                "name": "Bế A",
                "title": "",
                "agency": self.cast.head.agency_id,
            }
        ]
        op = self.lan.op("team", self.visit.uuid, {"rows": rows}, was={"rows": []})
        self.lan.post(op)
        self.url = f"{LIST}{op['op_id']}/"
        self.assertContains(self.page(), "trưởng đoàn, Bế A")
        self.assertContains(self.page(), "Nguyễn Văn Hà")
        self.post(**{"chon-rows": "mine"})
        self.assertEqual(self.visit.team.get().name, "Bế A")

    def test_removal_that_met_a_change(self):
        finding = factories.FindingFactory(site_check=self.check, text="Ẩm.")
        self.hoa.send("finding", finding.uuid, {"text": "Ẩm và bẩn."}, base=1)
        op = self.lan.op("finding", finding.uuid, base=1, remove=True)
        self.lan.post(op)
        self.url = f"{LIST}{op['op_id']}/"
        self.assertContains(self.page(), "Ẩm và bẩn.")
        self.post(**{"chon-remove": "mine"})
        self.assertEqual(Finding.objects.count(), 0)
        self.assertEqual(self.lan.post(op).json()["version"], 0)

    def test_token_is_asked_for(self):
        self.meet()
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(self.cast.lan)
        self.assertEqual(strict.post(self.url, {"bo": "1"}).status_code, 403)


class WhoDecidesTests(ConflictCase):
    @says("S31")
    def test_colleague_decides_with_a_reason(self):
        self.meet()
        choice = {"chon-outcome": "mine", "chon-note": "mine"}
        response = self.post(self.hoa, **choice)
        self.assertContains(response, "Hãy ghi vì sao", status_code=422)
        response = self.post(self.hoa, bo="1")
        self.assertContains(response, "Hãy ghi vì sao", status_code=422)
        self.post(self.hoa, **choice, ly_do="Lan có mặt tại chỗ")
        self.assertEqual(self.stored().note, MINE)
        self.assertIn("Lan có mặt tại chỗ", self.history())
        self.assertEqual(history_of(self.check)[0].batch.by, self.cast.hoa)

    @says("S31")
    def test_people_elsewhere_see_nothing(self):
        self.meet()
        minh = Device(self.cast.minh)
        self.assertEqual(self.page(minh).status_code, 404)
        listed = minh.client.get(LIST)
        self.assertNotContains(listed, "HKD Nhật")
        self.assertContains(listed, "Không có gì phải chọn.")

    def test_rows_out_of_reach_are_not_named(self):
        self.lan.send("visit", self.visit.uuid, {"assessment": "x"}, base=1)
        away = factories.CampaignFactory(name="Bí mật", areas=[self.cast.trung_khanh])
        op = self.hoa.op(
            "visit", self.visit.uuid, {"campaign": away.pk, "assessment": "y"}
        )
        self.hoa.post(op)
        self.url = f"{LIST}{op['op_id']}/"
        self.assertNotContains(self.page(), "Bí mật")
        self.assertContains(self.page(), "(ngoài địa bàn của bạn)")
        data = {"chon-campaign": "mine", "chon-assessment": "mine", "ly_do": "x"}
        self.assertEqual(self.post(**data).status_code, 422)

    def test_stored_operations_have_no_page(self):
        self.lan.ask(self.check, self.item, outcome="passed")
        op_id = Operation.objects.get().op_id
        self.assertEqual(self.lan.client.get(f"{LIST}{op_id}/").status_code, 404)

    def test_home_and_list_tell_what_waits(self):
        home = reverse("office:home")
        self.assertNotContains(self.lan.client.get(home), "cần chọn giữa hai bản")
        self.meet()
        words = "Có 1 nội dung gửi từ máy cần chọn giữa hai bản"
        self.assertContains(self.lan.client.get(home), words)
        self.assertContains(self.lan.client.get(LIST), "HKD Nhật, ngày 15/09/2023")
        self.post(bo="1")
        self.assertNotContains(self.lan.client.get(home), "cần chọn giữa hai bản")

    def test_queries_of_the_list_do_not_grow(self):
        for _ in range(2):
            self.meet()
            with self.assertNumQueries(6):
                self.lan.client.get(LIST)


class FrozenPageTests(ConflictCase):
    def setUp(self):
        super().setUp()
        move(self.visit, "submitted")
        self.op = self.lan.op(
            "answer", self.check.uuid, {"note": MINE}, item=self.item.pk
        )
        self.lan.post(self.op)
        self.url = f"{LIST}{self.op['op_id']}/"

    def test_text_is_shown_and_cannot_be_written(self):
        page = self.page()
        self.assertContains(page, MINE)
        self.assertContains(page, "Khi được trả lại")
        self.assertNotContains(page, "Ghi bản đã chọn")
        response = self.post(**{"chon-note": "mine"})
        self.assertEqual(response.status_code, 422)
        self.assertEqual(self.check.results.count(), 0)

    @says("S28")
    def test_once_the_visit_was_returned_it_is_written(self):
        move(self.visit, "returned")
        self.post(**{"chon-note": "mine"})
        self.assertEqual(self.stored().note, MINE)
        self.assertEqual(self.lan.post(self.op).status_code, 200)

    @says("S32")
    def test_dropped_record_that_never_was_is_missing(self):
        self.post(bo="1")
        answer = self.lan.post(self.op)
        self.assertEqual((answer.status_code, answer.json()["code"]), (404, "missing"))
        self.assertEqual(self.check.results.count(), 0)

    def test_record_that_is_gone_is_shown_alone(self):
        op = self.lan.op("finding", self.check.uuid, {"text": "x"})
        row = Operation.objects.get()
        row.kind, row.body = "finding", op
        row.save()
        page = self.page()
        self.assertContains(page, "Hồ sơ không còn")
        self.assertRedirects(self.post(bo="1"), LIST)
