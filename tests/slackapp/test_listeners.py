"""From a signed request to what the Desk was asked and what the person gets to see."""

import json
from typing import Any

import pytest

from slackapp import modals
from tests.slackapp.fakes import Answered, Door, FakeSlack, ScriptedDesk, shown
from tests.slackapp.judge import judge_message, judge_view
from texts import say
from workflows.cards.elements import Card, Field, Form, Text
from workflows.cards.replies import Reply

FORM = Form(name="melding", title="Melden", elements=(Field(key="wat", label="Wat ziet u?"),), context={"kind": "x"})
NEXT = Form(name="ontvangst", title="Ontvangen", elements=(Text(text="Dank u"),))
CARD = Card(text="Zaak 12 is gelezen", elements=(Text(text="Zaak 12 is gelezen"),))
TYPED = {"type": "plain_text_input", "value": "Een ruzie \n"}


def read(answer: Any) -> Any:
    return json.loads(answer.get_data(as_text=True))


def test_a_command_opens_the_form_with_what_was_typed(door: Door, slack: FakeSlack, desk: ScriptedDesk) -> None:
    desk.reply = Reply(form=FORM)
    answer = door.command("/melden", "ruzie &amp; <@U9|piet> op <https://x.nl/a>")
    assert (answer.status_code, answer.get_data()) == (200, b"")
    assert desk.asked[0].said == {"kind": "ontsporing", "text": "ruzie & @piet op https://x.nl/a", "link": ""}
    (opened,) = slack.of("views.open")
    judge_view(opened["view"])
    assert opened["trigger_id"] == "T.1"
    assert slack.names() == ["views.open"], "nothing else is fetched before a person gets an answer"


@pytest.mark.parametrize("command, kind", [("/melden", "ontsporing"), ("/publiceren", "publicatie"), ("/pers", "pers")])
def test_each_command_begins_its_own_kind(door: Door, desk: ScriptedDesk, command: str, kind: str) -> None:
    door.command(command)
    assert desk.asked[0].said["kind"] == kind


def test_the_guide_is_a_private_line_in_the_answer(door: Door, desk: ScriptedDesk) -> None:
    desk.reply = Reply(whisper="U kunt <!channel> melden")
    body = read(door.command("/ruggespraak"))
    judge_message(body)
    assert body["response_type"] == "ephemeral"
    assert body["text"] == "U kunt &lt;!channel&gt; melden"


@pytest.mark.parametrize("word", ["expired_trigger_id", "trigger_exchanged"])
def test_a_trigger_that_expired_asks_to_try_again(door: Door, slack: FakeSlack, desk: ScriptedDesk, word: str) -> None:
    desk.reply = Reply(form=FORM)
    slack.will("views.open", Answered({"ok": False, "error": word}))
    assert read(door.command("/melden"))["text"] == say("slack.try_again")


def test_a_message_button_whose_trigger_expired_asks_so_privately(
    door: Door, slack: FakeSlack, desk: ScriptedDesk
) -> None:
    desk.reply = Reply(form=FORM)
    slack.will("views.open", Answered({"ok": False, "error": "expired_trigger_id"}))
    door.click_message("bekijk|1", "zaak-1")
    (line,) = slack.of("hook")
    assert line["text"] == say("slack.try_again")
    assert line["replace_original"] is False


def test_a_press_tells_the_desk_what_was_meant_and_which_gesture_it_was(door: Door, desk: ScriptedDesk) -> None:
    door.click_message("case.open|3", "zaak-1")
    assert desk.asked[0].said == {
        "action": "case.open", "value": "zaak-1", "context": {}, "answers": {}, "key": "D1:111.222:333.444",
    }  # fmt: skip


def test_a_press_delivered_twice_has_one_key(door: Door, desk: ScriptedDesk) -> None:
    door.click_message("read|1", "n1")
    door.click_message("read|1", "n1")
    first, second = (asked.said["key"] for asked in desk.asked)
    assert first == second


def test_a_direct_message_is_replaced_for_its_reader(door: Door, slack: FakeSlack, desk: ScriptedDesk) -> None:
    desk.reply = Reply(card=CARD)
    door.click_message("read|1")
    (line,) = slack.of("hook")
    judge_message(line)
    assert line["replace_original"] is True


def test_a_channel_post_is_never_replaced_by_a_click(door: Door, slack: FakeSlack, desk: ScriptedDesk) -> None:
    desk.reply = Reply(card=CARD)
    door.click_message("read|1", channel="C1")
    (line,) = slack.of("hook")
    assert line["replace_original"] is False
    assert line["response_type"] == "ephemeral"


