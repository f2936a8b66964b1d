"""An attack on the door: forged, old, replayed and edited requests come to nothing, and nobody learns anything."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from tests.flows.attacker import Attacker, Request, state, with_stamp
from tests.flows.leaks import LogBook
from tests.flows.test_ontsporing import hand_to_directie, report, send_notice
from tests.models.rows import person_id
from tests.play import CAST, World
from workflows.usecases.presses import PRESSES
from workflows.usecases.submissions import SUBMISSIONS

OUTSIDERS = ("buitenstaander", "hr", "leerkracht", "toezicht")
UNKNOWN = "0" * 32
NO_CASE = {
    "start",
    "intake.more",
    "intake.insert",
    "form.changed",
    "leave.mine",
    "leave.others",
    "leave.end",
    "file.open",
}
ABOUT_NOTICE = {"notice.read", "notice.status", "notice.stop", "notice.resume", "notice.remind", "notice.test"}
NO_CASE_FORMS = {"intake", "leave", "leave_other", "rights"}
ODD_NUMBERS = ("", "0", "2", "-1", "1e3", "9" * 12, "²", "１", "1 1", "0x1")  # noqa: RUF001 - odd digits are meant
ODD_PAYLOADS = ("", "null", "[]", "{", '"x"', "7", '{"type": "block_actions"}', '{"type": "view_submission"}')
ODD_VALUES = (
    "",
    "|",
    "|||||",
    "x|y|z",
    "\x00",
    "\ud800",
    "x" * 5000,
    "' or 1=1 --",
    "{{7*7}}",
    "%(case)s",
    "../../etc",
)


@pytest.fixture
def attacker(sqlite_world: World) -> Attacker:
    report(sqlite_world)
    return Attacker(sqlite_world)


@pytest.fixture
def quiet() -> Iterator[LogBook]:
    """Nothing that is sent in makes the app stumble."""
    with LogBook() as book:
        yield book
    assert not book.errors


def case_of(world: World) -> str:
    with world.installation.context.store.read() as tx:
        return str(tx.exec_driver_sql("select id from cases").scalar())


def notice_of(world: World) -> str:
    with world.installation.context.store.read() as tx:
        return str(tx.exec_driver_sql("select id from notices").scalar())


FORGERIES: dict[str, Callable[[Attacker, Request], Request]] = {
    "another secret": lambda one, sent: one.signed(sent.body, secret="geraden"),
    "ten minutes old": lambda one, sent: one.signed(sent.body, age=600),
    "from the future": lambda one, sent: one.signed(sent.body, age=-600),
    "a changed body": lambda _, sent: replace(sent, body=sent.body + "&text=anders"),
    "another moment": lambda _, sent: with_stamp(sent, 1),
    "no signature": lambda _, sent: replace(sent, signature=""),
    "no moment": lambda _, sent: replace(sent, stamp=""),
    "half a signature": lambda _, sent: replace(sent, signature=sent.signature[:20]),
    "another version": lambda _, sent: replace(sent, signature=sent.signature.replace("v0=", "v1=")),
    "no moment at all": lambda _, sent: replace(sent, stamp="gisteren"),
    "an endless moment": lambda _, sent: replace(sent, stamp="1" * 5000),
    "a strange letter": lambda _, sent: replace(sent, signature="v0=\u00e9"),
}


@pytest.mark.parametrize("how", FORGERIES)
def test_a_request_that_slack_did_not_sign_like_this_now_is_refused(
    attacker: Attacker, how: str, sqlite_world: World
) -> None:
    before = state(sqlite_world)
    answers = {"zedenvermoeden": "nee", "toelichting": "x", "spoed": "nee"}
    for sent in (
        attacker.submit(CAST["melder"], "intake", {"kind": "ontsporing"}, answers),
        attacker.press(CAST["leidinggevende"], "task.outcome|1", f"{case_of(sqlite_world)}|strategie|1|naar_directie"),
        attacker.command(CAST["melder"], "/melden"),
    ):
        assert attacker.send(FORGERIES[how](attacker, sent)).status_code in (400, 401)
    assert state(sqlite_world) == before


@pytest.mark.parametrize("how", FORGERIES)
def test_a_forged_request_makes_the_app_say_nothing_to_anybody(sqlite_world: World, how: str) -> None:
    """Not even to the address that it gives to answer to."""
    attacker, victim = Attacker(sqlite_world), CAST["directie"]
    sqlite_world.http.delete(f"{sqlite_world.url}/driver/calls", timeout=5)
    attacker.send(FORGERIES[how](attacker, attacker.press(victim, "case.view|1", UNKNOWN)))
    attacker.send(FORGERIES[how](attacker, attacker.interaction(victim, {"type": "shortcut", "callback_id": "x"})))
    assert sqlite_world.http.get(f"{sqlite_world.url}/driver/calls", timeout=5).json()["counts"] == {}


def test_the_same_request_again_within_five_minutes_does_nothing_again(sqlite_world: World, quiet: LogBook) -> None:
    attacker, melder, leider = Attacker(sqlite_world), CAST["melder"], CAST["leidinggevende"]
    answers = {"zedenvermoeden": "nee", "toelichting": "x", "spoed": "nee"}
    _twice(sqlite_world, attacker.submit(melder, "intake", {"kind": "ontsporing"}, answers))
    case = case_of(sqlite_world)
    _twice(sqlite_world, attacker.submit(melder, "add", {"case": case}, {"aanvulling": "nog iets"}))
    _twice(sqlite_world, attacker.submit(leider, "ask", {"case": case}, {"vraag": "welke groep?"}))
    _twice(sqlite_world, attacker.press(leider, "task.outcome|1", f"{case}|strategie|1|naar_directie"))
    hands = sqlite_world.who("directie")
    hands.click("Mededeling opstellen")
    hands.fill(via="direct")
    view = hands.modal
    context = json.loads(view["private_metadata"])
    _twice(sqlite_world, attacker.submit(CAST["directie"], "notice_send", context, {}, view=view["id"]))
    _twice(sqlite_world, attacker.press(melder, "notice.read|1", notice_of(sqlite_world)))
    _twice(sqlite_world, attacker.submit(leider, "withdraw", {"case": case}, {"reden": "toch niet"}), changes=False)
    _twice(sqlite_world, attacker.submit(melder, "withdraw", {"case": case}, {"reden": "toch niet"}))
    got = [one["text"] for one in sqlite_world.who("leerkracht").messages]
    assert len([text for text in got if "Mededeling van de directie" in text]) == 1


def _twice(world: World, request: Request, *, changes: bool = True) -> None:
    attacker, before = Attacker(world), state(world)
    assert attacker.send(request).status_code == 200
    world.settle()
    once = state(world)
    assert (once != before) is changes, request.body
    assert attacker.send(request).status_code == 200
    world.settle()
    assert state(world) == once


def test_who_sends_in_a_form_of_somebody_else_gets_nothing_of_theirs(sqlite_world: World) -> None:
    attacker = Attacker(sqlite_world)
    answers = {"zedenvermoeden": "nee", "toelichting": "x", "spoed": "nee"}
    attacker.send(attacker.submit(CAST["melder"], "intake", {"kind": "ontsporing"}, answers, view="V1"))
    before = state(sqlite_world)
    answer = attacker.send(attacker.submit(CAST["hr"], "intake", {"kind": "ontsporing"}, answers, view="V1"))
    assert "2026-0001" not in answer.text
    assert state(sqlite_world) == before


def test_who_is_of_another_workspace_is_nobody(attacker: Attacker, sqlite_world: World) -> None:
    before, case = state(sqlite_world), case_of(sqlite_world)
    member = {"id": "U9ELDERS", "team_id": "T9ELDERS"}
    elsewhere = {"team": {"id": "T9ELDERS"}, "enterprise": {"id": "E9ELDERS"}}
    answers = {"zedenvermoeden": "nee", "toelichting": "x", "spoed": "nee"}
    attacker.send(attacker.command("U9ELDERS", "/melden", team_id="T9ELDERS", enterprise_id="E9ELDERS"))
    attacker.send(attacker.press(CAST["melder"], "case.view|1", case, other={**elsewhere, "user": member}))
    attacker.send(attacker.submit("U9ELDERS", "intake", {"kind": "ontsporing"}, answers))
    assert state(sqlite_world) == before
    assert "U9ELDERS" not in sqlite_world.sandbox.site.workspace.stacks


def test_who_shares_a_channel_from_another_workspace_is_no_colleague_whatever_their_address(
    sqlite_world: World,
) -> None:
    """With Slack Connect such a person is no guest and no stranger, and their profile says what they like."""
    ctx = sqlite_world.installation.context
    with ctx.store.write() as tx:
        tx.exec_driver_sql(f"update people set member = null where id = '{person_id(tx, 'henk@regenboog.example')}'")  # noqa: S608
    sqlite_world.drive("people", {"id": CAST["bestuur"], "deleted": True})
    twin = {"id": "U9TWEE", "name": "henk", "real_name": "Henk", "email": "henk@regenboog.example", "team": "T9ELDERS"}
    sqlite_world.drive("people", {**twin, "channels": ["C03LUNCH"]})
    sqlite_world.who("U9TWEE").home()
    with ctx.store.read() as tx:
        query = "select listed from people where member = 'U9TWEE'"
        assert not tx.exec_driver_sql(query).scalar()


@pytest.mark.parametrize("name", OUTSIDERS)
def test_an_outsider_who_knows_the_id_of_a_case_hears_what_is_said_of_one_that_is_not_there(
    attacker: Attacker, sqlite_world: World, name: str, quiet: LogBook
) -> None:
    sqlite_world.who(name).home()
    hand_to_directie(sqlite_world)
    send_notice(sqlite_world)
    case, notice, user = case_of(sqlite_world), notice_of(sqlite_world), CAST[name]
    before = state(sqlite_world)
    differs = []
    for action in sorted(set(PRESSES) - NO_CASE - ABOUT_NOTICE):
        for end in ("", "|strategie|1|naar_directie", "|niet_reageren|1", f"|{case}", "|1"):
            said = [attacker.pressed(user, action, one + end) for one in (case, UNKNOWN)]
            differs += [(action, end, said)] if said[0] != said[1] else []
    assert differs == []
    for form in sorted(set(SUBMISSIONS) - NO_CASE_FORMS):
        told = {attacker.submitted(user, form, _context(one, notice), _words(form)) for one in (case, UNKNOWN)}
        assert len(told) == 1, (form, told)
    assert state(sqlite_world) == before


def _context(case: str, notice: str) -> dict[str, str]:
    where = {"case": case, "task": "strategie", "round": "1", "outcome": "naar_directie"}
    return {**where, "notice": notice, "entry": "1", "kind": "ontsporing"}


def _words(form: str) -> dict[str, str]:
    keys = ("aanvulling", "vraag", "reden", "bewaarreden", "zienswijze", "mededeling", "collega", "wanneer")
    return dict.fromkeys((*keys, form), "x")


def test_a_notice_of_others_is_as_unknown_as_one_that_is_not_there(attacker: Attacker, sqlite_world: World) -> None:
    hand_to_directie(sqlite_world)
    send_notice(sqlite_world)
    notice, before = notice_of(sqlite_world), state(sqlite_world)
    for name in OUTSIDERS:
        sqlite_world.who(name).home()
        for action in ("notice.status", "notice.stop", "notice.resume", "notice.remind", "notice.test"):
            said = attacker.pressed(CAST[name], action, notice)
            assert said == attacker.pressed(CAST[name], action, UNKNOWN), action
    assert attacker.pressed(CAST["buitenstaander"], "notice.read", notice) == attacker.pressed(
        CAST["buitenstaander"], "notice.read", UNKNOWN
    )
    assert state(sqlite_world) == before


def test_a_melder_cannot_press_what_was_meant_for_another(
    attacker: Attacker, sqlite_world: World, quiet: LogBook
) -> None:
    hand_to_directie(sqlite_world)
    case, melder, before = case_of(sqlite_world), CAST["melder"], state(sqlite_world)
    for action, end in (
        ("task.outcome", "|plaatser_benoemen|1|benoemd"),
        ("task.outcome", "|strategie|1|zelf_oplossen"),
        ("task.outcome", "|afsluiten|1|gesloten"),
        ("notice.compose", "|niet_reageren|1"),
        ("notice.correct", "|niet_reageren|1"),
        ("case.hand_over", ""),
        ("case.correct", ""),
        ("case.ask", ""),
        ("case.hold", ""),
        ("case.restrict", ""),
        ("case.merge", f"|{case}"),
        ("case.dossier", ""),
        ("case.reopen", ""),
    ):
        attacker.pressed(melder, action, case + end)
    for form in ("ask", "correct", "hand_over", "hold", "release", "restrict", "notice", "notice_send", "dossier_add"):
        attacker.submitted(melder, form, _context(case, UNKNOWN), _words(form))
    assert state(sqlite_world) == before
    assert [one["callback_id"] for one in sqlite_world.who("melder").modals] == ["receipt"]


def test_an_edited_value_is_answered_with_a_sentence_and_does_nothing(world: World, quiet: LogBook) -> None:
    report(world)
    attacker, case, user, before = Attacker(world), case_of(world), CAST["leidinggevende"], state(world)
    for number in ODD_NUMBERS:
        attacker.pressed(user, "task.outcome", f"{case}|strategie|{number}|naar_directie")
    for value in ODD_VALUES:
        for action in ("case.view", "task.outcome", "notice.read", "case.timeline", "dossier.add", "case.merge"):
            attacker.pressed(user, action, value)
        attacker.pressed(user, "task.outcome", f"{case}|{value}|1|naar_directie")
        attacker.pressed(user, "task.outcome", f"{case}|strategie|1|{value}".replace("|||||", "||"))
    for action in ("bestaat.niet", "case.destroy", "__class__", "x" * 200, "\x00"):
        attacker.pressed(user, action, case)
    assert state(world) == before


def test_an_edited_form_is_answered_with_a_sentence_and_does_nothing(world: World, quiet: LogBook) -> None:
    report(world)
    attacker, case, user, before = Attacker(world), case_of(world), CAST["leidinggevende"], state(world)
    for form in ("bestaat_niet", "", "x" * 200, "outcome|1"):
        attacker.submitted(user, form, {"case": case}, {"toelichting": "x"})
    for context in ("{", "[]", "null", '"x"', "{}", json.dumps({"case": ["x"]}), json.dumps({"case": "\x00"})):
        for name in ("outcome", "add", "ask", "withdraw", "notice", "hold"):
            attacker.submitted(user, name, context, _words(name))
    for number in ODD_NUMBERS:
        where = {"case": case, "task": "strategie", "round": number, "outcome": "naar_directie"}
        attacker.submitted(user, "outcome", where, {})
    assert state(world) == before


def test_a_payload_of_any_shape_is_answered(attacker: Attacker, sqlite_world: World) -> None:
    before = state(sqlite_world)
    bodies = [urlencode({"payload": one}) for one in ODD_PAYLOADS] + ["", "payload", "a=b", "%00=%ff", "&" * 1000]
    broken = [one for one in bodies if attacker.send(attacker.signed(one)).status_code >= 500]
    assert broken == []
    assert state(sqlite_world) == before
