import datetime

from django.test import TestCase
from django.utils.functional import SimpleLazyObject

from accounts.enums import Role
from areas.models import Agency
from core.versions import GoneError, StaleVersionError
from history.enums import Action
from history.models import Change, ChangeBatch, HistoryIsAppendOnlyError
from history.services import (
    delete_recorded,
    difference,
    history_of,
    record,
    record_many,
    save_recorded,
    snapshot,
)
from tests.factories import (
    AgencyFactory,
    AreaFactory,
    AssignmentFactory,
    ProducerFactory,
    UserFactory,
)


class GoneTests(TestCase):
    def test_a_row_deleted_meanwhile_is_not_saved_anew(self):
        agency = AgencyFactory()
        Agency.objects.filter(pk=agency.pk).delete()
        agency.name = "Cơ quan đã xóa"
        with self.assertRaises(GoneError):
            save_recorded(agency, by=None)
        self.assertFalse(Agency.objects.filter(pk=agency.pk).exists())


class SnapshotTests(TestCase):
    def test_gives_words_for_links_and_choices(self):
        assignment = AssignmentFactory(
            user__full_name="Lê Thị Lan", role=Role.LEAD, area__name="Xã Hòa An"
        )
        self.assertEqual(
            snapshot(assignment),
            {
                "user": "Lê Thị Lan",
                "role": "lãnh đạo",
                "area": "Xã Hòa An",
                "may_import": False,
                "valid_from": datetime.date(2020, 1, 1),
                "valid_to": None,
                "withdrawn_at": None,
            },
        )

    def test_hides_personal_fields_and_leaves_out_technical_ones(self):
        user = UserFactory(phone="0912345678", email="")
        words = snapshot(user)
        self.assertEqual(words["phone"], "•••")
        self.assertEqual(words["email"], "")
        self.assertNotIn("0912345678", str(words))
        self.assertTrue({"id", "version", "search_key", "last_login"}.isdisjoint(words))


class DifferenceTests(TestCase):
    def test_keeps_old_and_new_of_what_changed(self):
        old = {"name": "A", "phone": "1", "code": "x"}
        new = {"name": "B", "phone": "1", "code": None}
        self.assertEqual(
            difference(old, new), {"name": ["A", "B"], "code": ["x", None]}
        )

    def test_empty_text_and_nothing_are_the_same(self):
        self.assertEqual(difference({"name": None}, {"name": ""}), {})

    def test_zero_and_no_are_not_nothing(self):
        self.assertEqual(
            difference({}, {"count": 0, "open": False}),
            {"count": [None, 0], "open": [None, False]},
        )


class SaveRecordedTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.lan = UserFactory(full_name="Lê Thị Lan")
        cls.producer = ProducerFactory(name="Hợp tác xã Cũ")

    def test_new_row_is_logged_with_all_it_holds(self):
        agency = Agency(name="Phòng Kinh tế", short_code="KT", area=AreaFactory())
        save_recorded(agency, by=self.lan, reason="Sắp xếp bộ máy.")
        change = Change.objects.get()
        self.assertEqual(change.action, Action.CREATE)
        self.assertEqual(change.object_id, agency.pk)
        self.assertEqual(change.object_name, "Phòng Kinh tế")
        self.assertEqual(change.changes["short_code"], [None, "KT"])
        self.assertEqual(change.batch.by, self.lan)
        self.assertEqual(change.batch.by_name, "Lê Thị Lan")
        self.assertEqual(change.batch.reason, "Sắp xếp bộ máy.")

    def test_changed_row_is_logged_against_what_was_stored(self):
        self.producer.name = "Hợp tác xã Mới"
        changes = save_recorded(self.producer, by=self.lan)
        self.assertEqual(changes, {"name": ["Hợp tác xã Cũ", "Hợp tác xã Mới"]})
        self.assertEqual(Change.objects.get().changes, changes)
        self.producer.refresh_from_db()
        self.assertEqual(self.producer.name, "Hợp tác xã Mới")

    def test_change_of_personal_data_alone_is_saved_and_masked(self):
        self.producer.phones = "0912345678"
        save_recorded(self.producer, by=self.lan)
        self.producer.phones = "0987654321"
        changes = save_recorded(self.producer, by=self.lan)
        self.assertEqual(changes, {"phones": ["•••", "•••"]})
        self.producer.refresh_from_db()
        self.assertEqual(self.producer.phones, "0987654321")

    def test_nothing_changed_writes_nothing(self):
        version = self.producer.version
        self.assertEqual(save_recorded(self.producer, by=self.lan), {})
        self.assertFalse(ChangeBatch.objects.exists())
        self.producer.refresh_from_db()
        self.assertEqual(self.producer.version, version)

    def test_act_without_change_is_logged(self):
        save_recorded(self.producer, by=self.lan, action=Action.CLOSE)
        self.assertEqual(Change.objects.get().action, Action.CLOSE)

    def test_version_counts_up(self):
        self.producer.name = "Hợp tác xã Mới"
        save_recorded(self.producer, by=self.lan, base_version=1)
        self.assertEqual(self.producer.version, 2)

    def test_row_without_a_version_is_saved_too(self):
        agency = AgencyFactory(name="Phòng Cũ")
        agency.name = "Phòng Mới"
        self.assertEqual(
            save_recorded(agency, by=self.lan), {"name": ["Phòng Cũ", "Phòng Mới"]}
        )

    def test_row_behind_a_lazy_name_is_saved_too(self):
        """As ``request.user`` is, for one."""
        lazy = SimpleLazyObject(lambda: self.lan)
        lazy.title = "Phó Chủ tịch"
        save_recorded(lazy, by=lazy)
        change = history_of(self.lan).get()
        self.assertEqual(change.changes, {"title": ["", "Phó Chủ tịch"]})
        self.assertEqual(change.batch.by, self.lan)

    def test_stale_version_is_refused_and_nothing_is_written(self):
        other = type(self.producer).objects.get(pk=self.producer.pk)
        other.name = "Hợp tác xã Người khác sửa"
        save_recorded(other, by=None, base_version=1)
        self.producer.name = "Hợp tác xã Của tôi"
        with self.assertRaises(StaleVersionError) as caught:
            save_recorded(self.producer, by=self.lan, base_version=1)
        self.assertEqual(caught.exception.stored.name, "Hợp tác xã Người khác sửa")
        self.assertEqual(Change.objects.count(), 1)
        self.producer.refresh_from_db()
        self.assertEqual(self.producer.name, "Hợp tác xã Người khác sửa")

    def test_personal_field_is_logged_without_its_value(self):
        self.lan.phone = "0912345678"
        save_recorded(self.lan, by=self.lan)
        self.assertEqual(Change.objects.get().changes, {"phone": ["", "•••"]})

    def test_deleted_row_stays_in_the_log(self):
        pk = self.producer.pk
        delete_recorded(self.producer, by=self.lan, reason="Nhập nhầm.")
        change = Change.objects.get()
        self.assertEqual((change.action, change.object_id), (Action.DELETE, pk))
        self.assertEqual(change.changes["name"], ["Hợp tác xã Cũ", None])
        self.assertFalse(type(self.producer).objects.exists())


