from django.urls import reverse

from products.models import Dossier, Recognition
from tests.factories import DecisionFactory, DossierFactory

from .cast import DAY, Places


class RecognitionPageTests(Places):
    def post(self, name, pk, person=None, **data):
        self.client.force_login(person or self.hoa)
        return self.client.post(reverse(f"products:{name}", args=[pk]), data)

    def test_new_recognition_follows_the_one_before(self):
        DecisionFactory(number="96/QĐ-UBND", signed_on=DAY(2024, 1, 10))
        response = self.post(
            "recognition_create",
            self.product.pk,
            decision="96/qd",
            grade="4+",
            score="91,25",
            regime=self.product.criteria_set.regime_id,
            criteria_set=self.product.criteria_set_id,
            valid_from="10/01/2024",
        )
        row = Recognition.objects.get(grade="4+")
        self.assertRedirects(
            response, row.get_absolute_url(), fetch_redirect_response=False
        )
        self.assertEqual(row.decision.number, "96/QĐ-UBND")
        self.assertEqual(row.valid_to, DAY(2027, 1, 10))
        self.assertEqual(row.previous, self.recognition)
        self.assertEqual(float(row.score), 91.25)

    def test_edit_shows_what_is_stored_and_keeps_a_printed_end(self):
        url = reverse("products:recognition_edit", args=[self.recognition.pk])
        page = self.page(url, self.hoa)
        label = f"{self.recognition.decision}, {self.recognition.decision.issuer}"
        self.assertContains(page, f'value="{label}"')
        response = self.post(
            "recognition_edit",
            self.recognition.pk,
            decision=label,
            grade="3",
            valid_from="15/01/2021",
            valid_to="31/12/2022",
            version=1,
        )
        self.assertEqual(response.status_code, 302)
        self.recognition.refresh_from_db()
        self.assertEqual(self.recognition.valid_to, DAY(2022, 12, 31))
        self.assertEqual(self.recognition.decision.number, "1806/QĐ-UBND")

    def test_revocation_on_two_grounds_with_decision_and_date(self):
        DecisionFactory(number="77/QĐ-UBND", kind="revoke")
        response = self.post(
            "recognition_end",
            self.recognition.pk,
            reasons=["b", "c"],
            ended_on="01/06/2023",
            end_decision="77",
            version=1,
        )
        self.assertEqual(response.status_code, 302)
        self.recognition.refresh_from_db()
        self.assertEqual(self.recognition.end_decision.number, "77/QĐ-UBND")
        self.assertFalse(self.recognition.ended_by_removal)
        page = self.page(
            reverse("products:recognition_end", args=[self.recognition.pk]), self.hoa
        )
        self.assertEqual(page.context["form"]["reasons"].value(), ["b", "c"])

    def test_mixed_grounds_come_back_as_they_were_ticked(self):
        response = self.post(
            "recognition_end",
            self.recognition.pk,
            reasons=["b", "not_renewed"],
            ended_on="01/06/2025",
            version=1,
        )
        self.assertContains(response, "không kèm lý do thu hồi")
        self.assertContains(response, "checked", count=2)

    def test_another_edit_meanwhile_is_told(self):
        Recognition.objects.filter(pk=self.recognition.pk).update(
            version=2, ended_on=DAY(2023, 1, 1)
        )
        response = self.post(
            "recognition_end",
            self.recognition.pk,
            reasons=["b"],
            ended_on="01/06/2023",
            version=1,
        )
        self.assertContains(response, "01/01/2023", status_code=409)
        self.assertFalse(self.recognition.ends.exists())

    def test_officers_read_recognitions_and_write_none(self):
        for name, pk in (
            ("recognition_create", self.product.pk),
            ("recognition_edit", self.recognition.pk),
            ("recognition_end", self.recognition.pk),
        ):
            with self.subTest(name):
                response = self.post(name, pk, self.lan, grade="5", reasons=["a"])
                self.assertEqual(response.status_code, 403)
        self.assertEqual(Recognition.objects.get().grade, "4")


class DossierPageTests(Places):
    def test_dossier_is_filed_and_decided(self):
        self.client.force_login(self.lan)
        url = reverse("products:dossier_create", args=[self.product.pk])
        data = {"kind": "renewal", "received_on": "01/09/2023"}
        response = self.client.post(url, data)
        self.assertRedirects(response, self.product.get_absolute_url())
        dossier = Dossier.objects.get()
        url = reverse("products:dossier_edit", args=[dossier.pk])
        data |= {"decided_on": "01/12/2023", "outcome": "passed", "version": 1}
        data |= {
            "province_received_on": "15/09/2023",
            "province_receipt_number": "12/PĐK-04",
            "outcome_note": "đạt 4 sao",
        }
        self.client.post(url, data)
        dossier.refresh_from_db()
        self.assertEqual(dossier.decided_on, DAY(2023, 12, 1))
        page = self.page(self.product.get_absolute_url())
        self.assertContains(page, "01/12/2023: đạt 4 sao")
        self.assertContains(page, "Cấp tỉnh nhận 15/09/2023")
        self.assertContains(page, "Cấp tỉnh: 12/PĐK-04")

    def test_dossiers_elsewhere_are_not_there(self):
        foreign = DossierFactory(product=self.foreign)
        for name, pk in (
            ("dossier_create", self.foreign.pk),
            ("dossier_edit", foreign.pk),
        ):
            with self.subTest(name):
                page = self.page(reverse(f"products:{name}", args=[pk]))
                self.assertEqual(page.status_code, 404)
