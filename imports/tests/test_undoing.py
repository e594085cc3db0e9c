import datetime
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.utils import timezone

from core.templatetags.portal import vn_time
from history.models import Change, ChangeBatch
from history.services import delete_recorded, history_of, save_recorded
from history.verification import verify_log
from imports.enums import RunState
from imports.exceptions import ImportRefusedError
from imports.models import ImportRun, ImportWrite
from imports.undoing import may_be_undone
from producers.models import Producer, Representative, Site
from products.models import Decision, Paper, Product, Recognition
from tests.factories import (
    DecisionFactory,
    ProducerFactory,
    RecognitionFactory,
    SiteCheckFactory,
)
from tests.places import FORMER, unit

from .test_services import TITLES, annex, line
from .undoing import UndoTestCase, everything, stored_producer
from .workbooks import workbook

WIDE = [
    *TITLES,
    "Mã số thuế",
    "Email",
    "Điểm",
    "Ngày công nhận",
    "Nhãn hiệu",
    "Giới tính",
]


class WholeUndoTests(UndoTestCase):
    def test_a_first_import_leaves_nothing_behind(self):
        before = everything(with_counters=True)
        run = self.imported()
        self.assertNotEqual(everything(with_counters=True), before)
        run = self.undone(run)
        self.assertEqual(everything(with_counters=True), before)
        self.assertEqual(
            (run.state, run.get_state_display()), ("undone", "đã hoàn tác")
        )
        self.assertEqual(run.written.filter(is_undone=True).count(), 13)

    def test_changed_records_get_back_exactly_what_they_held(self):
        producer = stored_producer(phones="0987654321", email="a@example.vn")
        before = everything()
        values = [
            "4800123456",
            "moi@example.vn",
            "88,5",
            "16/9/2020",
            "Nước Hai",
            "Nam",
        ]
        run = self.committed(
            workbook([WIDE, [*line(1), *values], [*line(5), *[""] * 6]])
        )
        self.assertEqual(run.counts["changed"], 1)
        changed = Producer.objects.get(pk=producer.pk)
        self.assertEqual((changed.tax_code, changed.email), (values[0], values[1]))
        self.assertEqual(changed.search_key.strip(), "htx ban so 0 4800123456")
        self.assertEqual(Representative.objects.count(), 2)
        award = Recognition.objects.get(product__producer=producer)
        self.assertEqual((award.grade, award.score), ("4", Decimal("88.5")))
        self.undone(run)
        self.assertEqual(everything(), before)
        producer.refresh_from_db()
        self.assertEqual((producer.version, producer.phones), (3, "0987654321"))
        award.refresh_from_db()
        self.assertEqual(award.score, Decimal("62.50"))

    def test_a_site_moved_from_the_district_to_the_commune_moves_back(self):
        producer = stored_producer(code="051")
        site = producer.sites.get()
        self.assertEqual(site.place, unit("051", FORMER))
        before = everything()
        run = self.imported(line(1))
        site.refresh_from_db()
        self.assertNotEqual(site.place, unit("051", FORMER))
        self.undone(run)
        self.assertEqual(everything(), before)

    def test_a_decision_that_others_name_too_stays(self):
        decision = DecisionFactory(
            number="1806/QĐ-UBND", signed_on=datetime.date(2020, 9, 16), issuer=None
        )
        RecognitionFactory(decision=decision)
        before = everything()
        run = self.imported()
        self.assertEqual(decision.recognitions.count(), 4)
        self.undone(run)
        self.assertEqual(everything(), before)

    def test_the_same_file_imports_again_as_the_first_time(self):
        data = annex()
        first = self.committed(data)
        self.undone(first)
        again = self.committed(data)
        self.assertEqual(again.counts, first.counts)
        self.assertEqual(again.counts["new"], 3)

    def test_the_act_stands_in_the_log_without_personal_data(self):
        producer = stored_producer(phones="0987654321")
        run = self.imported(line(1), line(4))
        run = self.undone(run)
        batch = run.undo_batch
        self.assertEqual(batch, ChangeBatch.objects.latest("pk"))
        self.assertEqual(
            (batch.by, batch.reason), (self.user, "Hoàn tác lần nhập phụ lục.xlsx")
        )
        change = history_of(producer)[0]
        self.assertEqual(change.action, "update")
        self.assertEqual(change.changes["phones"], ["•••", "•••"])
        gone = Change.objects.get(batch=batch, object_name="Rượu gạo số 4")
        self.assertEqual(
            (gone.action, gone.changes["site"][0]),
            ("delete", "Thị trấn Nước Hai, huyện Hòa An"),
        )
        self.assertEqual(verify_log().faults, [])

    def test_earlier_values_are_forgotten_with_the_undo(self):
        stored_producer(phones="0987654321")
        run = self.imported(line(1))
        kept = [str(write.before) for write in run.written.filter(before__isnull=False)]
        self.assertIn("0987654321", "".join(kept))
        self.undone(run)
        self.assertFalse(ImportWrite.objects.filter(before__isnull=False).exists())

    def test_each_record_knows_the_row_that_asked_for_it(self):
        run = self.imported(line(1), line(2), line(5))
        kind = ContentType.objects.get_for_model(Producer)
        rows = run.written.filter(content_type=kind).values_list("sheet", "row")
        self.assertEqual(
            list(rows), [("Danh sách", 2), ("Danh sách", 3), ("Danh sách", 4)]
        )


