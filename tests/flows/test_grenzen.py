"""Bad input and bad luck: nothing is lost, nothing happens twice, every click gets an answer."""

import hashlib
import hmac
import time
from urllib.parse import urlencode

import pytest

from models import cases, entries, people
from tests.flows.test_ontsporing import hand_to_directie, report, send_notice
from tests.models.rows import alter_person
from tests.play import CAST, ROOT, World, words
from workflows.usecases.correct import correct
from workflows.usecases.messenger import Member
from workflows.usecases.staff import import_staff
from workflows.usecases.staff_file import read_staff

HOSTILE = [
    "<!channel> <@U04DIREC> *vet* `x`",
    "\u202eמימין לשמאל",  # noqa: RUF001 - Hebrew is meant
    "😀" * 50,
    '=HYPERLINK("http://x")',
    "<script>alert(1)</script>",
]


def count_cases(world: World) -> int:
    with world.installation.context.store.read() as tx:
        return cases.count(tx)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_person_types_is_shown_as_typed_and_never_interpreted(sqlite_world: World, text: str) -> None:
    report(sqlite_world, toelichting=text)
    assert text in sqlite_world.who("leidinggevende").open_case()
    assert text not in sqlite_world.posted()


def test_an_empty_field_gets_its_message_and_keeps_what_was_typed(sqlite_world: World) -> None:
    melder = sqlite_world.who("melder")
    melder.command("/melden")
    reply = sqlite_world.installation.desk.submit(
        CAST["melder"], "intake", context={"kind": "ontsporing"}, answers={"zedenvermoeden": "nee"}, key="k"
    )
    assert reply.errors.keys() == {"toelichting", "spoed"}
    assert count_cases(sqlite_world) == 0


def test_a_value_that_was_never_offered_is_refused(sqlite_world: World) -> None:
    answers = {"zedenvermoeden": "misschien", "toelichting": "x", "spoed": "nee"}
    reply = sqlite_world.installation.desk.submit(
        CAST["melder"], "intake", context={"kind": "ontsporing"}, answers=answers, key="k"
    )
    assert "zedenvermoeden" in reply.errors
    assert count_cases(sqlite_world) == 0


def test_a_text_that_is_too_long_is_refused_at_its_field(sqlite_world: World) -> None:
    answers = {"zedenvermoeden": "nee", "toelichting": "x" * 3001, "spoed": "nee"}
    reply = sqlite_world.installation.desk.submit(
        CAST["melder"], "intake", context={"kind": "ontsporing"}, answers=answers, key="k"
    )
    assert "3000" in reply.errors["toelichting"]


def test_the_same_submission_delivered_twice_is_one_case(world: World) -> None:
    answers = {"zedenvermoeden": "nee", "toelichting": "x", "spoed": "nee"}
    for _ in range(2):
        reply = world.installation.desk.submit(
            CAST["melder"], "intake", context={"kind": "ontsporing"}, answers=answers, key="V1:intake:1"
        )
        assert reply.form is not None
        assert reply.form.name == "receipt"
    world.settle()
    assert count_cases(world) == 1
    assert len([one for one in world.who("melder").messages if "Ontvangen" in one["text"]]) == 1


def test_two_people_who_decide_at_once_hear_who_was_first(world: World) -> None:
    report(world)
    world.advance(hours=5)
    leider, deputy = world.who("leidinggevende"), world.who("vervanger")
    leider.open_case()
    deputy.open_case()
    leider.press("Naar de directie")
    deputy.press("Naar de directie")
    assert "al beslist door Ingrid de Wit" in deputy.shown()
    with world.installation.context.store.read() as tx:
        case_id = tx.exec_driver_sql("select id from cases").scalar()
        done = [one for one in entries.of_case(tx, case_id) if one.type == "afgerond"]
    assert len(done) == 1


def test_a_click_on_an_old_card_after_a_restart_still_answers(world: World) -> None:
    report(world)
    world.restart()
    leider = world.who("leidinggevende")
    old = leider.messages[-1]
    leider.open_case()
    leider.decide("Naar de directie")
    world.restart()
    leider.click("Bekijk", message=next(one for one in leider.messages if one["ts"] == old["ts"]))
    assert "Naar de directie" not in leider.buttons()


