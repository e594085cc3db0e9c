"""When the device sends, in whose name, and what it says meanwhile."""

from django.urls import reverse

VISIT = "6f1c1f4e-0d0e-4c86-9a4f-1f3d1b9b6f10"


def write(phone, host, tab=None):
    given = ["visit", {"record": VISIT}, {"host": host}]
    phone.run("await ocop.write(...given)", given, tab=tab)


def start(phone, tab=None):
    phone.run("await ocop.start()", tab=tab)


def wait_for(phone, state, tab=None, **counts):
    """Wait until the tab says so; returns all that it says."""
    wanted = {"state": state} | counts
    tab = tab or phone.tab
    fits = "(w) => Object.entries(w).every(([k, v]) => ocop.status()[k] === v)"
    tab.wait_for_function(fits, arg=wanted)
    return tab.evaluate("ocop.status()")


def test_what_is_written_goes_by_itself(phone, line):
    start(phone)
    write(phone, "UBND xã")
    wait_for(phone, "idle", waiting=0)
    assert line.values("visit", VISIT) == {"host": "UBND xã"}
    assert phone.tab.evaluate("ocop.status().lastSent").startswith("20")


TYPE = """
const visit = { record: given.visit };
for (const host of given.hosts) await ocop.write("visit", visit, { host });
"""


def test_what_was_typed_in_one_go_is_sent_as_one(phone, line):
    start(phone)
    write(phone, "")
    wait_for(phone, "idle", waiting=0)
    phone.tab.wait_for_timeout(500)  # until the sender rests, for it says no more
    phone.run(TYPE, {"visit": VISIT, "hosts": ["U", "UB", "UBN", "UBND"]})
    wait_for(phone, "idle", waiting=0)
    assert [body["fields"] for body in line.heard[1:]] == [{"host": "UBND"}]


def test_only_one_of_two_tabs_sends_and_both_know(phone, line):
    other = phone.open()
    for tab in (phone.tab, other):
        start(phone, tab)
    write(phone, "UBND xã", tab=other)
    for tab in (phone.tab, other):
        wait_for(phone, "idle", tab, waiting=0)
    assert len(line.heard) == 1
    phone.tab.close()
    with other.expect_response("**/di-co-so/gui/"):
        write(phone, "UBND phường", tab=other)
    wait_for(phone, "idle", other, waiting=0)
    assert line.values("visit", VISIT) == {"host": "UBND phường"}
    assert len(line.heard) == 2


def test_server_that_is_down_is_tried_again_and_nothing_is_lost(phone, line):
    line.fate = lambda body: "down"
    start(phone)
    write(phone, "UBND xã")
    wait_for(phone, "offline", waiting=1)
    line.fate = lambda body: "arrives"
    wait_for(phone, "idle", waiting=0)
    assert len(line.heard) == 1


def test_ended_session_stops_sending_until_the_person_is_back(phone, line):
    line.user = None
    start(phone)
    write(phone, "UBND xã")
    wait_for(phone, "signed_out", waiting=1)
    assert line.heard == []
    line.user = 7
    phone.run("await ocop.sendNow()")
    wait_for(phone, "idle", waiting=0)
    assert len(line.heard) == 1


def test_session_that_ends_between_two_answers_stops_sending(phone, line):
    line.fate = lambda body: (401, {"code": "signed_out"}) if body else "arrives"
    start(phone)
    write(phone, "UBND xã")
    wait_for(phone, "signed_out", waiting=1)


def test_nothing_is_sent_in_the_session_of_somebody_else(phone, line):
    line.user = 8
    start(phone)
    write(phone, "UBND xã")
    wait_for(phone, "other_user", waiting=1)
    assert line.heard == []


def test_session_that_changes_hands_between_two_answers_stops_sending(phone, line):
    line.fate = lambda body: (403, {"code": "other_user"}) if body else "arrives"
    start(phone)
    write(phone, "UBND xã")
    wait_for(phone, "other_user", waiting=1)


def test_old_token_is_renewed_once(phone, line):
    answers = iter([(403, {"code": "csrf"}), "arrives"])
    line.fate = lambda body: next(answers) if body else "arrives"
    start(phone)
    write(phone, "UBND xã")
    wait_for(phone, "idle", waiting=0)
    assert (len(line.heard), line.asked) == (2, 2)


