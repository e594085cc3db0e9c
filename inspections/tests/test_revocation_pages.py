"""The desk of proposals to revoke, and the way there from an inspection."""

import datetime
import io

import openpyxl
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from inspections.models import RevocationProposal
from products.models import Recognition
from tests import factories
from tests.revocation_factories import BasisFactory, ProposalFactory

from .cast import move
from .test_revocations import CONCLUDED, Signed


class Pages(Signed):
    """Hoa leads in Hòa An; Dung works in the provincial office."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.dung = factories.UserFactory(
            role=Role.PROVINCIAL, role__area=cls.cast.province, full_name="Bế Dũng"
        )
        today = timezone.localdate()
        Recognition.objects.update(
            valid_from=today - datetime.timedelta(days=500),
            valid_to=today + datetime.timedelta(days=500),
        )
        cls.recognition.refresh_from_db()

    def get(self, url, person=None, **query):
        self.client.force_login(person or self.cast.hoa)
        return self.client.get(url, query)

    def post(self, url, data, person=None):
        self.client.force_login(person or self.cast.hoa)
        return self.client.post(url, data)


class ProposePageTests(Pages):
    def setUp(self):
        self.url = reverse("inspections:propose", args=[self.check.uuid])

    def data(self, **changes):
        return {
            "recognitions": [self.recognition.pk],
            "grounds": ["c"],
            "findings": [self.finding.pk],
            "counted_from": "conclusion",
            "counted_on": "20/09/2023",
            "text": "Đề nghị thu hồi.",
            **changes,
        }

    def test_is_offered_on_the_signed_check_and_its_finding(self):
        for page in (self.check, self.finding):
            for person, offered in (
                (self.cast.hoa, True),
                (self.dung, True),
                (self.cast.lan, False),
            ):
                with self.subTest(page=page, person=person):
                    told = self.get(page.get_absolute_url(), person).content.decode()
                    self.assertEqual(self.url in told, offered)
        move(self.cast.visit, "submitted")
        self.assertNotContains(self.get(self.check.get_absolute_url()), self.url)
        self.assertRedirects(self.get(self.url), self.check.get_absolute_url())

    def test_what_is_graver_is_offered_first_and_a_finding_can_be_named(self):
        factories.FindingFactory(
            site_check=self.check, severity="remind", text="Sổ ghi chưa đủ."
        )
        factories.FindingFactory(
            site_check=self.check, severity="remedy", text="Sàn bẩn."
        )
        factories.FindingFactory(site_check=self.check, severity="good", text="Tốt.")
        page = self.get(self.url, nhan_dinh=self.finding.pk)
        form = page.context["form"]
        texts = [finding.text for finding in form.fields["findings"].queryset]
        self.assertEqual(
            texts, ["Nhãn ghi sai hạng sao.", "Sàn bẩn.", "Sổ ghi chưa đủ."]
        )
        self.assertEqual(form.initial["findings"], [self.finding.pk])
        self.assertEqual(form.initial["recognitions"], [self.recognition.pk])

    def test_proposes_with_a_fine_and_a_referral(self):
        data = self.data(
            fine_number="15/QĐ-XPHC",
            fine_on="18/09/2023",
            fine_agency="Chi cục QLTT",
            fine_amount="5.000.000 đồng",
            referral_to="Công an tỉnh",
            referral_on="19/09/2023",
        )
        response = self.post(self.url, data)
        proposal = RevocationProposal.objects.get()
        self.assertRedirects(response, proposal.get_absolute_url())
        bases = proposal.bases.order_by("pk").values_list("kind", "amount")
        self.assertEqual(
            list(bases), [("finding", None), ("fine", 5_000_000), ("referral", None)]
        )

    def test_what_is_told_in_part_is_asked_for(self):
        for changes, fields in (
            ({"fine_amount": "5 triệu"}, ["fine_amount"]),
            ({"fine_amount": "0"}, ["fine_amount"]),
            ({"fine_amount": "1"}, ["fine_number", "fine_on", "fine_agency"]),
            ({"referral_number": "2"}, ["referral_to", "referral_on"]),
            ({"recognitions": []}, ["recognitions"]),
            ({"recognitions": ["9" * 26]}, ["recognitions"]),
            ({"grounds": ["not_renewed"]}, ["grounds"]),
            ({"counted_on": ""}, ["counted_on"]),
        ):
            with self.subTest(changes):
                page = self.post(self.url, self.data(**changes))
                self.assertEqual(list(page.context["form"].errors), fields)

    def test_what_a_rule_refuses_keeps_what_was_typed(self):
        data = self.data(counted_on="14/09/2023")
        page = self.post(self.url, data)
        self.assertContains(page, "trước ngày kiểm tra", status_code=422)
        self.assertContains(page, "Đề nghị thu hồi.", status_code=422)

    def test_other_places_are_not_there(self):
        stranger = factories.UserFactory(
            role=Role.LEAD, role__area=self.cast.trung_khanh
        )
        self.assertEqual(self.get(self.url, stranger).status_code, 404)
        self.assertEqual(self.get(self.url, self.cast.lan).status_code, 403)


class ProposalPageTests(Pages):
    def setUp(self):
        [self.proposal] = self.propose()
        self.url = self.proposal.get_absolute_url()

    def address(self, act):
        return reverse(f"inspections:proposal_{act}", args=[self.proposal.uuid])

    def test_each_role_is_offered_what_it_may_do(self):
        offers = ["Ghi quyết định thu hồi", "Không thu hồi", "Thêm căn cứ"]
        for person, seen in (
            (self.cast.lan, [False, False, False]),
            (self.cast.hoa, [False, False, True]),
            (self.dung, [True, True, True]),
        ):
            text = self.get(self.url, person).content.decode()
            with self.subTest(person):
                self.assertEqual([offer in text for offer in offers], seen)
        self.assertEqual(self.get(self.url, self.cast.minh).status_code, 404)

    def test_the_visit_and_the_product_lead_to_it(self):
        for row in (self.check.visit, self.check, self.recognition.product):
            with self.subTest(row):
                self.assertContains(self.get(row.get_absolute_url()), self.url)

    def test_the_decision_ends_the_recognition(self):
        form = self.get(self.address("decide"), self.dung).context["form"]
        self.assertEqual(form.initial["reasons"], ["c"])
        signed = timezone.localdate()
        decision = factories.DecisionFactory(
            number="905/QĐ-UBND", kind="revoke", signed_on=signed
        )
        data = {
            "reasons": ["c"],
            "end_decision": "905",
            "ended_on": f"{signed:%d/%m/%Y}",
            "version": self.recognition.version,
        }
        response = self.post(self.address("decide"), data, self.dung)
        self.assertRedirects(response, self.url)
        self.recognition.refresh_from_db()
        self.assertEqual(self.recognition.end_decision, decision)
        page = self.get(self.url, self.dung)
        self.assertContains(page, "905/QĐ-UBND")
        self.assertContains(page, "Đã ra quyết định")
        told = self.get(decision.get_absolute_url(), self.dung)
        self.assertContains(told, "Căn cứ: Nhận định ngày 15/09/2023")
        again = self.get(self.address("decide"), self.dung)
        self.assertRedirects(again, self.url)

    def test_whoever_ends_it_elsewhere_is_told_of_the_proposal(self):
        end = reverse("products:recognition_end", args=[self.recognition.pk])
        self.assertContains(self.get(end, self.dung), "đang có đề xuất thu hồi")
        other = reverse("products:recognition_end", args=[self.other.pk])
        page = self.get(other, self.dung)
        self.assertNotContains(page, "đang có đề xuất thu hồi")

    def test_somebody_who_ended_it_meanwhile_is_told(self):
        Recognition.objects.filter(pk=self.recognition.pk).update(version=7)
        factories.DecisionFactory(number="905/QĐ-UBND", kind="revoke")
        today = f"{timezone.localdate():%d/%m/%Y}"
        data = {"reasons": ["c"], "end_decision": "905", "ended_on": today}
        data["version"] = 1
        page = self.post(self.address("decide"), data, self.dung)
        self.assertEqual(page.status_code, 422)  # signed before the conclusion
        decision = {"kind": "revoke", "signed_on": CONCLUDED}
        factories.DecisionFactory(number="906/QĐ-UBND", **decision)
        data["end_decision"] = "906"
        page = self.post(self.address("decide"), data, self.dung)
        self.assertEqual(page.status_code, 409)

    def test_it_is_let_go_with_a_reason(self):
        refused = self.post(self.address("drop"), {"reason": ""}, self.dung)
        self.assertEqual(refused.status_code, 422)
        response = self.post(self.address("drop"), {"reason": "Đã sửa"}, self.dung)
        self.assertRedirects(response, self.url)
        self.assertContains(self.get(self.url), "Không thu hồi: Đã sửa")
        denied = self.post(self.address("drop"), {"reason": "Đã sửa"})
        self.assertEqual(denied.status_code, 403)

    def test_it_is_put_right(self):
        data = {
            "grounds": ["b"],
            "counted_from": "conclusion",
            "counted_on": "21/09/2023",
            "text": "Sửa lại.",
            "version": 1,
        }
        response = self.post(self.address("edit"), data)
        self.assertRedirects(response, self.url)
        self.assertContains(self.get(self.url), "06/10/2023")

    def test_a_basis_comes_and_goes(self):
        url = reverse("inspections:basis_create", args=[self.recognition.pk])
        self.assertEqual(self.post(url, {}).status_code, 200)
        fine = {"fine_number": "15", "fine_on": "18/09/2023", "fine_agency": "QLTT"}
        self.assertRedirects(self.post(url, fine), self.url)
        basis = self.proposal.bases.get(kind="fine")
        remove = reverse("inspections:basis_remove", args=[basis.pk])
        self.assertEqual(self.post(remove, {}, self.cast.lan).status_code, 403)
        self.assertRedirects(self.post(remove, {}), self.url)
        self.assertEqual(self.proposal.bases.count(), 1)

    def test_query_count_does_not_grow_with_rows(self):
        self.get(self.url)
        for extra in (0, 2):
            BasisFactory.create_batch(extra, proposal=self.proposal)
            with self.subTest(extra=extra), self.assertNumQueries(8):
                self.client.get(self.url)


class DeskTests(Pages):
    url = reverse("inspections:proposal_list")

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.waiting = ProposalFactory(
            recognition=cls.recognition, visit=cls.cast.visit, counted_on=CONCLUDED
        )
        cls.dropped = ProposalFactory(
            recognition=cls.other,
            visit=cls.cast.visit,
            reasons=["b", "đ"],
            state="dropped",
            closing_reason="Đã khắc phục",
            closed_on=CONCLUDED,
        )
        cls.foreign = ProposalFactory(
            recognition__product__place=cls.cast.trung_khanh, visit=cls.cast.visit
        )

    def rows(self, person=None, **query):
        return list(self.get(self.url, person, **query).context["page"])

    def test_filters(self):
        mine = [self.waiting, self.dropped]
        for query, found in (
            ({}, mine),
            ({"tinh_trang": "proposed"}, [self.waiting]),
            ({"tinh_trang": "dropped"}, [self.dropped]),
            ({"tinh_trang": "decided"}, []),
            ({"tinh_trang": "qua_han", "ngay": "05/10/2023"}, []),
            ({"tinh_trang": "qua_han", "ngay": "06/10/2023"}, [self.waiting]),
            ({"ly_do": "đ"}, [self.dropped]),
            ({"ly_do": "c"}, [self.waiting]),
            ({"q": "bun kho"}, [self.dropped]),
            ({"tinh_trang": "x"}, []),
        ):
            with self.subTest(query):
                self.assertEqual(self.rows(**query), found)

    def test_scope_is_the_place_of_the_product(self):
        self.assertEqual(self.rows(self.cast.minh), [self.foreign])
        self.assertEqual(len(self.rows(self.dung)), 3)

    def test_says_in_words_how_late_it_is(self):
        page = self.get(self.url, ngay="08/10/2023", tinh_trang="qua_han")
        self.assertContains(page, "Quá hạn 3 ngày")

    def test_workbook_holds_what_is_seen(self):
        query = {"tinh_trang": "qua_han", "ngay": "08/10/2023", "xuat": "xlsx"}
        page = self.get(self.url, **query)
        book = openpyxl.load_workbook(io.BytesIO(b"".join(page.streaming_content)))
        _, row = book["Danh sách"].values
        self.assertEqual(row[0], "Rượu gạo Nhật")
        self.assertEqual(row[8:10], ("quá hạn 3 ngày", "đề xuất"))

    def test_home_counts_what_waits_and_what_is_late(self):
        page = self.get(reverse("office:home"))
        counts = {count.label: count for count in page.context["counts"]}
        for label in ("Đề xuất thu hồi chờ quyết định", "Đề xuất thu hồi quá hạn"):
            with self.subTest(label):
                self.assertEqual(counts[label].value, 1)
                listed = self.get(counts[label].url).context["page"]
                self.assertEqual(listed.paginator.count, 1)

    def test_query_count_does_not_grow_with_rows(self):
        self.get(self.url)
        for extra in (0, 2):
            ProposalFactory.create_batch(
                extra,
                recognition__product__place=self.cast.hoa_an,
                visit=self.cast.visit,
            )
            with self.subTest(extra=extra), self.assertNumQueries(8):
                self.client.get(self.url)