def test_somebody_who_may_not_gets_a_private_answer_and_nothing_changes(sqlite_world: World) -> None:
    report(sqlite_world)
    with sqlite_world.installation.context.store.read() as tx:
        case_id = tx.exec_driver_sql("select id from cases").scalar()
    for action, value in (
        ("case.view", case_id),
        ("task.outcome", f"{case_id}|strategie|1|naar_directie"),
        ("case.add", case_id),
        ("case.correct", case_id),
        ("case.merge", f"{case_id}|{case_id}"),
        ("notice.compose", f"{case_id}|niet_reageren|1"),
        ("case.view", "0" * 32),
        ("task.outcome", "x|y|z"),
        ("nonsense", ""),
    ):
        reply = sqlite_world.installation.desk.press(
            CAST["hr"], action, value, context={}, answers={}, key=f"{action}{value}"
        )
        assert reply.whisper, action
        assert reply.form is None, action
    assert "Strategie bepalen" in sqlite_world.who("leidinggevende").messages[-1]["text"]


def test_a_person_who_is_not_on_the_staff_list_is_heard_and_told_whom_to_ask(sqlite_world: World) -> None:
    outsider = sqlite_world.who("buitenstaander")
    outsider.command("/melden")
    outsider.fill(zedenvermoeden="nee", toelichting="Ik zag iets", spoed="nee")
    assert "U staat nog niet in de personeelslijst" in outsider.shown()
    sqlite_world.settle()
    assert "Strategie bepalen" in sqlite_world.who("directie").messages[-1]["text"]


@pytest.mark.parametrize(
    "fault", [{"status": 429, "retry_after": 1}, {"status": 500}, {"reset": "before"}, {"reset": "after"}]
)
def test_when_slack_stumbles_every_message_arrives_later_and_once(world: World, fault: dict[str, object]) -> None:
    world.drive("faults", {"method": "chat.postMessage", "times": 3, **fault})
    report(world)
    world.advance(minutes=5)
    melder, leider = world.who("melder"), world.who("leidinggevende")
    assert len([one for one in melder.messages if "Ontvangen" in one["text"]]) == 1
    assert len([one for one in leider.messages if "Strategie bepalen" in one["text"]]) == 1


def test_a_notice_reaches_everyone_once_and_who_cannot_be_reached_is_listed(world: World) -> None:
    world.drive("people", {"id": CAST["hr"], "deleted": True})
    report(world)
    hand_to_directie(world)
    directie = send_notice(world)
    world.advance(minutes=1)
    for name in ("melder", "leerkracht", "plaatser"):
        got = [one for one in world.who(name).messages if "Mededeling van de directie" in one["text"]]
        assert len(got) == 1, name
    assert not any("Mededeling van" in one["text"] for one in world.who("buitenstaander").messages)
    directie.click("Wie las het?")
    assert "Nog niet gelezen: 15" in directie.shown()


