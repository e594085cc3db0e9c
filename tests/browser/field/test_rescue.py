"""The rescue file: everything unsent out of one device and into another, once."""

import json
import uuid

import pytest
from playwright.sync_api import Error

from inspections.tests.pictures import picture

from .device import Device

VISIT = "6f1c1f4e-0d0e-4c86-9a4f-1f3d1b9b6f10"
CHECK = str(uuid.uuid5(uuid.UUID(VISIT), "site 5"))
ANSWER = {"record": CHECK, "item": 3, "product": 8}
PHOTO = {"check": CHECK, "item": 3, "product": 8}


def save(phone):
    return phone.run("return (await ocop.save()).blob.text()")


def take(phone, text):
    code = "return ocop.takeIn(new File([given], 'chua-gui.json'))"
    return phone.run(code, text)


@pytest.fixture
def full(phone):
    """Return a phone on which a visit with an answer and a photo waits."""
    phone.write("visit", {"record": VISIT}, {"place": 4})
    phone.write("check", {"record": CHECK}, {"visit": VISIT, "site": 5})
    phone.write("answer", ANSWER, {"outcome": "failed"})
    phone.take(picture(), PHOTO)
    return phone


@pytest.fixture
def other(new_context, line):
    """Return another machine of the same person."""
    context = new_context()
    line.attach(context)
    return Device(context, {"id": 7, "name": "Lan"})


def test_file_brings_all_of_it_to_another_machine(full, other, line):
    assert take(other, save(full)) == 5
    assert other.fields("answer", ANSWER) == {"outcome": "failed"}
    other.drain()
    assert line.values("answer", CHECK, 3, 8) == {"outcome": "failed"}
    [(_, name, *_)] = line.of_kind("photo")
    assert len(line.files[name]) == line.values("photo", name)["size"]
    assert other.progress()["state"] == "sent"


def test_what_both_devices_send_is_there_once(full, other, line):
    text = save(full)
    full.write("answer", ANSWER, {"note": "Tem hết hạn"})
    full.drain()
    take(other, text)
    other.drain()
    kinds = [body["kind"] for body in line.heard if body["record"] == VISIT]
    assert kinds == ["visit", "visit"]
    assert line.values("answer", CHECK, 3, 8) == {
        "outcome": "failed",
        "note": "Tem hết hạn",
    }
    assert (len(line.of_kind("photo")), other.progress()["state"]) == (1, "sent")


def test_file_taken_twice_is_taken_once(full, other):
    text = save(full)
    assert take(other, text) == 5
    assert take(other, text) == 0
    assert take(full, text) == 0
    assert len(other.outbox()) == 4


def test_edit_on_the_other_machine_stays(full, other, line):
    text = save(full)
    take(other, text)
    other.write("answer", ANSWER, {"outcome": "passed"})
    take(other, text)
    assert other.fields("answer", ANSWER) == {"outcome": "passed"}
    other.drain()
    assert line.values("answer", CHECK, 3, 8) == {"outcome": "passed"}


def test_file_of_somebody_else_is_refused_in_words(full, new_context, line):
    context = new_context()
    line.attach(context)
    stranger = Device(context, {"id": 8, "name": "Minh"})
    with pytest.raises(Error, match=r"Tệp này của Lan. Máy đang mở việc của Minh"):
        take(stranger, save(full))
    assert stranger.outbox() == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text[:-40], "hoặc đã bị hỏng"),
        (lambda text: "[]", "không phải tệp cứu hộ"),
        (lambda text: text.replace('"version":1', '"version":9'), "bản mới hơn"),
    ],
)
def test_file_that_is_none_is_refused_in_words(full, other, change, words):
    with pytest.raises(Error, match=words):
        take(other, change(save(full)))


def test_file_names_its_owner_and_nothing_that_was_sent(full):
    full.drain()
    full.write("answer", ANSWER, {"outcome": "passed"})
    content = json.loads(save(full))
    assert content["user"] == {"id": 7, "name": "Lan"}
    assert [op["kind"] for op in content["operations"]] == ["answer"]
    kinds = sorted(record["kind"] for record in content["records"])
    assert kinds == ["answer", "check", "visit"]
    assert content["photos"] == []


def test_other_content_under_a_name_that_was_sent_meets_the_rule(full, line):
    """A device may be unable to fix its bytes before a file of them goes elsewhere."""
    full.drain()
    full.write("answer", ANSWER, {"note": "a"})
    [op] = full.outbox()
    line.answers[op["op_id"]], line.bodies[op["op_id"]] = {"code": ""}, "{}"
    assert full.drain() is None
    assert line.heard[-1]["op_id"] != line.heard[-2]["op_id"]
    assert line.values("answer", CHECK, 3, 8) == {"outcome": "failed", "note": "a"}
