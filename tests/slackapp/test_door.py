"""Who gets in, by which door: newcomers, shortcuts, events, signatures, and what is kept out of the log."""

import json
from typing import Any

import pytest

from slackapp import modals
from tests.slackapp.fakes import Answered, Door, FakeSlack, ScriptedDesk, shown
from tests.slackapp.judge import judge_view
from texts import say
from workflows.cards.elements import Button, Buttons, Field, Form
from workflows.cards.replies import Reply
from workflows.usecases.messenger import Member

FORM = Form(name="melding", title="Melden", elements=(Field(key="wat", label="Wat ziet u?"),), context={"kind": "x"})
USER = {"id": "U2", "name": "jo", "profile": {"email": "jo@school.nl", "real_name": "Jo Bos"}}


def read(answer: Any) -> Any:
    return json.loads(answer.get_data(as_text=True))


def test_a_newcomer_is_looked_up_enrolled_and_helped_at_once(door: Door, slack: FakeSlack, desk: ScriptedDesk) -> None:
    slack.will("users.info", {"user": {**USER, "is_restricted": True}})
    desk.reply = Reply(whisper="Welkom")
    assert read(door.command("/ruggespraak", user="U2"))["text"] == "Welkom"
    assert desk.enrolled == [Member(id="U2", email="jo@school.nl", name="Jo Bos", active=True, staff=False)]


@pytest.mark.parametrize("flag", ["is_bot", "deleted", "is_workflow_bot"])
def test_bots_and_deactivated_members_are_refused(door: Door, slack: FakeSlack, desk: ScriptedDesk, flag: str) -> None:
    slack.will("users.info", {"user": {**USER, flag: True}})
    assert read(door.command("/melden", user="U2"))["text"] == say("slack.no_access")
    assert (desk.enrolled, desk.asked) == ([], [])


def test_when_slack_does_not_say_who_it_is_the_person_may_try_again(door: Door, slack: FakeSlack) -> None:
    slack.will("users.info", Answered({"ok": False, "error": "internal_error"}, status=500))
    assert read(door.command("/melden", user="U2"))["text"] == say("slack.try_again")


def test_a_shortcut_on_a_message_brings_its_words_and_address(door: Door, desk: ScriptedDesk) -> None:
    message = {"text": "kijk &lt;hier&gt;", "ts": "1700.0002"}
    where = {"channel": {"id": "C7"}, "message_ts": "1700.0002"}
    door.interact({"type": "message_action", "callback_id": "melden_bericht", "message": message, **where})
    assert desk.asked[0].said == {
        "kind": "ontsporing", "text": "kijk <hier>", "link": "https://school.slack.com/archives/C7/p17000002",
    }  # fmt: skip


@pytest.mark.parametrize("shortcut, kind", [("melden", "ontsporing"), ("publiceren", "publicatie")])
def test_a_global_shortcut_opens_the_form_of_its_kind(
    door: Door, slack: FakeSlack, desk: ScriptedDesk, shortcut: str, kind: str
) -> None:
    desk.reply = Reply(form=FORM)
    door.interact({"type": "shortcut", "callback_id": shortcut})
    assert desk.asked[0].said["kind"] == kind
    assert slack.names() == ["views.open"]


def test_opening_the_home_page_shows_it(door: Door, slack: FakeSlack) -> None:
    answer = door.event({"type": "app_home_opened", "user": "U1", "tab": "home"})
    assert answer.status_code == 200
    (published,) = slack.of("views.publish")
    judge_view(published["view"])
    assert published["user_id"] == "U1"


@pytest.mark.parametrize(
    "event",
    [
        {"type": "app_home_opened", "user": "U1", "tab": "messages"},
        {"type": "app_uninstalled"},
        {"type": "tokens_revoked", "tokens": {"bot": ["U0"]}},
        {"type": "user_change", "user": {"id": "U1"}},
        {"type": "message", "text": "hoi", "user": "U1", "channel": "D1"},
    ],
)
def test_other_events_are_only_acknowledged(door: Door, slack: FakeSlack, event: dict[str, Any]) -> None:
    assert door.event(event).status_code == 200
    assert slack.calls == []


def test_an_event_that_broke_is_brought_again(door: Door, desk: ScriptedDesk) -> None:
    desk.error = RuntimeError("gone")
    assert door.event({"type": "app_home_opened", "user": "U1", "tab": "home"}).status_code == 500


def test_a_link_button_does_nothing_more(door: Door, slack: FakeSlack, desk: ScriptedDesk) -> None:
    made = modals.view(
        Form(name="x", title="x", elements=(Buttons(items=(Button(text="Open", action="", url="https://a.nl"),)),))
    )
    assert door.click_message(made["blocks"][0]["elements"][0]["action_id"]).status_code == 200
    assert (slack.calls, desk.asked) == ([], [])


def test_a_button_of_somebody_else_is_answered(door: Door, slack: FakeSlack, desk: ScriptedDesk) -> None:
    assert door.click_message("old_button").status_code == 200
    assert slack.of("hook")[0]["text"] == say("slack.unknown_action")
    assert desk.asked == []


def test_an_unknown_command_is_answered(door: Door) -> None:
    assert read(door.command("/onbekend"))["text"] == say("slack.unknown_action")


@pytest.mark.parametrize("how", [{"secret": "another"}, {"age": 301}])
def test_a_wrong_or_old_signature_gets_nowhere(door: Door, desk: ScriptedDesk, how: dict[str, Any]) -> None:
    assert door.command("/melden", **how).status_code == 401
    assert desk.asked == []


def test_a_body_over_a_megabyte_is_not_read(door: Door, desk: ScriptedDesk) -> None:
    assert door.command("/melden", "x" * 1_000_001).status_code == 413
    assert desk.asked == []


def test_slack_may_check_the_address(door: Door) -> None:
    answer = door.post(json.dumps({"type": "url_verification", "challenge": "abc"}), kind="application/json")
    assert read(answer) == {"challenge": "abc"}
    assert door.post("ssl_check=1&token=x").status_code == 200


def test_signed_nonsense_is_not_an_accident(door: Door) -> None:
    assert door.post("{}", kind="application/json").status_code == 404
    assert door.post("x=1").status_code == 404


def test_no_words_of_people_reach_the_log(
    door: Door, slack: FakeSlack, desk: ScriptedDesk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    desk.reply = Reply(form=FORM)
    slack.will("views.open", Answered({"ok": False, "error": "internal_error"}, status=500))
    door.command("/melden", "KANARIE")
    door.command("/onbekend", "KANARIE")
    door.command("/melden", "KANARIE", secret="another")
    door.submit(shown(modals.view(FORM), wat={"type": "plain_text_input", "value": "KANARIE"}))
    assert "KANARIE" not in caplog.text
