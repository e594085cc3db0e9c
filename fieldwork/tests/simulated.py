"""A device and a server in plain Python: what must come of any order of events.

The server is modelled by the sentences of docs/sync-protocol.md alone. Each text that
a device writes is unlike any other and names its writer, so that what is lost, doubled
or under a wrong name shows.
"""

from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field

from .devices import Device


@dataclass(frozen=True)
class Thing:
    """A record that several people write; ``start`` is what all see of it first.

    Its first field holds free text, the second one of ``choices``, or text as well.
    """

    kind: str
    record: str
    fields: tuple[str, str]
    start: dict = field(compare=False)
    choices: tuple[str, ...] = ()
    question: tuple = ()  # item and product of an answer

    def named(self) -> dict:
        return dict(zip(("item", "product"), self.question, strict=False))


@dataclass
class Op:
    body: dict
    thing: Thing
    is_tried: bool = False
    state: str = "waiting"


@dataclass
class Phone:
    """One device of one person; it amends what it has not tried to send yet."""

    name: str
    device: Device
    records: dict = field(default_factory=dict)
    outbox: list[Op] = field(default_factory=list)
    written: int = 0

    def record(self, thing):
        return self.records.setdefault(thing, deepcopy(thing.start))

    def write(self, thing, what, words):
        """Write a field of a record, as the workbench does."""
        record = self.record(thing)
        ops = [op for op in self.outbox if op.thing == thing]
        last = ops[-1] if ops else None
        if last is None or last.is_tried:
            body = self.device.op(
                thing.kind, thing.record, base=record["version"], **thing.named()
            )
            last = Op(body, thing)
            self.outbox.append(last)
        body = last.body
        if what not in body["fields"]:
            body["was"][what] = record[what]
        body["fields"][what] = words
        record[what] = words

    def next(self):
        """Return the oldest operation that no earlier one of its record holds up."""
        held = set()
        for op in self.outbox:
            if op.state == "waiting" and op.thing not in held:
                return op
            held.add(op.thing)
        return None

    def hear(self, op, status, content):
        """Take in what the server says of an operation."""
        record = self.record(op.thing)
        if status == 409:
            op.state = "conflict"
            return
        self.outbox.remove(op)
        later = [other for other in self.outbox if other.thing == op.thing]
        edited = {name for other in later for name in other.body["fields"]}
        for name in op.thing.fields:
            if name not in edited:
                record[name] = content["values"][name]
        record["version"] = content["version"]
        for other in later:
            if other.is_tried:
                continue
            if op.state == "waiting":
                other.body["base_version"] = content["version"]
                for name in other.body["was"]:
                    if name in op.body["fields"]:
                        other.body["was"][name] = content["values"][name]


@dataclass
class Server:
    """What is stored, what was answered, and how often two people's work met."""

    stored: dict = field(default_factory=dict)
    answered: dict = field(default_factory=dict)
    met: Counter = field(default_factory=Counter)

    def row(self, thing):
        return self.stored.setdefault(thing, deepcopy(thing.start))

    def receive(self, op: Op) -> tuple[int, dict]:
        """Return the status, and the values or the fields in conflict."""
        body = op.body
        if body["op_id"] in self.answered:
            self.met["replays"] += 1
            return self.answered[body["op_id"]]
        row = self.row(op.thing)
        is_stale = body["base_version"] != row["version"]
        against = {
            name: value
            for name, value in body["fields"].items()
            if is_stale and row[name] not in (value, body["was"][name])
        }
        if against:
            self.met["conflicts"] += 1
            answer = (409, {name: (v, row[name]) for name, v in against.items()})
        else:
            self.met["merges"] += is_stale
            answer = (200, self.write(op.thing, body["fields"]))
        self.answered[body["op_id"]] = answer
        return answer

    def write(self, thing, fields) -> dict:
        row = self.row(thing)
        if any(row[name] != value for name, value in fields.items()):
            row["version"] += 1
        row.update(fields)
        return dict(row)

    def decide(self, op: Op, take_mine: bool) -> None:
        """Let a person take the whole of one side."""
        self.met["decisions"] += 1
        fields = op.body["fields"] if take_mine else {}
        answer = (200, self.write(op.thing, fields))
        self.answered[op.body["op_id"]] = answer
