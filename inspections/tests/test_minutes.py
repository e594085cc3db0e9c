import uuid

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import TestCase
from PIL import Image

from history.services import history_of
from inspections import services
from inspections.contents import differences
from inspections.enums import SignatureKind
from inspections.exceptions import ChangedMinutesError, FrozenError, InspectionError
from inspections.models import Finding, Minutes, MinutesSignature, SiteCheck
from inspections.services import (
    Answer,
    correct_minutes,
    sign_minutes,
    withdraw_correction,
)
from inspections.snapshots import content_of_check, digest_of
from tests import factories
from tests.lab_factories import SampleFactory

from .cast import Cast, move
from .pictures import jpeg, picture, upload
from .signing import both_sides, drawn_png, signature


class SigningCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()

    def setUp(self):
        self.check = SiteCheck.objects.get(pk=self.cast.check.pk)
        self.empty_storage()
        self.addCleanup(self.empty_storage)

    def files(self) -> list[str]:
        if not default_storage.exists("signatures"):
            return []
        return sorted(default_storage.listdir("signatures")[1])

    def empty_storage(self):
        for name in self.files():
            default_storage.delete(f"signatures/{name}")

    def sign(self, *signatures, **options) -> Minutes:
        signatures = signatures or both_sides()
        return sign_minutes(self.check, signatures, by=self.cast.lan, **options)

    def assert_refused(self, words, *signatures, **options):
        before = self.files()
        with self.assertRaises(InspectionError) as caught:
            self.sign(*signatures, **options)
        self.assertIn(words, str(caught.exception))
        self.assertEqual(self.files(), before)


