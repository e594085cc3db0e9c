import io

import openpyxl
from django.urls import reverse

from history.services import history_of
from products.models import Decision
from tests.factories import (
    AgencyFactory,
    DecisionFactory,
    ProductFactory,
    RecognitionFactory,
)

from .cast import DAY, Places


class DecisionListTests(Places):
    url = reverse("products:decision_list")

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.revoking = DecisionFactory(
            number="77/QĐ-UBND",
            kind="revoke",
            title="Thu hồi giấy chứng nhận",
            signed_on=DAY(2023, 5, 1),
            signer="Nông Quốc Hùng",
        )
        DecisionFactory(number="78/QĐ-UBND", scanned=True, signed_on=DAY(2020, 5, 1))
        RecognitionFactory(
            product=cls.foreign, end_decision=cls.revoking, ended_on=DAY(2023, 5, 1)
        )

    def rows(self, person=None, **query):
        page = self.page(self.url, person, **query)
        return [(row.number, row.line_count) for row in page.context["page"]]

    def test_counts_only_products_that_the_person_may_see(self):
        mine = {"77/QĐ-UBND": 0, "1806/QĐ-UBND": 1}
        self.assertEqual({row: n for row, n in self.rows() if row in mine}, mine)
        self.assertEqual(dict(self.rows(self.hoa))["77/QĐ-UBND"], 1)

    def test_filters_and_search_without_accents(self):
        for query, found in (
            ({"q": "thu hoi"}, ["77/QĐ-UBND"]),
            ({"q": "1806 qd"}, ["1806/QĐ-UBND"]),
            ({"loai": "revoke"}, ["77/QĐ-UBND"]),
            ({"tu_ngay": "01/05/2023", "den_ngay": "01/05/2023"}, ["77/QĐ-UBND"]),
            ({"tu_ngay": "02/05/2023"}, []),
            ({"loai": "x"}, []),
            ({"nam": "2023"}, ["77/QĐ-UBND"]),
            ({"nam": "2022"}, []),
            ({"q": "nong quoc hung"}, ["77/QĐ-UBND"]),
            ({"co_quan": self.revoking.issuer_id}, ["77/QĐ-UBND"]),
            ({"co_quan": "9" * 26}, []),
            ({"ban_quet": "co"}, ["78/QĐ-UBND"]),
            ({"ban_quet": "co", "so_san_pham": "1-9"}, []),
            ({"nam": "2023", "ban_quet": "chua", "so_san_pham": "0"}, ["77/QĐ-UBND"]),
            ({"ban_quet": "chua", "so_san_pham": "1-9"}, ["1806/QĐ-UBND"]),
            ({"so_san_pham": "10-49"}, []),
        ):
            with self.subTest(query):
                rows = [number for number, _ in self.rows(**query)]
                self.assertEqual(rows, found)

    def test_newest_stand_first(self):
        self.assertEqual(self.rows()[0][0], "77/QĐ-UBND")

    def test_workbook_holds_what_is_seen(self):
        page = self.page(self.url, loai="revoke", xuat="xlsx")
        book = openpyxl.load_workbook(io.BytesIO(b"".join(page.streaming_content)))
        _, row = book["Danh sách"].values
        self.assertEqual(row[0], "77/QĐ-UBND")
        self.assertEqual(row[3:5], ("thu hồi", str(self.revoking.issuer)))
        self.assertEqual(row[7:], ("Thu hồi giấy chứng nhận", None, "chưa có", 0))

    def test_only_the_provincial_office_is_offered_to_add(self):
        self.assertNotContains(self.page(self.url), "Thêm quyết định")
        self.assertContains(self.page(self.url, self.hoa), "Thêm quyết định")

    def test_query_count_does_not_grow_with_rows(self):
        self.client.force_login(self.lan)
        for extra in (0, 2):
            DecisionFactory.create_batch(extra)
            with self.subTest(extra=extra), self.assertNumQueries(8):
                self.client.get(self.url)


