"""Any order of saves, sends, repetitions and conflicts, beside a model of them.

OCOP_EXAMPLES sets how many orders are tried, OCOP_STEPS how long the longest may be.
"""

import os
import re
import sys
from collections import Counter
from typing import ClassVar

from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from fieldwork.models import Operation
from history.models import Change
from inspections.models import Finding, ItemResult, Recommendation, Visit
from inspections.tests.cast import Cast
from tests import factories

from .devices import Device
from .protocol import says
from .simulated import Phone, Server, Thing

EXAMPLES = int(os.environ.get("OCOP_EXAMPLES", "25"))
STEPS = int(os.environ.get("OCOP_STEPS", "40"))
WRITE, SEND, LOSE, TWIN, DECIDE = "write", "send", "lose", "twin", "decide"
MET = ("conflicts", "decisions", "merges", "replays")
TEXT = re.compile(r"d\d viết \d+")
THINGS = 5
EVENTS = st.tuples(
    st.sampled_from([WRITE, WRITE, SEND, SEND, LOSE, TWIN, DECIDE]),
    st.integers(0, 3),  # which device
    st.integers(0, THINGS - 1),  # which record
    st.sampled_from([0, 0, 1]),  # which of its fields
    st.booleans(),  # whose side of a conflict
)


class InterleavingTests(TestCase):
    """Two people with two devices each record the same answers and texts."""

    met: ClassVar[Counter] = Counter()

    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        check = cls.cast.check
        cls.finding = factories.FindingFactory(site_check=check)
        cls.recommendation = factories.RecommendationFactory(
            site_check=check, due_on="2023-10-01"
        )
        cls.things = [
            *map(cls.answer, ("nhan", "ma-vach")),
            cls.thing("visit", cls.cast.visit, ("session_note", "assessment")),
            cls.thing(
                "finding", cls.finding, ("text", "severity"), "remind remedy breach"
            ),
            cls.thing(
                "recommendation",
                cls.recommendation,
                ("text", "due_on"),
                "2023-10-01 2023-11-01 2023-12-01",
            ),
        ]

    @classmethod
    def answer(cls, code) -> Thing:
        question = (cls.cast.item(code).pk, cls.cast.product.pk)
        record, start = (
            str(cls.cast.check.uuid),
            {"version": 0, "note": "", "outcome": ""},
        )
        choices = ("passed", "failed", "na")
        return Thing("answer", record, ("note", "outcome"), start, choices, question)

    @classmethod
    def thing(cls, kind, row, fields, choices="") -> Thing:
        start = {name: getattr(row, name) for name in ("version", *fields)}
        return Thing(kind, str(row.uuid), fields, start, tuple(choices.split()))

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        sys.stdout.write(", ".join(f"{cls.met[name]} {name}" for name in MET) + "\n")
        never = [name for name in MET if not cls.met[name]]
        assert not never, f"These were never met, so nothing was shown: {never}"

    def begin(self):
        """Give everybody a new device; the database is as before the first event."""
        people = [self.cast.lan, self.cast.lan, self.cast.hoa, self.cast.hoa]
        self.phones = [
            Phone(f"d{n}", Device(person)) for n, person in enumerate(people)
        ]
        self.server, self.tried = Server(met=self.met), {}

    @given(events=st.lists(EVENTS, min_size=20, max_size=STEPS))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @says("S47")
    def test_nothing_is_lost_doubled_or_under_a_wrong_name(self, events):
        self.begin()
        for event, device, number, field, mine in events:
            phone, thing = self.phones[device], self.things[number]
            if event == WRITE:
                self.write(phone, thing, field)
            elif event == DECIDE:
                self.decide(phone, mine)
            else:
                self.send(phone, event)
        self.finish()
        self.check_that_nothing_was_lost()
        self.check_that_nothing_was_doubled()
        self.check_names()

    def write(self, phone, thing, field):
        phone.written += 1
        words = f"{phone.name} viết {phone.written}"
        if field and thing.choices:
            words = thing.choices[phone.written % len(thing.choices)]
        phone.write(thing, thing.fields[field], words)

    def send(self, phone, how):
        op = phone.next()
        if op is None:
            return
        op.is_tried = True
        self.tried[op.body["op_id"]] = (phone, op)
        response = self.post(phone, op)
        if how == TWIN:
            self.assertEqual(self.post(phone, op).content, response.content)
        if how != LOSE:
            phone.hear(op, response.status_code, response.json())

    def post(self, phone, op):
        """Send an operation, and hold the answer to that of the model."""
        response = phone.device.post(op.body)
        status, expected = self.server.receive(op)
        content = response.json()
        self.assertEqual(response.status_code, status, content)
        if status == 200:
            told = {name: content["values"][name] for name in op.thing.fields}
            told["version"] = content["version"]
            self.assertEqual(told, expected)
        else:
            met = content["fields"]
            told = {name: (met[name]["mine"], met[name]["theirs"]) for name in met}
            self.assertEqual(told, expected)
        return response

    def decide(self, phone, mine):
        op = next((op for op in phone.outbox if op.state == "conflict"), None)
        if op is None:
            return
        url = f"/di-co-so/xung-dot/{op.body['op_id']}/"
        page = phone.device.client.get(url)
        side = "mine" if mine else "theirs"
        lines = [line.name for line in page.context["dispute"].lines]
        data = {f"chon-{name}": side for name in lines}
        data["seen"] = page.context["form"].initial["seen"]
        self.assertEqual(phone.device.client.post(url, data).status_code, 302)
        self.server.decide(op, mine)
        response = self.post(phone, op)
        phone.hear(op, response.status_code, response.json())

    def finish(self):
        """Send whatever is left, and decide whatever met another text."""
        for phone in self.phones:
            while phone.outbox:
                self.send(phone, SEND)
                self.decide(phone, mine=False)

    def check_that_nothing_was_lost(self):
        """Every text that left a device stands, or stands in the history."""
        told = " ".join(str(one) for one in Change.objects.values_list("changes"))
        for _, op in self.tried.values():
            for text in TEXT.findall(str(op.body["fields"])):
                self.assertIn(text, told)

    def check_that_nothing_was_doubled(self):
        visit, finding, recommendation = self.things[2:]
        held = {
            self.things[0]: self.answer_row("nhan"),
            self.things[1]: self.answer_row("ma-vach"),
            visit: Visit.objects.get(),
            finding: Finding.objects.get(item_result=None),
            recommendation: Recommendation.objects.get(),
        }
        for thing, row in held.items():
            stored = self.server.row(thing)
            told = {name: str(getattr(row, name)) for name in stored} if row else {}
            self.assertEqual(
                told or None,
                {name: str(value) for name, value in stored.items()}
                if stored["version"]
                else None,
            )
        self.assertEqual(Operation.objects.count(), len(self.tried))

    def answer_row(self, code) -> ItemResult | None:
        rows = ItemResult.objects.filter(item=self.cast.item(code))
        self.assertLessEqual(rows.count(), 1)
        return rows.first()

    def check_names(self):
        for row in Operation.objects.all():
            phone, _ = self.tried[str(row.op_id)]
            self.assertEqual(row.user_id, phone.device.user.pk)
        # The finding of an answer bears its note, whoever called it failed.
        others = ~Q(content_type__model="finding") | Q(object_id=self.finding.pk)
        changes = Change.objects.filter(others)
        for change in changes.select_related("batch"):
            for name, (old, new) in change.changes.items():
                if "bản gửi" not in name:
                    came = set(TEXT.findall(str(new))) - set(TEXT.findall(str(old)))
                    self.assert_written_by(change.batch.by, came)

    def assert_written_by(self, person, came):
        """A text comes into a record by its author alone."""
        for text in came:
            author = self.phones[int(text[1])].device.user
            self.assertEqual(author, person)