class SignMinutesTests(SigningCase):
    def test_both_sides_write_the_first_version(self):
        minutes = self.sign()
        minutes.refresh_from_db()
        self.assertEqual((minutes.number, minutes.reason), (1, ""))
        self.assertEqual(minutes.sha256, digest_of(minutes.content))
        self.assertEqual(minutes.content, content_of_check(self.check))
        self.assertTrue(minutes.is_complete)
        self.assertEqual(minutes.missing_sides, ["secretary", "commune"])
        self.assertEqual(len(self.files()), 2)
        change = history_of(self.check).first()
        self.assertEqual(change.action, "sign")
        self.assertEqual(
            change.changes,
            {
                "biên bản, phiên bản 1": [
                    "",
                    "đại diện cơ sở: Lý Thị Nhật; trưởng đoàn: Nguyễn Văn Hà",
                ]
            },
        )

    def test_signature_is_drawn_anew_and_cut_to_its_strokes(self):
        minutes = self.sign(signature())
        with Image.open(minutes.signatures.get().picture) as stored:
            self.assertEqual((stored.format, stored.mode), ("PNG", "L"))
            self.assertLess(stored.width, 140)
            self.assertLess(stored.height, 90)

    def test_one_side_alone_does_not_complete_but_closes_the_check(self):
        minutes = self.sign(signature())
        self.assertFalse(minutes.is_complete)
        with self.assertRaises(FrozenError):
            services.save_site_check(self.check, by=self.cast.lan)
        later = self.sign(signature("secretary", "Hoàng Thị Lan"))
        self.assertEqual(later.pk, minutes.pk)
        self.assertTrue(later.is_complete)

    def test_team_alone_does_not_complete(self):
        minutes = self.sign(signature("head"), signature("secretary"))
        self.assertFalse(minutes.is_complete)

    def test_same_signatures_twice_are_one(self):
        key = uuid.uuid4()
        first, second = self.sign(uuid=key), self.sign(uuid=key)
        self.assertEqual((first.pk, first.uuid), (second.pk, key))
        self.assertEqual(MinutesSignature.objects.count(), 2)
        self.assertEqual(len(self.files()), 2)
        self.assertEqual(history_of(self.check).count(), 1)

    def test_one_side_named_twice_in_one_act_is_one(self):
        minutes = self.sign(signature(), signature(name="Người khác"))
        self.assertEqual(minutes.signatures.count(), 1)
        self.assertEqual(len(self.files()), 1)

    def test_a_content_that_was_not_read_is_not_signed(self):
        seen = digest_of(content_of_check(self.check))
        self.check.conclusion = "Đạt yêu cầu."
        services.save_site_check(self.check, by=self.cast.lan)
        with self.assertRaises(ChangedMinutesError):
            self.sign(seen=seen)
        self.assertEqual(self.files(), [])
        self.assertFalse(Minutes.objects.exists())
        self.sign(seen=digest_of(content_of_check(self.check)))

    def test_paper_is_kept_as_a_scan(self):
        pdf = upload(b"%PDF-1.4\n%%EOF\n", "bien ban.pdf", "application/pdf")
        minutes = self.sign(signature(paper=pdf, picture=b""))
        row = minutes.signatures.get()
        self.assertEqual(row.kind, SignatureKind.PAPER)
        self.assertEqual(self.files(), [f"{row.uuid.hex}.pdf"])

    def test_refusal_stands_with_its_reason_and_witnesses(self):
        minutes = self.sign(
            signature("head"),
            signature(refusal="Không đồng ý.", witnesses="Ông Tô, trưởng xóm"),
        )
        refused = minutes.signatures.get(side="producer")
        self.assertEqual(
            (refused.kind, refused.refusal, refused.witnesses),
            ("refused", "Không đồng ý.", "Ông Tô, trưởng xóm"),
        )
        self.assertFalse(refused.picture)
        self.assertTrue(minutes.is_complete)

    def test_what_proves_nothing_is_refused(self):
        broken = upload(b"%PDF-1.4 cut", "a.pdf", "application/pdf")
        for words, row in [
            ("họ và tên", signature(name=" ")),
            ("Chọn bên ký", signature(side="stranger")),
            ("ký vào khung", signature(picture=b"")),
            ("còn trống", signature(picture=drawn_png(strokes=()))),
            ("còn trống", signature(picture=drawn_png(ink="#eee"))),
            ("phải là ảnh PNG", signature(picture=picture("JPEG"))),
            ("phải là ảnh PNG", signature(picture=b"<svg/>")),
            ("bị hỏng", signature(picture=drawn_png()[:60])),
            ("400 kB", signature(picture=bytes(400 * 1024 + 1))),
            ("4 triệu", signature(picture=picture("PNG", size=(2001, 2000)))),
            ("cắt cụt", signature(paper=broken)),
            ("người làm chứng", signature(refusal="Bận.")),
            ("không thể từ chối", signature("head", refusal="Bận.", witnesses="A")),
        ]:
            with self.subTest(words=words):
                self.assert_refused(words, signature("commune"), row)
        self.assertFalse(Minutes.objects.exists())

    def test_nothing_at_all_is_no_signature(self):
        with self.assertRaisesMessage(InspectionError, "Chưa có chữ ký nào"):
            sign_minutes(self.check, [], by=self.cast.lan)

    def test_a_visit_handed_in_still_takes_signatures_a_signed_one_none(self):
        move(self.cast.visit, "submitted")
        self.sign(signature("head"))
        move(self.cast.visit, "signed")
        self.assert_refused("đã ký duyệt", signature())

    def test_rows_without_proof_are_refused_by_the_database(self):
        minutes = self.sign()
        for fields in (
            {"side": "commune", "kind": "drawn"},
            {"side": "commune", "kind": "refused", "refusal": "x"},
            {"side": "producer", "kind": "paper", "paper": "a.pdf"},
        ):
            with self.assertRaises(IntegrityError), transaction.atomic():
                minutes.signatures.create(name="A", signed_at=minutes.made_at, **fields)


