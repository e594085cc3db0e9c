"""What is taken along, and how it lies under what is recorded on the device."""

import copy
import datetime
import uuid

import pytest

from inspections.tests.pictures import picture

VISIT = "6f1c1f4e-0d0e-4c86-9a4f-1f3d1b9b6f10"
CHECK = str(uuid.uuid5(uuid.UUID(VISIT), "site 5"))
FINDING = "aa1c1f4e-0d0e-4c86-9a4f-1f3d1b9b6f10"
ANSWER = {"record": CHECK, "item": 3, "product": 8}
TOLD = {
    "uuid": VISIT,
    "version": 2,
    "place": 4,
    "host": "UBND xã",
    "status": "draft",
    "editable": True,
    "team": [{"role": "head", "name": "Lan"}],
    "participants": [],
    "figures": [],
    "checks": [
        {
            "uuid": CHECK,
            "version": 1,
            "site": 5,
            "looked_at": "",
            "answers": [
                {"item": 3, "product": 8, "version": 1, "outcome": "passed", "note": ""}
            ],
            "findings": [{"uuid": FINDING, "version": 1, "text": "Tốt", "product": 8}],
            "recommendations": [],
            "photos": [],
            "samples": [],
            "minutes": [],
        }
    ],
    "findings": [],
    "recommendations": [],
}


def prepare(phone, places=(4,), visits=()):
    choice = {"places": list(places), "visits": list(visits)}
    return phone.run(
        """
        const told = [];
        await ocop.prepare(given, (share, words) => told.push([share, words]));
        return told;
        """,
        choice,
    )


def told(**changes):
    visit = copy.deepcopy(TOLD)
    visit["checks"][0]["answers"][0].update(changes)
    return visit


@pytest.fixture
def ready(phone, line):
    line.pack = {"places": [{"id": 4, "name": "Hòa An"}], "visits": [told()]}
    prepare(phone, visits=[VISIT])
    return phone


def test_pack_is_there_after_a_reload_and_without_a_server(ready, line):
    line.fate = lambda body: "down"
    ready.tab = ready.open()
    pack = ready.run("return ocop.packed()")
    assert pack["places"] == [{"id": 4, "name": "Hòa An"}]
    assert pack["choice"] == {"places": [4], "visits": [VISIT]}
    assert line.choices == [(["4"], [VISIT])]


def test_prepared_visit_is_laid_out_in_records(ready):
    kinds = ready.run("return (await ocop.all('records')).map(({ kind }) => kind)")
    assert sorted(kinds) == sorted(
        ["visit", "team", "participants", "figures", "check", "answer", "finding"]
    )
    assert ready.fields("visit", {"record": VISIT})["host"] == "UBND xã"
    assert ready.fields("team", {"record": VISIT}) == {"rows": TOLD["team"]}
    assert ready.fields("answer", ANSWER) == {"outcome": "passed", "note": ""}
    [finding] = ready.run("return ocop.recordsOf('finding', given)", {"check": CHECK})
    assert (finding["record"], finding["fields"]["text"]) == (FINDING, "Tốt")


def test_edit_of_a_prepared_record_stands_on_what_was_seen(ready, line):
    line.records["answer", CHECK, 3, 8] = (1, {"outcome": "passed", "note": ""})
    ready.write("answer", ANSWER, {"outcome": "failed"})
    ready.drain()
    body = line.heard[-1]
    assert (body["base_version"], body["was"]) == (1, {"outcome": "passed"})


def test_newer_pack_brings_what_others_wrote_and_leaves_own_edits(ready, line):
    ready.write("answer", ANSWER, {"outcome": "failed"})
    line.pack["visits"] = [told(version=2, outcome="na", note="của bạn khác")]
    ready.run("await ocop.refresh()")
    assert ready.fields("answer", ANSWER) == {
        "outcome": "failed",
        "note": "của bạn khác",
    }
    line.records["answer", CHECK, 3, 8] = (2, {"outcome": "na"})
    ready.drain()
    assert line.values("answer", CHECK, 3, 8) == {"outcome": "na"}
    [op] = ready.progress()["conflicts"]
    assert op["answer"]["fields"]["outcome"]["was"] == "passed"


def test_pack_older_than_what_is_here_takes_nothing_back(ready, line):
    line.records["answer", CHECK, 3, 8] = (1, {"outcome": "passed", "note": ""})
    ready.write("answer", ANSWER, {"outcome": "failed"})
    ready.drain()
    line.pack["made"] = "anew"
    ready.run("await ocop.refresh()")
    assert ready.fields("answer", ANSWER)["outcome"] == "failed"


