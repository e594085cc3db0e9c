from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from history.models import ChangeBatch
from inspections.enums import RecommendationStatus
from inspections.models import Recommendation
from tests import factories

from .cast import move
from .test_board import BoardCase, days


class BulkTests(BoardCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        there = factories.SiteFactory(
            place=cls.cast.trung_khanh, producer__name="HTX Bí Mật"
        )
        cls.foreign = factories.RecommendationFactory(site_check__site=there)
        move(cls.foreign.visit, "signed")

    def url(self, act: str) -> str:
        return reverse("inspections:bulk_act", args=[act])

    def chosen(self, *rows) -> list:
        rows = rows or (self.late, self.soon, self.closed, self.foreign)
        return [row.uuid for row in rows]

    def extend(self, count, *rows, due_on=None, **data):
        due_on = due_on or days(60)
        told = {"due_on": f"{due_on:%d/%m/%Y}", "reason": "Mùa lũ.", "count": count}
        told |= {"chon": self.chosen(*rows), **data}
        return self.client.post(self.url("gia-han"), told)

    def due_days(self) -> list:
        rows = Recommendation.objects.order_by("pk")
        return list(rows.values_list("due_on", flat=True))

    def test_page_says_how_many_will_change_and_why_others_cannot(self):
        page = self.client.get(self.url("gia-han"), {"chon": self.chosen()})
        self.assertEqual(page.context["able"], [self.late, self.soon])
        [(row, why)] = page.context["refused"]
        self.assertEqual((row, why), (self.closed, "Đề nghị này đã kết thúc."))
        self.assertContains(page, "Đổi thời hạn 2 đề nghị")
        self.assertContains(page, "không tìm thấy 1")
        self.assertNotContains(page, "Bí Mật")

    def test_those_that_can_change_do_so_as_one_act(self):
        batches = ChangeBatch.objects.count()
        response = self.extend(2)
        self.assertEqual(response.status_code, 302)
        later = days(60)
        self.assertEqual(self.due_days(), [later, later, None, days(-1), None, None])
        self.assertEqual(ChangeBatch.objects.count(), batches + 1)
        batch = ChangeBatch.objects.first()
        self.assertEqual((batch.reason, batch.by), ("Mùa lũ.", self.cast.lan))
        self.assertEqual(batch.changes.count(), 2)
        self.late.refresh_from_db()
        self.assertEqual(self.late.version, 2)
        self.assertEqual(self.late.deferrals.get().reason, "Mùa lũ.")

    def test_without_the_right_count_nothing_changes(self):
        before = self.due_days()
        for count, status in ((1, 409), (4, 409), ("", 422)):
            with self.subTest(count):
                response = self.extend(count)
                self.assertContains(response, "Gõ 2 để xác nhận.", status_code=status)
                self.assertContains(response, "Mùa lũ.", status_code=status)
        self.assertEqual(self.due_days(), before)

    def test_what_the_day_itself_rules_out_is_told_before_anything_changes(self):
        before = self.due_days()
        response = self.extend(2, due_on=self.soon.due_on)
        self.assertContains(response, "trùng với thời hạn", status_code=409)
        self.assertContains(response, "Gõ 1 để xác nhận.", status_code=409)
        self.assertEqual(self.due_days(), before)
        self.extend(1, due_on=self.soon.due_on)
        self.late.refresh_from_db()
        self.assertEqual(self.late.due_on, self.soon.due_on)

    def test_a_form_sent_twice_changes_nothing_the_second_time(self):
        self.extend(2)
        batches = ChangeBatch.objects.count()
        self.assertEqual(self.extend(2).status_code, 409)
        self.assertEqual(ChangeBatch.objects.count(), batches)

    def test_rows_out_of_reach_are_not_found(self):
        self.client.force_login(self.cast.minh)
        page = self.client.get(self.url("gia-han"), {"chon": self.chosen(self.late)})
        self.assertContains(page, "không tìm thấy 1")
        self.assertNotContains(page, "Nhật")
        self.extend(1, self.late)
        self.late.refresh_from_db()
        self.assertEqual(self.late.due_on, days(-45))

    def test_several_are_closed_or_waived(self):
        until = days(30)
        told = {"until": f"{until:%d/%m/%Y}", "reason": "Lũ.", "count": 1}
        self.client.post(self.url("mien"), {"chon": self.chosen(self.late), **told})
        self.late.refresh_from_db()
        self.assertEqual(self.late.waived_until, until)
        told = {"status": "done", "note": "Đã kiểm tra lại.", "count": 2}
        told |= {"closed_on": f"{timezone.localdate():%d/%m/%Y}"}
        both = self.chosen(self.late, self.soon)
        self.client.post(self.url("ket-thuc"), {"chon": both, **told})
        closed = Recommendation.objects.filter(closing_note="Đã kiểm tra lại.")
        self.assertEqual(set(closed), {self.late, self.soon})
        self.assertEqual({row.closed_by for row in closed}, {self.cast.lan})
        self.assertEqual({row.status for row in closed}, {RecommendationStatus.DONE})

    def of_filter(self, query: str, count=None, **data):
        """Show, or carry out, an act on all that a filter of the board finds."""
        if count is None:
            return self.client.get(self.url("gia-han"), {"tat_ca": query})
        return self.extend(count, **{"chon": [], "tat_ca": query, **data})

    def test_all_of_a_filter_change_once_their_number_is_typed(self):
        query = "tinh_trang=open"
        page = self.of_filter(query)
        able = page.context["able"]
        self.assertIn(self.late, able)
        self.assertNotIn(self.closed, able)
        self.assertNotContains(page, "Bí Mật")
        number = len(able)
        self.assertContains(page, f"Gõ {number} để xác nhận.")
        seal = page.context["choice"].seal
        self.assertEqual(self.of_filter(query, 1, dau=seal).status_code, 409)
        answer = self.of_filter(query, number, dau=seal)
        self.assertEqual(answer.status_code, 302)
        later = Recommendation.objects.filter(due_on=days(60))
        self.assertEqual(set(later), set(able))

    def test_a_filter_that_finds_others_meanwhile_changes_nothing(self):
        query = "tinh_trang=open"
        page = self.of_filter(query)
        seal, number = page.context["choice"].seal, len(page.context["able"])
        move(
            factories.RecommendationFactory(site_check=self.cast.check).visit, "signed"
        )
        before = self.due_days()
        page = self.of_filter(query, number + 1, dau=seal)
        self.assertContains(page, "vừa thay đổi", status_code=409)
        self.assertEqual(self.due_days(), before)

    def test_a_filter_of_closed_ones_or_nonsense_changes_nothing(self):
        page = self.of_filter("tinh_trang=closed")
        self.assertEqual(page.context["able"], [])
        self.assertContains(page, "Đề nghị này đã kết thúc.")
        page = self.of_filter("tinh_trang=gi-day&ngay=x")
        self.assertEqual(page.context["choice"].total, 0)

    def test_a_recheck_is_made_of_all_of_a_filter(self):
        url = reverse("inspections:recheck_create")
        page = self.client.get(url, {"tat_ca": "tinh_trang=overdue"})
        offered = page.context["form"].initial["recommendations"]
        self.assertEqual(offered, [self.late.pk])

    def test_board_says_how_many_its_filter_finds(self):
        board = reverse("inspections:follow_up")
        page = self.client.get(board, {"tinh_trang": "overdue"})
        self.assertContains(page, "Tất cả 2 đề nghị của bộ lọc")
        self.assertContains(page, 'value="tinh_trang=overdue"')

    def test_nothing_chosen_leads_back_to_the_board(self):
        page = self.client.get(self.url("mien"))
        self.assertContains(page, "Quay lại bảng")

    def test_nonsense_chooses_nothing_and_an_unknown_act_is_no_page(self):
        page = self.client.get(self.url("gia-han"), {"chon": ["x", "1", "\u00b2"]})
        self.assertEqual(page.context["able"], [])
        self.assertEqual(self.client.get(self.url("xoa")).status_code, 404)

    def test_board_offers_it_to_those_who_may(self):
        board = reverse("inspections:follow_up")
        page = self.client.get(board)
        self.assertContains(page, self.url("gia-han"))
        self.assertContains(page, '<td class="no-print" data-label="Chọn">')
        self.client.force_login(self.viewer())
        self.assertNotContains(self.client.get(board), self.url("gia-han"))

    def viewer(self):
        area = self.cast.hoa_an
        return factories.UserFactory(role=Role.VIEWER, role__area=area)

    def test_query_count_does_not_grow_with_rows(self):
        self.extend(1, self.late)
        for rows in ([self.late], [self.late, self.soon, self.local]):
            later = days(70 + len(rows))
            with self.subTest(len(rows)), self.assertNumQueries(15):
                self.extend(len(rows), *rows, due_on=later)