def writes(cast, check) -> dict:
    """Return every service that writes something of one check."""
    by, visit = cast.lan, cast.visit
    return {
        "save_answers": lambda: services.save_answers(
            check, [Answer(cast.item("suc-khoe"), None, "passed")], by=by
        ),
        "answer_row": lambda: services.answer_row(check, cast.item("suc-khoe"), None),
        "save_sample": lambda: services.save_sample(check.samples.first(), by=by),
        "remove_sample": lambda: services.remove_sample(check.samples.first(), by=by),
        "save_site_check": lambda: services.save_site_check(check, by=by),
        "remove_site_check": lambda: services.remove_site_check(check, by=by),
        "add_photo": lambda: services.add_photo(check, jpeg(), by=by),
        "caption_photo": lambda: services.caption_photo(
            check.photos.last(), caption="A", by=by
        ),
        "remove_photo": lambda: services.remove_photo(check.photos.last(), by=by),
        "add_findings": lambda: services.add_findings(
            [Finding(visit=visit, site_check=check, severity="good", text="x")], by=by
        ),
        "save_finding": lambda: services.save_finding(check.findings.first(), by=by),
        "remove_finding": lambda: services.remove_finding(
            check.findings.first(), by=by
        ),
        "recommend": lambda: services.recommend(
            services.addressed(
                visit,
                direction="producer",
                texts=["In lại nhãn."],
                producers=[check.site.producer],
            ),
            by=by,
        ),
        "save_recommendation": lambda: services.save_recommendation(
            check.recommendations.first(), by=by
        ),
        "remove_recommendation": lambda: services.remove_recommendation(
            check.recommendations.first(), by=by
        ),
    }


class FrozenBySignatureTests(SigningCase):
    def setUp(self):
        super().setUp()
        factories.FindingFactory(site_check=self.check, text="Nhãn mờ.")
        factories.RecommendationFactory(site_check=self.check, text="In lại nhãn.")
        SampleFactory(site_check=self.check)
        services.add_photo(self.check, jpeg("blue"), by=self.cast.lan)
        self.writes = writes(self.cast, self.check)

    def test_nothing_of_the_check_is_written_and_the_way_is_named(self):
        minutes = self.sign()
        for name, write in self.writes.items():
            with self.subTest(write=name):
                with self.assertRaises(FrozenError) as caught:
                    write()
                self.assertIn("Lập biên bản sửa đổi", str(caught.exception))
        self.assertEqual(minutes.content, content_of_check(self.check))

    def test_a_correction_opens_all_of_it_but_the_site_stays(self):
        self.sign()
        correct_minutes(self.check, by=self.cast.lan, reason="Ghi nhầm.")
        for name, write in self.writes.items():
            with self.subTest(write=name):
                if name == "remove_site_check":
                    with self.assertRaisesMessage(InspectionError, "đã có biên bản"):
                        write()
                else:
                    write()

    def test_the_other_sites_and_the_visit_stay_open(self):
        self.sign()
        visit = self.cast.visit
        other = services.add_site_check(visit, factories.SiteFactory(), by=None)
        other.conclusion = "Đạt."
        services.save_site_check(other, by=self.cast.lan)
        services.save_visit(visit, place=self.cast.hoa_an, by=self.cast.lan)


class CorrectMinutesTests(SigningCase):
    def correct(self, reason="Ghi nhầm số lượng.", **options) -> Minutes:
        return correct_minutes(self.check, by=self.cast.lan, reason=reason, **options)

    def test_second_version_says_why_and_the_first_stays(self):
        first = self.sign()
        second = self.correct()
        self.assertEqual((second.number, second.is_written), (2, False))
        self.check.conclusion = "Đạt yêu cầu."
        services.save_site_check(self.check, by=self.cast.lan)
        signed = self.sign()
        self.assertEqual(signed.pk, second.pk)
        first.refresh_from_db()
        self.assertEqual(first.sha256, digest_of(first.content))
        [section] = differences(first.content, signed.content)
        [line] = section.lines
        self.assertEqual(
            (section.title, line.label, line.old, line.new),
            ("Kết luận", "Kết luận", "", "Đạt yêu cầu."),
        )
        change = history_of(self.check).filter(action="reopen").get()
        self.assertEqual(change.batch.reason, "Ghi nhầm số lượng.")

    def test_sent_twice_it_is_one(self):
        self.sign()
        key = uuid.uuid4()
        self.assertEqual(self.correct(uuid=key).pk, self.correct(uuid=key).pk)
        self.assertEqual(Minutes.objects.count(), 2)

    def test_it_needs_a_reason_a_signature_and_an_open_visit(self):
        for words, act in [
            ("chưa có chữ ký", self.correct),
            ("phải ghi lý do", lambda: self.correct(reason=" ")),
        ]:
            with self.assertRaisesMessage(InspectionError, words):
                act()
        self.sign()
        move(self.cast.visit, "submitted")
        with self.assertRaisesMessage(FrozenError, "đã nộp"):
            self.correct()
        move(self.cast.visit, "returned")
        self.correct()
        with self.assertRaisesMessage(InspectionError, "chưa có chữ ký"):
            self.correct()

    def test_a_correction_nobody_signed_keeps_the_visit_from_being_handed_in(self):
        self.sign()
        self.correct()
        with self.assertRaisesMessage(
            InspectionError, "Biên bản sửa đổi chưa ký lại: HKD Nhật."
        ):
            services.submit_visit(self.cast.visit, by=self.cast.lan)
        self.sign()
        services.submit_visit(self.cast.visit, by=self.cast.lan)


