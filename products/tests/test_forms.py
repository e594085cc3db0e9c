import datetime

from django.test import TestCase

from accounts.enums import Role
from products.enums import DecisionKind
from products.forms import (
    DecisionForm,
    DossierForm,
    EndForm,
    OnDayForm,
    PaperForm,
    ProductForm,
    RecognitionForm,
)
from products.models import Decision, Dossier, Paper, Product, Recognition
from tests.factories import (
    AgencyFactory,
    AreaFactory,
    CriteriaSetFactory,
    DecisionFactory,
    ProductFactory,
    RecognitionFactory,
    RegimeFactory,
    SiteFactory,
    UserFactory,
)


class ProductFormTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        province = AreaFactory(province=True)
        cls.hoa_an = AreaFactory(name="Xã Hòa An", parent=province)
        cls.elsewhere = AreaFactory(name="Xã Trùng Khánh", parent=province)
        cls.lan = UserFactory(role=Role.OFFICER, role__area=cls.hoa_an)
        cls.site = SiteFactory(place=cls.hoa_an, producer__name="HTX Hồng Việt")
        cls.foreign = SiteFactory(place=cls.elsewhere, producer__name="HTX Nơi Khác")

    def form(self, instance=None, producer=None, **data):
        data = {"name": "Rượu gạo", "state": "active", **data}
        return ProductForm(
            data, instance=instance or Product(), user=self.lan, producer=producer
        )

    def test_site_typed_in_part_without_accents_names_the_producer(self):
        form = self.form(site="hong viet")
        self.assertTrue(form.is_valid(), form.errors)
        self.assertEqual(form.instance.site, self.site)
        self.assertEqual(form.instance.producer, self.site.producer)

    def test_site_out_of_reach_is_neither_offered_nor_taken(self):
        form = self.form(site="HTX Nơi Khác")
        self.assertFalse(form.is_valid())
        self.assertIn("Không có “HTX Nơi Khác”", form.errors["site"][0])
        self.assertNotIn("Nơi Khác", str(form["site"].as_widget()).split("datalist")[1])
        known = self.form(producer=self.site.producer, site=self.foreign.pk)
        self.assertEqual(list(known.errors), ["site"])

    def test_words_that_several_names_have_are_told(self):
        SiteFactory(place=self.hoa_an, producer__name="HTX Hồng Việt Hai")
        form = self.form(site="hong viet")
        self.assertIn("“hong viet” có thể là: HTX Hồng Việt", form.errors["site"][0])
        exact = self.form(site="HTX Hồng Việt – Xã Hòa An")
        self.assertTrue(exact.is_valid(), exact.errors)

    def test_two_sites_of_one_name_are_told_apart(self):
        second = SiteFactory(
            producer=self.site.producer, place=self.hoa_an, is_main=False
        )
        label = f"HTX Hồng Việt – Xã Hòa An (mã {second.pk})"
        form = self.form(site=label)
        self.assertTrue(form.is_valid(), form.errors)
        self.assertEqual(form.instance.site, second)

    def test_name_that_the_producer_has_is_refused_at_the_name(self):
        ProductFactory(site=self.site, name="Rượu Gạo")
        form = self.form(producer=self.site.producer, site=self.site.pk)
        self.assertEqual(form.errors, {"name": ["Chủ thể đã có sản phẩm này."]})

    def test_edit_shows_the_site_as_it_is_named(self):
        product = ProductFactory(site=self.site)
        form = ProductForm(instance=product, user=self.lan)
        self.assertIn('value="HTX Hồng Việt – Xã Hòa An"', str(form["site"]))
        self.assertEqual(
            self.form(product, site="HTX Hồng Việt – Xã Hòa An", version=1).errors, {}
        )


class PaperFormTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hoa_an = AreaFactory()
        cls.lan = UserFactory(role=Role.OFFICER, role__area=cls.hoa_an)
        cls.product = ProductFactory(place=cls.hoa_an)
        elsewhere = SiteFactory(producer=cls.product.producer, is_main=False)
        cls.foreign = ProductFactory(site=elsewhere)

    def form(self, **data):
        paper = Paper(producer=self.product.producer)
        return PaperForm({"kind": "attp", **data}, instance=paper, user=self.lan)

    def test_only_products_that_the_person_may_write_are_offered(self):
        self.assertEqual(list(self.form().fields["product"].queryset), [self.product])
        self.assertEqual(list(self.form(product=self.foreign.pk).errors), ["product"])

    def test_expiry_before_issue_is_told_at_the_expiry(self):
        form = self.form(issued_on="02/01/2024", expires_on="01/01/2024")
        self.assertEqual(
            form.errors, {"expires_on": ["Ngày hết hạn phải sau ngày cấp."]}
        )

    def test_days_of_no_year_of_ours_are_told_at_their_fields(self):
        form = self.form(issued_on="31/12/1899", expires_on="01/01/2101")
        told = ["Ngày phải từ 01/01/1900 đến 31/12/2100."]
        self.assertEqual(form.errors, {"issued_on": told, "expires_on": told})
        form = self.form(issued_on="01/01/1900", expires_on="31/12/2100")
        self.assertEqual(form.errors, {})


class DecisionFormTests(TestCase):
    def test_issuer_may_be_unknown_or_typed(self):
        agency = AgencyFactory(name="UBND tỉnh Cao Bằng")
        for text, issuer in (("", None), ("ubnd tinh", agency)):
            with self.subTest(text):
                data = {"kind": "recognise", "number": "1/QĐ-UBND", "issuer": text}
                form = DecisionForm(data, instance=Decision())
                self.assertTrue(form.is_valid(), form.errors)
                self.assertEqual(form.instance.issuer, issuer)

    def test_a_twin_is_refused(self):
        known = DecisionFactory(issuer__name="Sở Thử", number="5/QĐ-UBND")
        data = {
            "kind": "recognise",
            "number": "5/QĐ-UBND",
            "issuer": "Sở Thử",
            "signed_on": f"{known.signed_on:%d/%m/%Y}",
        }
        form = DecisionForm(data, instance=Decision())
        self.assertEqual(form.errors, {"__all__": ["Quyết định này đã có."]})


class RecognitionFormTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.product = ProductFactory()
        cls.decision = DecisionFactory(number="1806/QĐ-UBND", issuer__name="UBND tỉnh")
        cls.revoking = DecisionFactory(number="77/QĐ-UBND", kind=DecisionKind.REVOKE)

    def form(self, **data):
        instance = Recognition(product=self.product)
        return RecognitionForm({"grade": "4", **data}, instance=instance)

    def test_decision_is_found_by_its_number_or_left_unknown(self):
        for text, decision in (("", None), ("1806 qd", self.decision)):
            with self.subTest(text):
                form = self.form(decision=text)
                self.assertTrue(form.is_valid(), form.errors)
                self.assertEqual(form.instance.decision, decision)

    def test_decisions_that_end_are_not_offered(self):
        self.assertEqual(list(self.form(decision="77").errors), ["decision"])

    def test_set_must_belong_to_the_regime(self):
        chosen = CriteriaSetFactory()
        newer = RegimeFactory(number="26/2026/QĐ-TTg")
        self.assertTrue(
            self.form(criteria_set=chosen.pk, regime=chosen.regime.pk).is_valid()
        )
        for regime, words in (
            (newer.pk, "thuộc bộ quy định 148/QĐ-TTg, không thuộc 26/2026/QĐ-TTg."),
            ("", "thuộc bộ quy định 148/QĐ-TTg, hãy chọn bộ quy định đó."),
        ):
            with self.subTest(regime=regime):
                form = self.form(criteria_set=chosen.pk, regime=regime)
                self.assertEqual(list(form.errors), ["criteria_set"])
                self.assertIn(words, form.errors["criteria_set"][0])

    def test_sets_are_grouped_by_regime(self):
        chosen = CriteriaSetFactory()
        choices = list(self.form().fields["criteria_set"].choices)
        group = ("148/QĐ-TTg", [(chosen.pk, "14. Rượu trắng")])
        self.assertEqual(choices, [("", "Chưa rõ"), group])

    def test_score_is_read_as_offices_write_it(self):
        form = self.form(score="76,5")
        self.assertTrue(form.is_valid(), form.errors)
        self.assertEqual(float(form.cleaned_data["score"]), 76.5)

    def test_days_out_of_order_or_reach_are_told_at_the_field(self):
        form = self.form(valid_from="02/01/2024", valid_to="01/01/2024")
        self.assertEqual(
            form.errors, {"valid_to": ["Ngày hết hạn phải sau ngày công nhận."]}
        )
        self.assertEqual(
            self.form(valid_from="01/01/9999").errors,
            {"valid_from": ["Ngày không được quá 31/12/2100."]},
        )

    def test_decision_that_recognised_the_product_is_refused(self):
        RecognitionFactory(product=self.product, decision=self.decision)
        form = self.form(decision="1806")
        self.assertEqual(
            form.errors, {"decision": ["Quyết định này đã công nhận sản phẩm."]}
        )


class EndFormTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.recognition = RecognitionFactory(
            valid_from=datetime.date(2022, 1, 1), valid_to=datetime.date(2025, 1, 1)
        )

    def form(self, **data):
        return EndForm({"version": 1, **data}, instance=self.recognition)

    def test_several_grounds_are_taken(self):
        form = self.form(reasons=["a", "đ"], ended_on="01/06/2024")
        self.assertTrue(form.is_valid(), form.errors)
        self.assertEqual(form.cleaned_data["reasons"], ["a", "đ"])

    def test_refusals_stand_at_their_fields(self):
        for data, field in (
            ({"reasons": [], "ended_on": "01/06/2024"}, "reasons"),
            ({"reasons": ["a"], "ended_on": ""}, "ended_on"),
            ({"reasons": ["x"], "ended_on": "01/06/2024"}, "reasons"),
            ({"reasons": ["a", "not_renewed"], "ended_on": "01/06/2025"}, "reasons"),
            ({"reasons": ["not_renewed"], "ended_on": "01/06/2024"}, "ended_on"),
            ({"reasons": ["a"], "ended_on": "31/12/2021"}, "ended_on"),
        ):
            with self.subTest(data):
                self.assertEqual(list(self.form(**data).errors), [field])


class DossierFormTests(TestCase):
    def errors(self, **days):
        data = {"kind": "renewal", "received_on": "02/06/2026", **days}
        form = DossierForm(data, instance=Dossier(product=ProductFactory()))
        return list(form.errors)

    def test_days_out_of_order_are_told_at_the_later_one(self):
        early, late = "01/06/2026", "10/06/2026"
        for days, fields in (
            ({"decided_on": early}, ["decided_on"]),
            ({"province_received_on": early}, ["province_received_on"]),
            (
                {"province_received_on": late, "decided_on": "09/06/2026"},
                ["decided_on"],
            ),
            ({"province_received_on": late, "decided_on": late}, []),
        ):
            with self.subTest(days):
                self.assertEqual(self.errors(**days), fields)


class OnDayFormTests(TestCase):
    def test_an_impossible_date_means_today(self):
        asked = OnDayForm({"ngay": "15/09/2023"}).date
        self.assertEqual(asked, datetime.date(2023, 9, 15))
        self.assertEqual(OnDayForm({"ngay": "31/02/2023"}).date, OnDayForm({}).date)