def test_second_tab_sends_through_the_first(phone, line):
    line.user = None
    start(phone)
    other = phone.open()
    start(phone, other)
    write(phone, "UBND xã", tab=other)
    wait_for(phone, "signed_out", other, waiting=1)
    line.user = 7
    phone.run("await ocop.sendNow()", tab=other)
    wait_for(phone, "idle", other, waiting=0)


def test_coming_back_asks_about_conflicts_again(phone, line):
    stale = (409, {"code": "conflict", "fields": {}, "version": 2, "page": "/x/"})
    line.fate = lambda body: stale if body else "arrives"
    start(phone)
    write(phone, "UBND xã")
    wait_for(phone, "idle", conflicts=1, waiting=0)
    line.fate = lambda body: "arrives"
    phone.tab.evaluate("window.dispatchEvent(new Event('focus'))")
    wait_for(phone, "idle", conflicts=0)
    assert line.values("visit", VISIT) == {"host": "UBND xã"}


def test_one_that_the_server_fails_on_does_not_keep_others(phone, line):
    other = "0f1c1f4e-0d0e-4c86-9a4f-1f3d1b9b6f11"
    line.fate = lambda body: (500, {}) if body.get("record") == VISIT else "arrives"
    write(phone, "UBND xã")
    phone.write("visit", {"record": other}, {"host": "UBND phường"})
    start(phone)
    wait_for(phone, "idle", waiting=1)
    assert line.values("visit", other) == {"host": "UBND phường"}
    line.fate = lambda body: "arrives"
    wait_for(phone, "idle", waiting=0)
    ids = {body["op_id"] for body in line.heard if body["record"] == VISIT}
    assert len(ids) == 1


def test_pauses_grow_from_a_second_to_five_minutes(phone):
    pauses = phone.run(
        "return [1, 2, 3, 9, 10, 40].map((n) => Array.from({ length: 50 },"
        " () => ocop.pause(n)))"
    )
    for longest, found in zip([1, 2, 4, 256, 300, 300], pauses, strict=True):
        assert all(longest * 500 <= pause <= longest * 1000 for pause in found)
        assert len(set(found)) > 1


def test_turn_that_came_while_nobody_looked_is_taken_at_once(phone):
    write(phone, "UBND xã")
    rests = phone.run(
        """
        const { untilNext } = await import("/static/js/field/sending.js");
        const [op] = await ocop.all("outbox");
        const not_before = Date.now() - 5;
        await ocop.change(["outbox"], (tx) =>
          tx.objectStore("outbox").put({ ...op, not_before }));
        return [await untilNext(not_before - 1), await untilNext(not_before)];
        """
    )
    assert rests == [0, float("inf")]


def test_work_that_waits_for_a_day_is_called_old(phone, line):
    line.fate = lambda body: "down"
    write(phone, "UBND xã")
    start(phone)
    assert wait_for(phone, "offline", waiting=1)["stale"] is False
    phone.run(
        """
        const [op] = await ocop.all("outbox");
        const made_at = new Date(Date.now() - 25 * 3600 * 1000).toISOString();
        await ocop.change(["outbox"], (tx) =>
          tx.objectStore("outbox").put({ ...op, made_at }));
        ocop.announce("outbox");
        """
    )
    assert wait_for(phone, "offline", stale=True)["waiting"] == 1


def test_addresses_are_those_of_the_portal(phone):
    photo = "6f1c1f4e-0d0e-4c86-9a4f-1f3d1b9b6f10"
    known = phone.run(
        """
        const { addresses, correctAddress, uploadAddress } =
          await import("/static/js/field/addresses.js");
        const more = { correct: correctAddress(given), upload: uploadAddress(given) };
        return { ...addresses, ...more };
        """,
        photo,
    )
    names = {name: f"fieldwork:{name}" for name in known}
    names |= {"session": "accounts:session", "signIn": "account_login"}
    names["correct"] = "inspections:minutes_correct"
    assert known == {
        name: reverse(
            names[name], args=[photo] if name in ("upload", "correct") else []
        )
        for name in known
    }