def test_what_others_took_out_goes_and_what_waits_here_stays(ready, line):
    own = {"record": str(uuid.uuid4())}
    ready.write("finding", own, {"visit": VISIT, "check": CHECK, "text": "mới"})
    visit = told()
    visit["checks"][0]["findings"] = []
    line.pack["visits"] = [visit]
    ready.run("await ocop.refresh()")
    found = ready.run("return ocop.recordsOf('finding', given)", {"check": CHECK})
    assert [record["fields"]["text"] for record in found] == ["mới"]


def test_records_come_in_the_order_in_which_they_were_written(ready, line):
    names = [str(uuid.uuid4()) for _ in range(6)]
    for name in names:
        fields = {"visit": VISIT, "check": CHECK, "text": name}
        ready.write("finding", {"record": name}, fields)
    found = ready.run("return ocop.recordsOf('finding', given)", {"visit": VISIT})
    assert [record["record"] for record in found] == [FINDING, *names]


def test_visit_that_waits_is_asked_for_and_kept_whatever_is_chosen(ready, line):
    ready.write("answer", ANSWER, {"outcome": "failed"})
    ready.take(picture(), {"check": CHECK})
    line.pack = {"visits": []}
    prepare(ready, places=[9])
    assert line.choices[-1] == (["9", "4"], [VISIT])
    assert ready.fields("visit", {"record": VISIT})["host"] == "UBND xã"
    assert len(ready.outbox()) == 2


def test_visit_that_is_done_goes_with_the_next_pack(ready, line):
    line.pack["visits"][0]["status"] = "submitted"
    ready.run("await ocop.refresh()")
    line.pack = {"visits": []}
    prepare(ready, places=[9])
    assert line.choices[-1] == (["9"], [])
    assert ready.run("return ocop.all('records')") == []


def test_pack_that_is_the_same_is_only_looked_at(ready, line):
    before = ready.run("return ocop.packed()")
    ready.run("await ocop.refresh()")
    after = ready.run("return ocop.packed()")
    assert before.pop("checked_at") < after.pop("checked_at")
    assert before == after
    assert len(line.choices) == 2


def test_pack_that_does_not_come_leaves_the_old_one(ready, line):
    line.fate = lambda body: "down"
    code = ready.run("return ocop.refresh().catch((error) => error.code)")
    assert code == "offline"
    assert ready.run("return ocop.packed()")["places"] == [{"id": 4, "name": "Hòa An"}]


def test_preparing_says_how_far_it_is(phone, line):
    shares = [share for share, words in prepare(phone) if words]
    assert (shares[0], shares[-1]) == (0, 1)
    assert shares == sorted(shares)


def test_age_of_a_pack_is_told(phone):
    def age(**ago):
        now = datetime.datetime(2026, 3, 2, 8, 0, tzinfo=datetime.UTC)
        checked = (now - datetime.timedelta(**ago)).isoformat()
        given = [{"checked_at": checked}, now.timestamp() * 1000]
        return phone.run("return ocop.ageOf(...given)", given)

    assert age(hours=5, minutes=59) == {"hours": 5, "old": False}
    assert age(days=3, minutes=1) == {"hours": 72, "old": True}


def test_handed_in_visit_has_its_new_state_here(ready, line):
    line.records["submit", VISIT, None, None] = (1, {"status": "submitted"})
    ready.run("await ocop.submit(given)", VISIT)
    ready.drain()
    assert ready.fields("visit", {"record": VISIT})["status"] == "submitted"
    assert ready.run("return ocop.read('submit', { record: given })", VISIT) is None


def test_visit_that_the_server_no_longer_shows_does_not_stop_the_others(ready, line):
    gone = {"record": str(uuid.uuid4())}
    ready.write("visit", gone, {"place": 6})
    ready.drain()
    line.missing = {gone["record"]}
    prepare(ready, places=[9])
    assert line.choices[-1] == (["9", "4"], [VISIT])
    assert ready.run("return ocop.read('visit', given)", gone) is None
    assert ready.fields("visit", {"record": VISIT})["host"] == "UBND xã"


def test_more_visits_than_a_pack_holds_stay_here(phone, line):
    names = [str(uuid.uuid4()) for _ in range(53)]
    for name in names:
        phone.write("visit", {"record": name}, {"place": 4})
    phone.drain()
    prepare(phone)
    [(places, visits)] = line.choices
    assert (places, len(visits)) == (["4"], 50)
    assert len(phone.run("return ocop.visits()")) == 53
