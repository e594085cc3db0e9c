"""What is kept on the device, and in which operations it reaches the server."""

import uuid

import pytest

VISIT = "6f1c1f4e-0d0e-4c86-9a4f-1f3d1b9b6f10"
# uuid5 of the visit and "site 5", as Python computes it.
CHECK = str(uuid.uuid5(uuid.UUID(VISIT), "site 5"))
ANSWER = {"record": CHECK, "item": 3, "product": 8}


@pytest.fixture
def begun(phone):
    """Return a phone with a visit and a check of it, not sent yet."""
    phone.write("visit", {"record": VISIT}, {"place": 4, "host": "UBND xã"})
    phone.write("check", {"record": CHECK}, {"visit": VISIT, "site": 5})
    return phone


@pytest.fixture
def sent(begun):
    assert begun.drain() is None
    return begun


def key_of(ref):
    return "answer", ref["record"], ref["item"], ref["product"]


def answer(phone, ref=ANSWER, **changes):
    return phone.write("answer", ref, changes)


def test_two_devices_give_the_check_of_a_site_the_same_name(phone):
    assert phone.run("return ocop.checkId(...given)", [VISIT, 5]) == CHECK


def test_what_was_written_is_there_after_a_reload(begun):
    begun.tab.reload()
    begun.tab = begun.open()
    assert begun.fields("visit", {"record": VISIT}) == {"place": 4, "host": "UBND xã"}


def test_untried_operation_is_amended_in_place(begun):
    answer(begun, outcome="passed")
    answer(begun, outcome="failed", note="Tem hết hạn")
    [op] = [op for op in begun.outbox() if op["kind"] == "answer"]
    assert op["fields"] == {"outcome": "failed", "note": "Tem hết hạn"}
    assert op["was"] == {"outcome": None, "note": None}


def test_writing_back_what_was_there_sends_nothing(sent, line):
    answer(sent, outcome="passed")
    sent.drain()
    answer(sent, outcome="failed")
    answer(sent, outcome="passed")
    assert sent.outbox() == []


def test_each_record_goes_after_what_it_hangs_on(begun, line):
    answer(begun, outcome="passed")
    assert begun.drain() is None
    assert [body["kind"] for body in line.heard] == ["visit", "check", "answer"]
    assert line.values("answer", CHECK, 3, 8) == {"outcome": "passed"}
    assert begun.progress(VISIT)["state"] == "sent"


def test_body_names_person_record_and_what_was_seen(sent, line):
    answer(sent, outcome="passed")
    sent.drain()
    answer(sent, outcome="failed")
    sent.drain()
    body = line.heard[-1]
    assert body.pop("op_id") != line.heard[-2]["op_id"]
    assert body.pop("made_at").endswith("Z")
    assert body == {
        "user": 7,
        "kind": "answer",
        **ANSWER,
        "base_version": 1,
        "fields": {"outcome": "failed"},
        "was": {"outcome": "passed"},
    }


def test_lost_answer_is_asked_for_again_with_the_same_bytes(begun, line):
    line.fate = lambda body: "lost"
    assert begun.drain() == "offline"
    begun.write("visit", {"record": VISIT}, {"host": "UBND xã Hòa An"})
    line.fate = lambda body: "arrives"
    assert begun.drain() is None
    first, again, later, *_ = [b for b in line.heard if b["kind"] == "visit"]
    assert again == first
    assert later["op_id"] != first["op_id"]
    assert later["was"] == {"host": "UBND xã"}
    assert later["base_version"] == 1
    assert line.values("visit", VISIT) == {"place": 4, "host": "UBND xã Hòa An"}
    assert begun.outbox() == []


def test_own_edits_never_conflict_with_own_earlier_ones(sent, line):
    """The server writes texts in its own way, and its answer was lost twice."""
    line.fate = lambda body: "lost"
    answer(sent, note=" Tem  mờ ")
    sent.drain()
    line.records["answer", CHECK, 3, 8] = (1, {"note": "Tem mờ"})
    [op_id] = line.answers.keys() & {line.heard[-1]["op_id"]}
    line.answers[op_id]["values"] = {"note": "Tem mờ"}
    answer(sent, note="Tem mờ, thiếu mã")
    answer(sent, outcome="failed")
    line.fate = lambda body: "arrives"
    assert sent.drain() is None
    assert line.heard[-1]["was"] == {"note": "Tem mờ", "outcome": None}
    assert sent.progress()["state"] == "sent"
    expected = {"note": "Tem mờ, thiếu mã", "outcome": "failed"}
    assert sent.fields("answer", ANSWER) == line.values(*key_of(ANSWER)) == expected


def test_somebody_elses_other_field_stays_and_is_shown(sent, line):
    answer(sent, outcome="passed")
    sent.drain()
    line.records[key_of(ANSWER)] = (4, {"outcome": "passed", "note": "Của bạn khác"})
    answer(sent, outcome="failed")
    assert sent.drain() is None
    both = {"outcome": "failed", "note": "Của bạn khác"}
    assert sent.fields("answer", ANSWER) == line.values(*key_of(ANSWER)) == both


def test_edit_made_without_having_seen_anothers_is_no_overwriting(sent, line):
    """The answer to the first edit brings the other person's; the second still asks."""
    answer(sent, outcome="passed", note="cũ")
    sent.drain()
    line.records[key_of(ANSWER)] = (2, {"outcome": "passed", "note": "của bạn khác"})
    line.fate = lambda body: "lost"
    answer(sent, outcome="failed")
    sent.drain()
    answer(sent, note="của tôi")
    line.fate = lambda body: "arrives"
    sent.drain()
    assert line.values(*key_of(ANSWER))["note"] == "của bạn khác"
    [op] = sent.progress()["conflicts"]
    assert op["answer"]["fields"] == {
        "note": {"was": "cũ", "mine": "của tôi", "theirs": "của bạn khác"}
    }
    assert sent.fields("answer", ANSWER)["note"] == "của tôi"


