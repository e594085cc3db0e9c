"""Everything that may happen to a phone in the hills, before the real server.

After each the server is compared with what was recorded: nothing is lost, doubled or
under a wrong name. OCOP_DRAFTS sets how many drafts, OCOP_KILLS how many kills.
"""

import json
import os
import random
import uuid

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Error

from fieldwork.models import Operation
from inspections.tests.cast import Cast
from inspections.tests.pictures import picture

from .phones import KEEP, SHELL, Phone, Work, check_of, kill, sign_in

DRAFTS = int(os.environ.get("OCOP_DRAFTS", "10"))
KILLS = int(os.environ.get("OCOP_KILLS", "2"))
# As much as the device lays by for sending, and little more.
ROOM = 26_000_000
# Of the drafts that fill it, in bytes before they are written in hex.
SIZES = (500_000, 20_000, 1_000, 10)
NOTHING = {"lost": 0, "doubled": 0, "under a wrong name": 0}


@pytest.fixture
def cast(transactional_db):
    cast = Cast()
    cast.visit.delete()
    return cast


@pytest.fixture
def work():
    return Work()


@pytest.fixture
def phone(profile, network, cast, work):
    """Return the phone of Lan, who is signed in and has the shell on it."""
    context = profile()
    sign_in(context, cast.lan, network.url)
    phone = Phone(context, cast.lan, cast, work)
    phone.keep_shell()
    return phone


def restarted(phone, profile, network):
    """Start the browser again; it may have been killed before it kept its cookies."""
    context = profile()
    sign_in(context, phone.cast.lan, network.url)
    return Phone(context, phone.cast.lan, phone.cast, phone.work)


def test_drafts_with_photos_outlive_a_killed_browser_without_a_signal(
    phone, profile, network, cast, work, tmp_path
):
    network.cut()
    for number in range(DRAFTS):
        phone.record_visit(f"Ghi chú {number}", picture(colour=(number, 0, 99)))
    kill(tmp_path / "profile")
    phone = restarted(phone, profile, network)
    assert phone.progress()["waiting"] == 5 * DRAFTS
    assert Operation.objects.count() == 0
    network.restore()
    phone.start()
    phone.wait_until_sent(600_000)
    assert work.tally() == NOTHING
    assert Operation.objects.count() == 4 * DRAFTS


def test_browser_killed_in_the_middle_of_writing_keeps_what_it_said_it_kept(
    phone, profile, network, cast, work, tmp_path
):
    network.cut()
    check = check_of(phone.record_visit("đầu"), cast.site.pk)
    for _ in range(KILLS):
        kept = typing(phone, check)
        kill(tmp_path / "profile")
        phone = restarted(phone, profile, network)
        [key] = work.notes
        ref = {"record": check, "item": key[1], "product": key[2]}
        note = phone.fields("answer", ref)["note"]
        assert int(note) >= kept[-1]
        work.notes[key] = note
    network.restore()
    phone.start()
    phone.wait_until_sent()
    assert work.tally() == NOTHING


def typing(phone, check):
    """Let the browser write without a pause for a while; returns what it kept."""
    kept = [-1]
    [(_, item, product)] = phone.work.notes
    phone.context.expose_binding("kept", lambda source, n: kept.append(n))
    phone.run(
        """
        globalThis.typing = (async () => {
          for (let n = 0; ; n += 1) {
            await ocop.write("answer", given, { note: String(n) });
            kept(n);
          }
        })();
        """,
        {"record": check, "item": item, "product": product},
    )
    phone.tab.wait_for_timeout(random.uniform(300, 1500))
    return kept


def test_server_that_goes_down_while_answers_are_sent(phone, network, work):
    network.cut()
    for number in range(6):
        phone.record_visit(f"Ghi chú {number}")
    network.restore()
    phone.start()
    for _ in range(3):
        phone.tab.wait_for_timeout(random.uniform(100, 600))
        network.cut()
        phone.run("await ocop.sendNow()")
        phone.wait_for(state="offline")
        network.restore()
        phone.run("await ocop.sendNow()")
    phone.wait_until_sent()
    assert work.tally() == NOTHING


def test_answers_that_are_lost_after_the_server_stored_them(phone, network, work):
    chance = random.Random(7)
    network.loses = lambda line: "/gui/" in line and chance.random() < 0.5
    for number in range(4):
        phone.record_visit(f"Ghi chú {number}")
    phone.start()
    while phone.progress()["waiting"]:
        phone.run("await ocop.sendNow()")
        phone.tab.wait_for_timeout(300)
    assert network.lost > 0
    assert Operation.objects.count() == 12
    assert work.tally() == NOTHING


def test_session_that_ends_with_work_on_the_phone(phone, network, cast, work):
    phone.start()
    Session.objects.all().delete()
    phone.record_visit("Ghi khi phiên đã hết")
    phone.wait_for(state="signed_out")
    assert Operation.objects.count() == 0
    sign_in(phone.context, cast.lan, network.url)
    phone.run("await ocop.sendNow()")
    phone.wait_until_sent()
    assert work.tally() == NOTHING


def test_two_tabs_write_and_one_sends(phone, work):
    other = phone.open()
    phone.start()
    phone.start(other)
    for number in range(3):
        phone.tab, other = other, phone.tab
        phone.record_visit(f"Ghi chú {number}")
    phone.wait_until_sent()
    assert Operation.objects.count() == 9
    assert work.tally() == NOTHING


def answer_ref(check, cast):
    item = cast.checklist.items.get(code="nhan").pk
    return [{"record": check, "item": item, "product": cast.product.pk}]