def test_a_private_line_in_a_channel_is_replaced(door: Door, slack: FakeSlack, desk: ScriptedDesk) -> None:
    desk.reply = Reply(card=CARD)
    where = {"type": "message", "message_ts": "1.2", "channel_id": "C1", "is_ephemeral": True}
    door.click_message("read|1", channel="C1", container=where)
    assert slack.of("hook")[0]["replace_original"] is True


def test_a_private_line_whose_answer_got_lost_is_not_sent_again(
    door: Door, slack: FakeSlack, desk: ScriptedDesk
) -> None:
    desk.reply = Reply(whisper="Gelezen")
    slack.will("hook", Answered(hang_up=True))
    assert door.click_message("read|1").status_code == 200
    assert len(slack.of("hook")) == 1


def test_when_a_message_cannot_be_replaced_its_reader_is_still_told(
    door: Door, slack: FakeSlack, desk: ScriptedDesk
) -> None:
    desk.reply = Reply(card=CARD)
    slack.will("hook", Answered("no", 500), Answered("no", 500))
    door.click_message("read|1")
    assert slack.names() == ["hook", "hook", "views.open"]


def test_a_button_on_the_home_page_opens_a_form(door: Door, slack: FakeSlack, desk: ScriptedDesk) -> None:
    desk.reply = Reply(form=FORM)
    door.click_view("start|1", {"id": "V9", "type": "home"}, "ontsporing")
    assert slack.names() == ["views.open"]
    assert desk.asked[0].said["key"] == "V9:333.444"


def test_a_card_for_the_home_page_replaces_that_page(door: Door, slack: FakeSlack, desk: ScriptedDesk) -> None:
    desk.reply = Reply(card=CARD)
    door.click_view("later|1", {"id": "V9", "type": "home"})
    judge_view(slack.of("views.publish")[0]["view"])


def test_a_button_in_a_modal_updates_that_modal(door: Door, slack: FakeSlack, desk: ScriptedDesk) -> None:
    desk.reply = Reply(form=NEXT)
    door.click_view("outcome|1", shown(modals.view(FORM), wat=TYPED), "akkoord")
    (update,) = slack.of("views.update")
    assert (update["view_id"], update["hash"]) == ("V1", "h1")
    assert desk.asked[0].said["context"] == {"kind": "x"}
    assert desk.asked[0].said["answers"] == {"wat": "Een ruzie"}


def test_the_modal_shows_what_the_desk_put_in_after_a_press(door: Door, slack: FakeSlack, desk: ScriptedDesk) -> None:
    desk.reply = Reply(
        form=Form(name="melding", title="Melden", elements=(Field(key="wat", label="?", initial="anders"),))
    )
    door.click_view("insert|1", shown(modals.view(FORM), wat=TYPED))
    assert slack.of("views.update")[0]["view"]["blocks"][0]["element"]["action_id"] == "answer-1"


def test_the_next_task_in_the_same_modal_begins_empty(door: Door, desk: ScriptedDesk) -> None:
    desk.reply = Reply(form=Form(name="melding", title="Melden", elements=FORM.elements, context={"kind": "y"}))
    body = read(door.submit(shown(modals.view(FORM), wat=TYPED)))
    assert body["view"]["blocks"][0]["element"]["action_id"] == "answer-1"


def test_an_older_view_does_not_stop_the_update(door: Door, slack: FakeSlack, desk: ScriptedDesk) -> None:
    desk.reply = Reply(form=NEXT)
    slack.will("views.update", Answered({"ok": False, "error": "hash_conflict"}))
    door.click_view("outcome|1", shown(modals.view(FORM)))
    assert ["hash" in call for call in slack.of("views.update")] == [True, False]


def test_a_modal_that_was_closed_meanwhile_opens_again(door: Door, slack: FakeSlack, desk: ScriptedDesk) -> None:
    desk.reply = Reply(form=NEXT)
    slack.will("views.update", Answered({"ok": False, "error": "not_found"}))
    door.click_view("outcome|1", shown(modals.view(FORM)))
    assert slack.names() == ["views.update", "views.open"]


def test_a_complaint_in_a_modal_comes_on_top_of_what_was_typed(
    door: Door, slack: FakeSlack, desk: ScriptedDesk
) -> None:
    desk.reply = Reply(errors={"wat": "Vul dit eerst in"})
    door.click_view("outcome|1", shown(modals.view(FORM), wat=TYPED))
    assert slack.names() == ["views.push"]
    judge_view(slack.of("views.push")[0]["view"])


def test_who_can_be_shown_nothing_else_gets_a_direct_message(door: Door, slack: FakeSlack, desk: ScriptedDesk) -> None:
    desk.reply = Reply(form=NEXT)
    slack.will("views.update", Answered({"ok": False, "error": "internal_error"}))
    door.click_view("outcome|1", shown(modals.view(FORM)))
    (line,) = slack.of("chat.postMessage")
    assert (line["channel"], line["text"]) == ("U1", say("slack.try_again"))