@pytest.mark.parametrize("age, secret", [(0, "wrong"), (600, None)])
def test_a_forged_or_old_request_is_refused_and_nothing_is_stored(
    sqlite_world: World, age: int, secret: str | None
) -> None:
    body = urlencode({"command": "/melden", "text": "x", "user_id": CAST["melder"], "trigger_id": "1.1"})
    stamp = str(int(time.time()) - age)  # noqa: TID251 - Slack signs with real time
    key = (secret or sqlite_world.installation.slack.signing_secret).encode()
    signature = "v0=" + hmac.new(key, f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    url = f"http://127.0.0.1:{sqlite_world.app.port}/slack/events"
    assert sqlite_world.http.post(url, data=body, headers=headers, timeout=5).status_code == 401
    assert count_cases(sqlite_world) == 0


def test_the_case_can_be_read_by_nobody_who_was_not_asked_and_reading_is_on_record(sqlite_world: World) -> None:
    report(sqlite_world)
    sqlite_world.who("leidinggevende").open_case()
    with sqlite_world.installation.context.store.read() as tx:
        case_id = tx.exec_driver_sql("select id from cases").scalar()
        types = [one.type for one in entries.of_case(tx, case_id)]
        stored = words([dict(row) for row in tx.exec_driver_sql("select * from entries").mappings()])
    assert "gelezen" in types
    assert "Ruzie" not in stored


def test_free_text_is_nowhere_readable_in_the_database_file(sqlite_world: World) -> None:
    report(sqlite_world, toelichting="KANARIE-in-rust")
    sqlite_world.close()
    for file in sqlite_world.folder.iterdir():
        assert b"KANARIE-in-rust" not in file.read_bytes(), file.name


def test_going_back_from_the_last_look_keeps_what_directie_wrote(sqlite_world: World) -> None:
    report(sqlite_world)
    directie = hand_to_directie(sqlite_world)
    directie.click("Mededeling opstellen")
    directie.fill(mededeling="Mijn eigen woorden", via="direct")
    sqlite_world.drive("close", {"user": directie.user, "view_id": directie.modal["id"]})
    directie.click("Mededeling opstellen")
    assert "Mijn eigen woorden" in str(directie.modal["blocks"])


def test_an_edited_button_sends_no_notice_and_ends_none_unsent(sqlite_world: World) -> None:
    report(sqlite_world)
    hand_to_directie(sqlite_world)
    with sqlite_world.installation.context.store.read() as tx:
        case_id = tx.exec_driver_sql("select id from cases").scalar()
    desk = sqlite_world.installation.desk
    for action, value in (
        ("task.outcome", f"{case_id}|niet_reageren|1|verstuurd"),
        ("notice.compose", f"{case_id}|plaatser_benoemen|1"),
    ):
        reply = desk.press(CAST["directie"], action, value, context={}, answers={}, key=action)
        assert reply.whisper
        assert reply.form is None
    assert "Mededeling opstellen" in words(sqlite_world.who("directie").messages[-1])


def test_who_left_the_staff_list_sees_and_decides_nothing_from_that_moment(sqlite_world: World) -> None:
    report(sqlite_world)
    lines = (ROOT / "ruggespraak/demo/staff.csv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("ingrid@")]
    text = "\n".join(line.replace("ingrid@regenboog.example", "") for line in kept)
    import_staff(sqlite_world.installation.context, read_staff(text.encode()), "test")
    leider = sqlite_world.who("leidinggevende")
    leider.click("Bekijk en beslis")
    assert leider.modals == []
    assert "niet meer in de personeelslijst" in leider.whispers[-1]


def test_a_stranger_with_a_colleagues_address_is_nobody_we_know(sqlite_world: World) -> None:
    ctx = sqlite_world.installation.context
    with ctx.store.write() as tx:
        alter_person(tx, "henk@regenboog.example", "member = null")
    stranger = Member(id="UEVIL01", email="henk@regenboog.example", name="Henk", staff=False)
    sqlite_world.installation.desk.enroll(stranger)
    with ctx.store.read() as tx:
        found = people.by_member(tx, "UEVIL01")
    assert found is not None
    assert not found.listed


def test_a_card_that_could_not_be_sent_says_nothing_any_more_when_the_case_became_confidential(
    sqlite_world: World,
) -> None:
    sqlite_world.drive("faults", {"method": "chat.postMessage", "times": 4, "status": 429, "retry_after": 600})
    melder = report(sqlite_world)
    with sqlite_world.installation.context.store.read() as tx:
        case_id = str(tx.exec_driver_sql("select id from cases").scalar())
    correct(
        sqlite_world.installation.context,
        _contact(sqlite_world, CAST["leidinggevende"]),
        case_id,
        {"zedenvermoeden": "ja", "reden": "nieuw"},
        "k1",
    )
    sqlite_world.http.delete(f"{sqlite_world.url}/driver/faults", timeout=5)
    sqlite_world.advance(hours=1)
    for name in ("leidinggevende", "directie"):
        assert "Sanne" not in words([one.get("blocks", []) for one in sqlite_world.who(name).messages]), name
    assert "Vertrouwelijke zaak" in sqlite_world.who("bestuur").messages[-1]["text"]
    assert melder.messages


def _contact(world: World, member: str) -> people.Contact:
    with world.installation.context.store.read() as tx:
        found = people.by_member(tx, member)
    assert found is not None
    return found
