import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from history.services import history_of
from products.models import Paper
from tests.factories import PaperFactory, ProductFactory, SiteFactory

from .cast import Places

PDF = b"%PDF-1.4 giay %%EOF"


def upload(data=PDF, name="Giấy của tôi.pdf"):
    return SimpleUploadedFile(name, data)


class PaperPageTests(Places):
    def post(self, name, pk, person=None, query="", **data):
        self.client.force_login(person or self.lan)
        url = reverse(f"products:{name}", args=[pk]) + query
        return self.client.post(url, {"kind": "attp", **data})

    def test_new_paper_of_a_producer_with_its_scan(self):
        response = self.post(
            "paper_create",
            self.site.producer_id,
            number="12/ATTP",
            issued_on="1-2-2024",
            expires_on="01/02/2027",
            file=upload(),
        )
        paper = Paper.objects.get()
        self.assertRedirects(response, self.site.producer.get_absolute_url())
        self.assertEqual(paper.producer, self.site.producer)
        self.assertRegex(paper.file.name, r"^papers/[0-9a-f]{32}\.pdf$")
        self.assertEqual(history_of(paper).get().batch.by, self.lan)

    def test_paper_of_a_product_leads_back_to_it(self):
        query = f"?san_pham={self.product.pk}"
        page = self.page(
            reverse("products:paper_create", args=[self.site.producer_id]) + query
        )
        self.assertEqual(page.context["form"]["product"].value(), self.product.pk)
        response = self.post(
            "paper_create", self.site.producer_id, product=self.product.pk
        )
        self.assertRedirects(response, self.product.get_absolute_url())

    def test_product_of_another_producer_is_not_there(self):
        own = ProductFactory(place=self.hoa_an)
        url = reverse("products:paper_create", args=[self.site.producer_id])
        page = self.page(url, san_pham=own.pk)
        self.assertEqual(page.status_code, 404)

    def test_photo_is_drawn_anew_and_nonsense_is_refused(self):
        picture = io.BytesIO()
        Image.new("RGB", (30, 20), "white").save(picture, "PNG")
        self.post(
            "paper_create",
            self.site.producer_id,
            file=upload(picture.getvalue(), "anh.png"),
        )
        self.assertRegex(Paper.objects.get().file.name, r"\.jpg$")
        response = self.post(
            "paper_create",
            self.site.producer_id,
            number="13/ATTP",
            file=upload(b"<html>", "giay.pdf"),
        )
        self.assertEqual(list(response.context["form"].errors), ["file"])
        self.assertContains(response, 'value="13/ATTP"')

    def test_edit_keeps_the_file_unless_it_is_taken_out(self):
        paper = PaperFactory(site=self.site, scanned=True)
        stored = paper.file.name
        page = self.page(reverse("products:paper_edit", args=[paper.pk]))
        self.assertContains(page, "Đang có một tệp; chọn tệp khác để thay.")
        self.assertNotContains(page, stored)
        self.post("paper_edit", paper.pk, number="1", version=1)
        paper.refresh_from_db()
        self.assertEqual((paper.number, paper.file.name), ("1", stored))
        self.post("paper_edit", paper.pk, number="1", version=2, **{"file-clear": "on"})
        paper.refresh_from_db()
        self.assertEqual(paper.file.name, "")

    def test_paper_is_deleted_by_post_alone(self):
        paper = PaperFactory(site=self.site)
        url = reverse("products:paper_delete", args=[paper.pk])
        self.assertEqual(self.page(url).status_code, 405)
        self.assertEqual(
            self.post("paper_delete", paper.pk, self.reader).status_code, 403
        )
        response = self.post("paper_delete", paper.pk)
        self.assertRedirects(response, self.site.producer.get_absolute_url())
        self.assertFalse(Paper.objects.exists())

    def test_file_is_served_within_the_area_alone(self):
        own = PaperFactory(site=self.site, number="5/ATTP", scanned=True)
        foreign = PaperFactory(site=self.foreign.site, scanned=True)
        bare = PaperFactory(site=self.site)
        for person in (self.lan, self.reader):
            page = self.page(reverse("products:paper_file", args=[own.pk]), person)
            self.assertEqual(b"".join(page.streaming_content), b"%PDF-1.4 scan %%EOF")
            self.assertIn("attachment", page["Content-Disposition"])
            self.assertIn(".pdf", page["Content-Disposition"])
        for paper in (foreign, bare):
            page = self.page(reverse("products:paper_file", args=[paper.pk]))
            self.assertEqual(page.status_code, 404)

    def test_papers_elsewhere_are_not_there(self):
        foreign = PaperFactory(site=self.foreign.site)
        self.assertEqual(self.post("paper_edit", foreign.pk).status_code, 404)
        self.assertEqual(self.post("paper_delete", foreign.pk).status_code, 404)
        self.assertEqual(
            self.post("paper_create", self.foreign.producer_id).status_code, 404
        )
        self.assertTrue(Paper.objects.filter(pk=foreign.pk).exists())

    def test_papers_of_a_product_made_elsewhere_stay_there(self):
        site = SiteFactory(
            producer=self.site.producer, place=self.elsewhere, is_main=False
        )
        paper = PaperFactory(site=site, product=ProductFactory(site=site))
        general = PaperFactory(site=site)
        visible = Paper.objects.visible_to(self.lan)
        self.assertEqual(list(visible), [general])
        self.assertEqual(self.post("paper_edit", paper.pk).status_code, 404)
        self.assertEqual(Paper.objects.visible_to(self.hoa).count(), 2)