def test_conflict_holds_up_its_own_record_alone(sent, line):
    other = ANSWER | {"item": 4}
    answer(sent, outcome="passed")
    sent.drain()
    line.records[key_of(ANSWER)] = (2, {"outcome": "na"})
    answer(sent, outcome="failed")
    answer(sent, other, outcome="passed")
    assert sent.drain() is None
    assert line.values(*key_of(other)) == {"outcome": "passed"}
    assert line.values(*key_of(ANSWER)) == {"outcome": "na"}
    progress = sent.progress(VISIT)
    assert (progress["state"], progress["waiting"]) == ("conflict", 0)


def test_decided_conflict_is_taken_from_the_server(sent, line):
    answer(sent, outcome="passed")
    sent.drain()
    line.records[key_of(ANSWER)] = (2, {"outcome": "na"})
    answer(sent, outcome="failed")
    sent.drain()
    op_id = line.heard[-1]["op_id"]
    answered = len(line.heard)
    sent.drain()
    assert len(line.heard) == answered
    line.answers[op_id] = {
        "op_id": op_id,
        "version": 3,
        "values": {"outcome": "na"},
        "at": "2026-11-27T09:00:00+07:00",
    }
    line.bodies[op_id] = sent.outbox()[0]["body"]
    assert sent.drain(recheck=[op_id]) is None
    assert sent.fields("answer", ANSWER) == {"outcome": "na"}
    assert sent.progress(VISIT)["state"] == "sent"


def test_refused_operation_waits_for_the_person_and_goes_corrected(sent, line):
    line.fate = lambda body: (422, {"code": "invalid", "message": "Ghi chú quá dài."})
    answer(sent, note="dài")
    assert sent.drain() is None
    [op] = sent.progress(VISIT)["refused"]
    assert op["answer"]["message"] == "Ghi chú quá dài."
    line.fate = lambda body: "arrives"
    sent.drain()
    assert key_of(ANSWER) not in line.records
    answer(sent, note="ngắn")
    assert sent.drain() is None
    assert line.heard[-1]["op_id"] != line.heard[-2]["op_id"]
    assert line.values(*key_of(ANSWER)) == {"note": "ngắn"}


def test_edit_made_before_the_first_was_refused_goes_with_it(sent, line):
    line.fate = lambda body: (500, {})
    answer(sent, note="dài", outcome="failed")
    assert sent.drain() is None
    answer(sent, note="ngắn")
    assert len(sent.outbox()) == 2
    too_long = (422, {"code": "invalid"})
    line.fate = lambda body: (
        too_long if body.get("fields", {}).get("note") == "dài" else "arrives"
    )
    sent.hurry()
    assert sent.drain() is None
    assert line.values(*key_of(ANSWER)) == {"note": "ngắn", "outcome": "failed"}


def test_refused_work_can_be_given_up(sent, line):
    answer(sent, outcome="passed")
    sent.drain()
    line.fate = lambda body: (403, {"code": "forbidden"})
    answer(sent, outcome="failed")
    sent.drain()
    [op] = sent.progress()["refused"]
    assert op["answer"]["message"] == "Bạn không có quyền ghi phần này."
    sent.run("await ocop.discard(given)", op["op_id"])
    assert sent.fields("answer", ANSWER) == {"outcome": "passed"}
    assert sent.outbox() == []


def test_held_record_stays_a_draft_here(phone, line):
    phone.write("visit", {"record": VISIT}, {"host": "UBND"}, held=True)
    assert phone.drain() is None
    assert (line.heard, phone.progress(VISIT)["state"]) == ([], "draft")
    phone.write("visit", {"record": VISIT}, {"place": 4})
    phone.drain()
    assert line.values("visit", VISIT) == {"host": "UBND", "place": 4}


def test_finding_taken_out_before_it_was_sent_never_was(sent, line):
    finding = {"record": str(uuid.uuid4())}
    sent.write("finding", finding, {"visit": VISIT, "check": CHECK, "text": "a"})
    sent.run("await ocop.remove(...given)", ["finding", finding])
    assert sent.outbox() == []
    assert sent.run("return ocop.recordsOf('finding', given)", {"check": CHECK}) == []


def test_sent_finding_is_taken_out_on_the_server_too(sent, line):
    finding = {"record": str(uuid.uuid4())}
    sent.write("finding", finding, {"visit": VISIT, "check": CHECK, "text": "a"})
    sent.drain()
    sent.run("await ocop.remove(...given)", ["finding", finding])
    assert sent.run("return ocop.recordsOf('finding', given)", {"check": CHECK}) == []
    sent.drain()
    assert line.heard[-1]["remove"] is True
    assert line.heard[-1]["was"]["text"] == "a"
    assert line.of_kind("finding") == {}


def test_handing_in_goes_last_and_not_past_a_conflict(sent, line):
    answer(sent, outcome="passed")
    sent.drain()
    line.records[key_of(ANSWER)] = (2, {"outcome": "na"})
    answer(sent, outcome="failed")
    sent.run("await ocop.submit(given); await ocop.submit(given)", VISIT)
    answer(sent, ANSWER | {"item": 9}, outcome="passed")
    sent.drain()
    assert line.of_kind("submit") == {}
    line.records[key_of(ANSWER)] = (3, {"outcome": "failed"})
    sent.drain(recheck=[op["op_id"] for op in sent.outbox()])
    assert [body["kind"] for body in line.heard][-2:] == ["answer", "submit"]
    assert len([body for body in line.heard if body["kind"] == "submit"]) == 1