class RecordManyTests(TestCase):
    def test_queries_do_not_grow_with_rows(self):
        for count in (1, 3):
            producers = ProducerFactory.create_batch(count)
            entries = [(Action.IMPORT, row, {}) for row in producers]
            record_many(entries, by=None)  # the content type is known from here on
            with self.subTest(count=count), self.assertNumQueries(3):
                record_many(entries, by=None)

    def test_rows_of_several_kinds_share_one_batch(self):
        lan = UserFactory()
        agency = AgencyFactory()
        batch = record_many(
            [
                (Action.UPDATE, agency, {"name": ["A", "B"]}),
                (Action.CREATE, agency.area, {}),
            ],
            by=lan,
            reason="Sáp nhập.",
        )
        self.assertEqual(
            [
                (change.action, change.content_type.model)
                for change in batch.changes.all()
            ],
            [(Action.CREATE, "area"), (Action.UPDATE, "agency")],
        )

    def test_portal_itself_signs_as_the_system(self):
        batch = record(Action.IMPORT, AgencyFactory(), by=None)
        self.assertEqual((batch.by, batch.by_name), (None, "Hệ thống"))

    def test_batch_carries_the_digest_of_the_one_before(self):
        agency = AgencyFactory()
        first = record(Action.UPDATE, agency, by=None)
        second = record(Action.UPDATE, agency, by=None)
        self.assertEqual(first.previous_digest, "")
        self.assertEqual(second.previous_digest, first.digest)
        self.assertEqual(len(first.digest), 64)
        self.assertNotEqual(first.digest, second.digest)


class HistoryOfTests(TestCase):
    def test_newest_first_of_the_given_rows_alone(self):
        agency, other = AgencyFactory.create_batch(2)
        record(Action.CREATE, agency, by=None)
        record(Action.UPDATE, other, by=None)
        record(Action.UPDATE, agency, by=None)
        self.assertEqual(
            [change.action for change in history_of(agency)],
            [Action.UPDATE, Action.CREATE],
        )

    def test_rows_of_other_tables_with_the_same_key_stay_out(self):
        area = AreaFactory()
        agency = AgencyFactory(pk=area.pk, area=area)
        record(Action.UPDATE, area, by=None)
        record(Action.CREATE, agency, by=None)
        self.assertEqual(
            [change.object_name for change in history_of(agency)], [agency.name]
        )

    def test_nothing_asked_nothing_given(self):
        record(Action.UPDATE, AgencyFactory(), by=None)
        self.assertEqual(list(history_of()), [])

    def test_lines_name_the_field_as_the_forms_do(self):
        record(Action.UPDATE, AgencyFactory(), by=None, changes={"name": ["A", "B"]})
        self.assertEqual(Change.objects.get().lines, [("tên cơ quan", "A", "B")])

    def test_prints_in_one_query(self):
        agency = AgencyFactory()
        history_of(agency)  # the content type is known from here on
        for count in (1, 3):
            record(Action.UPDATE, agency, by=None, changes={"name": ["A", "B"]})
            with self.subTest(count=count), self.assertNumQueries(1):
                for change in history_of(agency):
                    str(change.batch), change.lines


class AppendOnlyTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.batch = record(Action.UPDATE, AgencyFactory(), by=None)

    def test_row_cannot_be_saved_again(self):
        self.batch.reason = "Sửa lén"
        with self.assertRaises(HistoryIsAppendOnlyError):
            self.batch.save()

    def test_row_cannot_be_deleted(self):
        with self.assertRaises(HistoryIsAppendOnlyError):
            self.batch.delete()

    def test_rows_cannot_be_updated_or_deleted_together(self):
        with self.assertRaises(HistoryIsAppendOnlyError):
            Change.objects.update(action=Action.CREATE)
        with self.assertRaises(HistoryIsAppendOnlyError):
            ChangeBatch.objects.all().delete()
        self.assertEqual(Change.objects.get().action, Action.UPDATE)

    def test_rows_cannot_be_updated_in_bulk(self):
        change = Change.objects.get()
        change.action = Action.CREATE
        with self.assertRaises(HistoryIsAppendOnlyError):
            Change.objects.bulk_update([change], ["action"])