class WithdrawCorrectionTests(SigningCase):
    def withdraw(self, reason="Mở nhầm.") -> Minutes:
        return withdraw_correction(self.check, by=self.cast.lan, reason=reason)

    def open(self) -> Minutes:
        first = self.sign()
        correct_minutes(self.check, by=self.cast.lan, reason="Ghi nhầm.")
        return first

    def test_what_was_signed_is_valid_again_and_untouched(self):
        SampleFactory(site_check=self.check, product=self.cast.product)
        answer = Answer(self.cast.item("suc-khoe"), None, "failed", "Hết hạn.")
        services.save_answers(self.check, [answer], by=self.cast.lan)
        first = self.open()
        self.assertEqual(self.withdraw().pk, first.pk)
        [left] = self.check.minutes.all()
        kept = (left.sha256, left.content, left.signatures.count())
        self.assertEqual(kept, (first.sha256, first.content, 2))
        change = history_of(self.check).first()
        self.assertEqual(change.batch.reason, "Mở nhầm.")
        self.assertEqual(change.changes["biên bản"], ["phiên bản 2", "phiên bản 1"])
        with self.assertRaises(FrozenError):
            services.save_site_check(self.check, by=self.cast.lan)
        services.submit_visit(self.cast.visit, by=self.cast.lan)

    def test_not_while_the_check_says_something_else(self):
        self.open()
        self.check.conclusion = "Đạt."
        services.save_site_check(self.check, by=self.cast.lan)
        with self.assertRaisesMessage(InspectionError, "khác với bản đã ký"):
            self.withdraw()
        self.check.conclusion = ""
        services.save_site_check(self.check, by=self.cast.lan)
        self.withdraw()
        self.assertEqual(self.check.minutes.count(), 1)

    def test_facts_of_the_visit_are_not_those_of_the_check(self):
        self.open()
        visit = self.cast.visit
        visit.session_note = "Họp lại."
        services.save_visit(visit, place=self.cast.hoa_an, by=self.cast.lan)
        self.check = SiteCheck.objects.get(pk=self.check.pk)
        self.withdraw()

    def test_it_needs_a_reason_an_unsigned_correction_and_an_open_visit(self):
        words = "Không có biên bản sửa đổi"
        with self.assertRaisesMessage(InspectionError, words):
            self.withdraw()
        self.open()
        with self.assertRaisesMessage(InspectionError, "phải ghi lý do"):
            self.withdraw(" ")
        move(self.cast.visit, "submitted")
        with self.assertRaisesMessage(FrozenError, "đã nộp"):
            self.withdraw()
        move(self.cast.visit, "returned")
        self.sign()
        with self.assertRaisesMessage(InspectionError, words):
            self.withdraw()

    def test_the_number_is_given_again(self):
        self.open()
        self.withdraw()
        second = correct_minutes(self.check, by=self.cast.lan, reason="Ghi nhầm.")
        self.assertEqual(second.number, 2)
