"""What happens to a form that is sent in, and what a person sees when something breaks."""

import json
from typing import Any

import pytest

from slackapp import modals
from tests.slackapp.fakes import Door, FakeSlack, ScriptedDesk, shown
from tests.slackapp.judge import judge_view
from texts import say
from workflows.cards.elements import Field, Form, Text
from workflows.cards.replies import Reply

FORM = Form(name="melding", title="Melden", elements=(Field(key="wat", label="Wat ziet u?"),), context={"kind": "x"})
NEXT = Form(name="ontvangst", title="Ontvangen", elements=(Text(text="Dank u"),))
TYPED = {"type": "plain_text_input", "value": "Een ruzie \n"}


def read(answer: Any) -> Any:
    return json.loads(answer.get_data(as_text=True))


def test_a_submission_shows_the_next_form_in_the_same_modal(door: Door, desk: ScriptedDesk) -> None:
    desk.reply = Reply(form=NEXT)
    body = read(door.submit(shown(modals.view(FORM), wat=TYPED)))
    assert body["response_action"] == "update"
    judge_view(body["view"])
    assert desk.asked[0].said["form"] == "melding"
    assert desk.asked[0].said["answers"] == {"wat": "Een ruzie"}


def test_errors_come_under_their_questions_and_unknown_ones_under_the_first(door: Door, desk: ScriptedDesk) -> None:
    desk.reply = Reply(errors={"wat": "Te kort.", "elders": "Ook dit."})
    body = read(door.submit(shown(modals.view(FORM))))
    assert body == {"response_action": "errors", "errors": {"wat": "Te kort. Ook dit."}}


def test_a_form_without_questions_shows_its_errors_on_top(door: Door, desk: ScriptedDesk) -> None:
    desk.reply = Reply(errors={"": "Al beslist"})
    body = read(door.submit(shown(modals.view(NEXT))))
    assert body["response_action"] == "push"


def test_a_whisper_after_a_submission_stands_in_the_modal(door: Door, desk: ScriptedDesk) -> None:
    desk.reply = Reply(whisper="Deze taak is overgenomen")
    body = read(door.submit(shown(modals.view(FORM))))
    assert body["response_action"] == "update"
    assert "Deze taak is overgenomen" in json.dumps(body)


def test_an_empty_reply_closes_the_modal(door: Door) -> None:
    answer = door.submit(shown(modals.view(FORM)))
    assert (answer.status_code, answer.get_data()) == (200, b"")


def test_a_submission_that_could_not_be_saved_keeps_what_was_typed(
    door: Door, desk: ScriptedDesk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.error = RuntimeError("the database is gone")
    answer = door.submit(shown(modals.view(FORM), wat=TYPED))
    assert answer.status_code == 200
    assert read(answer) == {"response_action": "errors", "errors": {"wat": say("slack.save_failed")}}
    assert "the database is gone" in caplog.text
    assert "Een ruzie" not in caplog.text


@pytest.mark.parametrize("surface", ["command", "message", "home", "modal", "shortcut"])
def test_every_gesture_that_broke_gets_an_answer(
    door: Door, slack: FakeSlack, desk: ScriptedDesk, surface: str
) -> None:
    desk.error = RuntimeError("gone")
    answer = {
        "command": lambda: door.command("/melden"),
        "message": lambda: door.click_message("a|1"),
        "home": lambda: door.click_view("a|1", {"id": "V9", "type": "home"}),
        "modal": lambda: door.click_view("a|1", shown(modals.view(FORM))),
        "shortcut": lambda: door.interact({"type": "shortcut", "callback_id": "melden"}),
    }[surface]()
    assert answer.status_code == 200
    assert say("slack.failed") in json.dumps([slack.calls, answer.get_data(as_text=True)], ensure_ascii=False)


def test_what_was_saved_but_cannot_be_shown_says_so(door: Door, desk: ScriptedDesk) -> None:
    desk.reply = Reply(form=Form(name="x", title="x", elements=(), context={"a": "b" * 3001}))
    assert read(door.submit(shown(modals.view(FORM))))["errors"] == {"wat": say("slack.not_shown")}