@pytest.fixture
def small(profile, network, cast, work):
    """Return a phone with little room.

    A browser that has looked how much room there is believes that for a while: this one
    is started anew, and hears of the little room before it opens anything.
    """
    context = profile()
    sign_in(context, cast.lan, network.url)
    tab = context.new_page()
    tab.goto(SHELL)
    tab.evaluate(KEEP)
    used = tab.evaluate("navigator.storage.estimate().then(({ usage }) => usage)")
    context.close()
    context = profile()
    give_room(context.new_page(), network.url, used + ROOM)
    sign_in(context, cast.lan, network.url)
    phone = Phone(context, cast.lan, cast, work)
    phone.run("await ocop.layBy()")
    count = "return ocop.look(['reserve'], (tx) => tx.objectStore('reserve').count())"
    assert phone.run(count) == 1
    phone.check = check_of(phone.record_visit("trước khi đầy"), cast.site.pk)
    return phone


def give_room(tab, origin, size):
    """Set how much an origin may store, in bytes."""
    room = {"origin": origin, "quotaSize": size}
    tab.context.new_cdp_session(tab).send("Storage.overrideQuotaForOrigin", room)


def fill(phone):
    """Write drafts until not even a short one finds room; returns the last long one."""
    lacking = [write_until_full(phone, size) for size in SIZES]
    return lacking[0]


def write_until_full(phone, size):
    """Write drafts of visits of a size until one finds no room; returns that one."""
    while True:
        ref = {"record": str(uuid.uuid4())}
        note = os.urandom(size).hex()
        given = ["visit", ref, {"session_note": note}, {"held": True}]
        code = phone.run(
            "return ocop.write(...given).then(() => '', (error) => error.code)", given
        )
        if code:
            assert code == "quota"
            return ref, note


def test_disk_that_is_full_keeps_the_text_on_the_screen(small, network):
    ref, note = fill(small)
    assert small.run("return ocop.unsavedCount()") == len(SIZES)
    rescue = json.loads(small.run("return (await ocop.save()).blob.text()"))
    assert rescue["changes"][0]["changes"]["session_note"] == note
    give_room(small.tab, network.url, 10**9)
    small.run("await ocop.writeUnsaved()")
    assert small.run("return ocop.unsavedCount()") == 0
    assert small.fields("visit", ref)["session_note"] == note


def test_photo_that_found_no_room_is_kept_when_there_is(small, network):
    fill(small)
    [about] = answer_ref(small.check, small.cast)
    about["check"] = about.pop("record")
    with pytest.raises(Error, match="Máy đã hết chỗ lưu"):
        small.take(picture(size=(1600, 1200)), about)
    give_room(small.tab, network.url, 10**9)
    small.run("await ocop.writeUnsaved()")
    assert small.progress()["photos"] == 1


def test_full_disk_does_not_keep_from_sending(small, work):
    fill(small)
    note = "const note = (tx) => tx.objectStore('pack').put({ part: 'sent' });"
    small.run(f"{note} await ocop.changeAnyway(['pack'], note)")
    small.start()
    small.wait_until_sent()
    assert Operation.objects.count() == 3
    assert work.tally() == NOTHING


def test_two_people_on_one_phone(phone, network, cast, work):
    network.cut()
    phone.record_visit("Lan ghi")
    cast.visit.campaign.areas.add(cast.trung_khanh)
    sign_in(phone.context, cast.hoa, network.url)
    network.restore()
    phone.start()
    phone.wait_for(state="other_user")
    hoa = Phone(phone.context, cast.hoa, cast, work)
    hoa.record_visit("Hoa ghi")
    hoa.start()
    hoa.wait_until_sent()
    assert set(Operation.objects.values_list("user", flat=True)) == {cast.hoa.pk}
    sign_in(phone.context, cast.lan, network.url)
    phone.run("await ocop.sendNow()")
    phone.wait_until_sent()
    assert work.tally() == NOTHING


def test_two_devices_of_one_team(phone, new_context, network, cast, work):
    """They open the same check, answer other questions, and once the same one."""
    context = new_context(base_url=network.url)
    context.unroute_all()
    sign_in(context, cast.hoa, network.url)
    other = Phone(context, cast.hoa, cast, work)
    visit = phone.record_visit("của Lan")
    phone.start()
    phone.wait_until_sent()
    check = check_of(visit, cast.site.pk)
    other.write("check", {"record": check}, {"visit": visit, "site": cast.site.pk})
    other.answer(check, "của Hoa", code="ma-vach")
    key = answer_ref(check, cast)
    other.run(
        "await ocop.write('answer', ...given)",
        [*key, {"note": "cũng của Hoa", "outcome": "failed"}],
    )
    other.start()
    other.wait_for(state="idle", waiting=0, conflicts=1)
    [op] = other.progress()["conflicts"]
    assert op["answer"]["fields"]["note"] == {
        "was": None,
        "mine": "cũng của Hoa",
        "theirs": "của Lan",
    }
    assert other.fields("answer", *key)["note"] == "cũng của Hoa"
    assert work.tally() == NOTHING


def test_what_the_pack_brings_back_is_what_was_recorded(phone, network, cast, work):
    """Edits of it stand on what the server has: nobody conflicts with himself."""
    check = check_of(phone.record_visit("lần đầu", picture()), cast.site.pk)
    phone.start()
    phone.wait_until_sent()
    phone.run("await ocop.prepare(given)", {"places": [cast.hoa_an.pk], "visits": []})
    assert phone.run("return (await ocop.packed()).places[0].id") == cast.hoa_an.pk
    assert phone.fields("answer", *answer_ref(check, cast))["note"] == "lần đầu"
    network.cut()
    phone.answer(check, "lần sau")
    network.restore()
    phone.run("await ocop.sendNow()")
    phone.wait_until_sent()
    assert work.tally() == NOTHING