class RefusalTests(UndoTestCase):
    def test_what_was_edited_since_stays_with_what_it_depends_on(self):
        run = self.imported()
        product = Product.objects.get(name="Rượu gạo số 1")
        product.brand = "Nước Hai"
        save_recorded(product, by=self.user)
        run = self.undone(run)
        self.assertEqual(run.state, RunState.COMMITTED)
        when = vn_time(ChangeBatch.objects.order_by("-pk")[1].at)
        because = "vì sản phẩm OCOP “Rượu gạo số 1” không hoàn tác được."
        self.assertEqual(
            self.refusals(run),
            {
                "chủ thể OCOP HTX Bản số 0": because,
                "người đại diện Người đại diện của HTX Bản số 0":
                    "vì chủ thể OCOP “HTX Bản số 0” không hoàn tác được.",
                "cơ sở sản xuất Thị trấn Nước Hai, huyện Hòa An": because,
                "sản phẩm OCOP Rượu gạo số 1":
                    f"đã được sửa lúc {when} bởi {self.user}.",
            },
        )  # fmt: skip
        self.assertEqual(list(Product.objects.all()), [product])
        self.assertEqual(Producer.objects.get().main_site, product.site)
        self.assertEqual(Recognition.objects.count() + Decision.objects.count(), 0)

    def test_a_producer_that_stays_is_still_seen_by_those_who_look_after_it(self):
        run = self.imported()
        producer = Producer.objects.get(name="HTX Bản số 1")
        producer.note = "Đã gọi điện."
        save_recorded(producer, by=self.user)
        self.undone(run)
        self.assertEqual(list(Producer.objects.visible_to(self.user)), [producer])
        self.assertEqual(Representative.objects.get().producer, producer)
        self.assertEqual(Product.objects.count(), 0)

    def test_what_others_use_is_named_by_kind_and_stays(self):
        run = self.imported()
        site = Site.objects.get(producer__name="HTX Bản số 0")
        SiteCheckFactory(site=site)
        for kind in ("attp", "shtt"):
            Paper.objects.create(producer=site.producer, kind=kind)
        run = self.undone(run)
        refusals = self.refusals(run)
        self.assertEqual(
            refusals["chủ thể OCOP HTX Bản số 0"], "đang được dùng ở: 2 giấy tờ."
        )
        self.assertRegex(
            refusals["cơ sở sản xuất Thị trấn Nước Hai, huyện Hòa An"],
            r"^đang được dùng ở: 1 [^.]+\.$",
        )
        self.assertEqual(list(Site.objects.all()), [site])
        self.assertEqual(Product.objects.count(), 0)

    def test_a_changed_record_edited_since_keeps_its_new_values(self):
        producer = stored_producer(phones="0987654321")
        run = self.imported(line(1))
        producer.refresh_from_db()
        producer.note = "x"
        save_recorded(producer, by=self.user)
        run = self.undone(run)
        producer.refresh_from_db()
        self.assertEqual(producer.phones, "0912345678")
        self.assertEqual(list(self.refusals(run)), ["chủ thể OCOP HTX Bản số 0"])
        self.assertEqual(Recognition.objects.get().grade, "3")

    def test_a_changed_record_deleted_since_is_said_to_be(self):
        stored_producer()
        run = self.imported(line(1))
        award = Recognition.objects.get()
        delete_recorded(award, by=self.user)
        run = self.undone(run)
        [(name, reason)] = self.refusals(run).items()
        self.assertIn("lần công nhận Rượu gạo số 1", name)
        self.assertRegex(reason, r"^đã bị xóa lúc .* bởi ")
        self.assertFalse(Recognition.objects.exists())

    def test_a_new_record_deleted_since_is_no_reason_to_refuse(self):
        before = everything()
        run = self.imported()
        delete_recorded(Recognition.objects.order_by("pk")[0], by=self.user)
        run = self.undone(run)
        self.assertEqual(run.state, RunState.UNDONE)
        self.assertEqual(everything(), before)

    def test_a_row_it_would_point_to_again_is_gone(self):
        old_site = stored_producer(code="01477").sites.get()
        run = self.imported(line(1))
        product = Product.objects.get()
        self.assertNotEqual(product.site, old_site)
        delete_recorded(old_site, by=self.user)
        run = self.undone(run)
        self.assertEqual(
            list(self.refusals(run).values()),
            ["vì sản phẩm OCOP “Rượu gạo số 1” không hoàn tác được.",
             "cơ sở sản xuất trước đây đã bị xóa."],
        )  # fmt: skip
        product.refresh_from_db()
        self.assertEqual(product.site, Site.objects.get())

    def test_a_value_that_somebody_else_has_now_is_not_given_twice(self):
        stored_producer(tax_code="4800123456")
        other = ProducerFactory(name="HTX Khác")
        producer = Producer.objects.get(tax_code="4800123456")
        run = self.imported(line(1))
        write = run.written.get(
            content_type=ContentType.objects.get_for_model(Producer),
            object_id=producer.pk,
        )
        # As if the list had given it another tax code.
        write.before = {**write.before, "tax_code": "4800123456"}
        write.save()
        Producer.objects.filter(pk=producer.pk).update(tax_code="4800999999")
        Producer.objects.filter(pk=other.pk).update(tax_code="4800123456")
        run = self.undone(run)
        self.assertEqual(
            self.refusals(run)["chủ thể OCOP HTX Bản số 0"],
            "giá trị trước đây nay thuộc về hồ sơ khác.",
        )

    def test_it_can_be_tried_again_for_the_rest(self):
        before = everything()
        run = self.imported()
        producer = Producer.objects.get(name="HTX Bản số 0")
        paper = Paper.objects.create(producer=producer, kind="attp")
        run = self.undone(run)
        first = run.undo_batch
        self.assertEqual(run.written.exclude(refusal="").count(), 3)
        self.assertTrue(may_be_undone(run))
        again = self.undone(run)
        self.assertEqual((again.undo_batch, again.state), (first, RunState.COMMITTED))
        paper.delete()
        run = self.undone(run)
        self.assertEqual((run.state, everything()), (RunState.UNDONE, before))
        self.assertNotEqual(run.undo_batch, first)

    def test_only_a_written_import_is_undone_and_only_once(self):
        with self.assertRaisesMessage(ImportRefusedError, "chưa ghi gì"):
            self.undone(self.previewed())
        run = self.imported()
        self.undone(run)
        with self.assertRaisesMessage(ImportRefusedError, "đã được hoàn tác"):
            self.undone(run)

    def test_after_its_time_an_import_stays_and_its_values_are_forgotten(self):
        stored_producer(phones="0987654321")
        run = self.imported(line(1))
        recent = self.imported(line(1, phone="0911111111"))
        ImportRun.objects.filter(pk=run.pk).update(
            committed_at=timezone.now() - datetime.timedelta(days=91)
        )
        run.refresh_from_db()
        self.assertFalse(may_be_undone(run))
        with self.assertRaisesMessage(ImportRefusedError, "không hoàn tác được nữa"):
            self.undone(run)
        call_command("forget_undo", verbosity=0)
        self.assertFalse(run.written.filter(before__isnull=False).exists())
        self.assertTrue(recent.written.filter(before__isnull=False).exists())