class DecisionPageTests(Places):
    def setUp(self):
        self.decision = self.recognition.decision
        RecognitionFactory(product=self.foreign, decision=self.decision)
        self.url = self.decision.get_absolute_url()

    def test_lines_are_narrowed_to_the_own_area(self):
        page = self.page(self.url)
        self.assertContains(page, "Rượu gạo")
        self.assertNotContains(page, "Hạt dẻ rang")
        self.assertContains(self.page(self.url, self.hoa), "Hạt dẻ rang")

    def test_tells_what_it_did_to_each_product(self):
        revoked = RecognitionFactory(
            product__site=self.site,
            product__name="Bún khô",
            end_decision=self.decision,
            ended_on=DAY(2022, 1, 1),
        )
        revoked.ends.create(reason="b")
        text = " ".join(self.page(self.url).content.decode().split())
        told = 'data-label="Quyết định việc gì"> {} </td>'
        self.assertIn(told.format("Công nhận lần đầu"), text)
        self.assertIn(told.format("Thu hồi"), text)

    def test_correction_and_what_it_corrects_name_each_other(self):
        correcting = DecisionFactory(
            number="90/QĐ-UBND",
            kind="correct",
            corrects=self.decision,
            correction="Sửa “Rượu gạo tẻ” thành “Rượu gạo”",
        )
        page = self.page(self.url)
        self.assertContains(page, "Được đính chính bởi")
        self.assertContains(page, correcting.get_absolute_url())
        self.assertContains(page, "Sửa “Rượu gạo tẻ” thành “Rượu gạo”")
        page = self.page(correcting.get_absolute_url())
        self.assertContains(page, "Đính chính quyết định")
        self.assertContains(page, self.url)
        self.assertContains(page, "Sửa “Rượu gạo tẻ” thành “Rượu gạo”")

    def test_prints_grounds_line_by_line_and_who_signed_as_what(self):
        decision = DecisionFactory(
            legal_basis="Luật Tổ chức chính quyền địa phương\nTờ trình 12/TTr",
            signer="Nông Quốc Hùng",
            signer_title="KT. CHỦ TỊCH, PHÓ CHỦ TỊCH",
            effective_on=DAY(2022, 1, 10),
        )
        page = self.page(decision.get_absolute_url())
        self.assertContains(page, "<li>Tờ trình 12/TTr</li>", html=True)
        self.assertContains(page, "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH")
        self.assertContains(page, "10/01/2022")

    def test_header_is_read_without_any_line(self):
        other = DecisionFactory(title="Công nhận đợt khác")
        page = self.page(other.get_absolute_url())
        self.assertContains(page, "Công nhận đợt khác")
        self.assertContains(page, "không có sản phẩm nào trong địa bàn của bạn")

    def test_scan_opens_to_those_who_look_after_a_line(self):
        own = DecisionFactory(scanned=True)
        RecognitionFactory(product=self.product, decision=own)
        foreign = DecisionFactory(scanned=True)
        RecognitionFactory(product=self.foreign, decision=foreign)
        for decision, person, status in (
            (own, self.lan, 200),
            (own, self.reader, 200),
            (foreign, self.lan, 404),
            (foreign, self.hoa, 200),
            (DecisionFactory(), self.hoa, 404),
        ):
            with self.subTest(decision=decision, person=person):
                url = reverse("products:decision_file", args=[decision.pk])
                self.assertEqual(self.page(url, person).status_code, status)
        page = self.page(foreign.get_absolute_url())
        self.assertNotContains(page, "Tải bản quét")

    def test_query_count_does_not_grow_with_rows(self):
        self.client.force_login(self.lan)
        self.client.get(self.url)  # content types are read once a process
        for extra in (0, 2):
            for product in ProductFactory.create_batch(extra, place=self.hoa_an):
                RecognitionFactory(product=product, decision=self.decision)
            with self.subTest(extra=extra), self.assertNumQueries(12):
                self.client.get(self.url)


class DecisionEditTests(Places):
    def post(self, url, **data):
        self.client.force_login(self.hoa)
        return self.client.post(url, {"kind": "recognise", **data})

    def test_new_decision_is_recorded(self):
        agency = AgencyFactory(name="UBND tỉnh Cao Bằng")
        response = self.post(
            reverse("products:decision_create"),
            number="2008/QĐ-UBND",
            signed_on="16/09/2020",
            issuer="UBND tỉnh Cao Bằng",
        )
        decision = Decision.objects.get(number="2008/QĐ-UBND")
        self.assertRedirects(response, decision.get_absolute_url())
        self.assertEqual(decision.issuer, agency)
        self.assertEqual(history_of(decision).get().action, "create")

    def test_only_a_correction_corrects(self):
        url = reverse("products:decision_create")
        data = {"number": "90/QĐ-UBND", "corrects": "1806", "correction": "Sửa tên"}
        refused = self.post(url, **data)
        self.assertEqual(
            list(refused.context["form"].errors), ["corrects", "correction"]
        )
        self.post(url, **data | {"kind": "correct"})
        stored = Decision.objects.get(number="90/QĐ-UBND")
        self.assertEqual(stored.corrects, self.recognition.decision)

    def test_takes_effect_from_its_signing_on(self):
        url = reverse("products:decision_create")
        days = {"signed_on": "16/09/2020", "effective_on": "15/09/2020"}
        refused = self.post(url, number="1/QĐ", **days)
        self.assertEqual(list(refused.context["form"].errors), ["effective_on"])

    def test_another_edit_meanwhile_is_told(self):
        decision = self.recognition.decision
        Decision.objects.filter(pk=decision.pk).update(version=2, signer="Ông A")
        url = reverse("products:decision_edit", args=[decision.pk])
        response = self.post(url, number=decision.number, signer="Bà B", version=1)
        self.assertContains(response, "Ông A", status_code=409)
        self.assertContains(response, "Bà B", status_code=409)
