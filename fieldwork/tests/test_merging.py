"""The rule by which an operation meets what is stored, field by field."""

import uuid

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from fieldwork import readers
from fieldwork.merging import conflicts
from fieldwork.models import Operation
from inspections.models import ItemResult

from .devices import Device
from .kind_case import KindCase
from .protocol import says

READERS = {"note": readers.block(), "due": readers.day(), "rows": readers.rows({})}
VALUES = st.sampled_from(["", "a", "b", "c"])


class RuleTests(SimpleTestCase):
    def met(self, *, stored, mine, was, is_current=False):
        return conflicts(
            READERS, stored=stored, mine=mine, was=was, is_current=is_current
        )

    @says("S17", "S18")
    @given(stored=VALUES, mine=VALUES, was=VALUES)
    def test_a_field_conflicts_only_where_three_texts_differ(self, stored, mine, was):
        met = self.met(stored={"note": stored}, mine={"note": mine}, was={"note": was})
        self.assertEqual(met, ["note"] if stored not in (mine, was) else [])

    @says("S16")
    @given(stored=VALUES, mine=VALUES, was=VALUES)
    def test_nothing_conflicts_with_the_version_that_was_seen(self, stored, mine, was):
        met = self.met(
            stored={"note": stored},
            mine={"note": mine},
            was={"note": was},
            is_current=True,
        )
        self.assertEqual(met, [])

    def test_each_field_stands_for_itself(self):
        stored = {"note": "của họ", "due": "2026-01-01", "rows": []}
        mine = {"note": "của tôi", "due": "2026-02-02"}
        was = {"note": "cũ", "due": "2026-01-01"}
        self.assertEqual(self.met(stored=stored, mine=mine, was=was), ["note"])

    @says("S19")
    def test_what_was_seen_is_read_as_it_is_stored(self):
        stored, mine = {"note": "Hòa An"}, {"note": "mới"}
        for was in ("Hòa  An ", "Ho\u0300a An"):
            self.assertEqual(self.met(stored=stored, mine=mine, was={"note": was}), [])
        for was in (5, None, [], "khác"):
            met = self.met(stored=stored, mine=mine, was={"note": was})
            self.assertEqual(met, ["note"])

    @says("S19")
    def test_nothing_seen_is_the_same_as_empty(self):
        for stored, was in [("", None), ("", "")]:
            met = self.met(
                stored={"note": stored}, mine={"note": "x"}, was={"note": was}
            )
            self.assertEqual(met, [])
        self.assertEqual(self.met(stored={"rows": []}, mine={"rows": [{}]}, was={}), [])


class TwoPeopleTests(KindCase):
    """Lan and her lead record the same visit, each on a phone of their own."""

    def setUp(self):
        super().setUp()
        self.hoa = Device(self.cast.hoa)
        self.item = self.cast.item("suc-khoe")

    @says("S17")
    def test_other_peoples_fields_stay(self):
        self.lan.send("check", self.check.uuid, {"assessment": "Sạch."}, base=1)
        status, content = self.hoa.send(
            "check",
            self.check.uuid,
            {"conclusion": "Đạt."},
            was={"conclusion": ""},
            base=1,
        )
        self.assertEqual((status, content["version"]), (200, 3))
        self.check.refresh_from_db()
        self.assertEqual(self.check.assessment, "Sạch.")
        self.assertEqual(self.check.conclusion, "Đạt.")

    @says("S18", "S27")
    def test_same_field_is_a_conflict_and_nothing_of_it_is_written(self):
        self.lan.ask(self.check, self.item, outcome="passed", note="Đủ giấy.")
        op = self.hoa.op(
            "answer",
            self.check.uuid,
            {"outcome": "passed", "note": "Thiếu một giấy."},
            was={"outcome": "", "note": ""},
            item=self.item.pk,
        )
        response = self.hoa.post(op)
        self.assertEqual(response.status_code, 409)
        content = response.json()
        self.assertEqual(content["code"], "conflict")
        self.assertEqual(content["version"], 1)
        self.assertEqual(
            content["fields"],
            {"note": {"was": "", "mine": "Thiếu một giấy.", "theirs": "Đủ giấy."}},
        )
        self.assertEqual(content["page"], f"/di-co-so/xung-dot/{op['op_id']}/")
        self.assertEqual(ItemResult.objects.get().note, "Đủ giấy.")
        kept = Operation.objects.get(op_id=op["op_id"])
        self.assertEqual(
            (kept.state, kept.user, kept.body), ("conflict", self.cast.hoa, op)
        )
        again = self.hoa.post(op)
        self.assertEqual((again.status_code, again.content), (409, response.content))

    def test_same_text_twice_is_no_conflict(self):
        fields = {"outcome": "failed", "note": "Thiếu hạn."}
        for device in (self.lan, self.hoa):
            status, content = device.ask(self.check, self.item, **fields)
            self.assertEqual((status, content["version"]), (200, 1))

    @says("S21")
    def test_two_answers_never_meet(self):
        product = self.cast.product
        one, other = self.cast.item("nhan"), self.cast.item("ma-vach")
        self.lan.ask(self.check, one, product, outcome="passed")
        status, _ = self.hoa.ask(self.check, other, product, outcome="failed")
        self.assertEqual(status, 200)
        self.assertEqual(ItemResult.objects.count(), 2)

    def test_uuid_of_a_record_elsewhere_cannot_be_taken(self):
        name = uuid.uuid4()
        told = {"visit": str(self.visit.uuid), "severity": "good", "text": "Tốt."}
        self.lan.send("finding", name, told)
        status, content = self.hoa.send("finding", name, {**told, "text": "Khác."})
        self.assertEqual((status, content["fields"]["text"]["theirs"]), (409, "Tốt."))
