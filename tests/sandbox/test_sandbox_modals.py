"""Modals: how they open, stack, keep what was typed, and what the app's answer does to them."""

import json
import time

import pytest
import requests
from slack_sdk.errors import SlackApiError

SANNE = "U01MELDER"


def plain(text):
    return {"type": "plain_text", "text": text}


def option(value):
    return {"text": plain(value.title()), "value": value}


def text_input(block, **extra):
    element = {"type": "plain_text_input", "action_id": "a", **extra}
    return {"type": "input", "block_id": block, "label": plain(block), "element": element}


def modal(*blocks, **extra):
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Melden"),
        "submit": plain("Verstuur"),
        "blocks": list(blocks),
        **extra,
    }


def opened(hands, app, view, user=SANNE):
    """A person types a command and the app opens this view."""
    hands.post("command", user=user, channel="C03LUNCH", text="/melden iets")
    return hands.client.views_open(trigger_id=app.last().fields["trigger_id"], view=view)["view"]


def modals(hands, user=SANNE):
    return hands.sees(user)["modals"]


def test_a_trigger_opens_one_view_and_only_in_time(sandbox, app):
    with sandbox(trigger_seconds=0.2) as hands:
        view = opened(hands, app, modal(text_input("wat")))
        for wait, error in ((0, "exchanged_trigger_id"), (0.25, "expired_trigger_id")):
            time.sleep(wait)
            with pytest.raises(SlackApiError, match=error):
                hands.client.views_open(trigger_id=app.last().fields["trigger_id"], view=modal(text_input("wat")))
        with pytest.raises(SlackApiError, match="invalid_trigger_id"):
            hands.client.views_open(trigger_id="1.2.3", view=modal(text_input("wat")))
        assert [one["id"] for one in modals(hands)] == [view["id"]]


def test_a_submission_carries_every_value_and_closes_on_an_empty_answer(hands, app):
    file = requests.post(
        f"{hands.base}/driver/upload",
        data={"user": SANNE},
        timeout=5,
        files={"file": ("foto.png", b"\x89PNG", "image/png")},
    ).json()["file"]
    elements = {
        "keuze": {"type": "static_select", "options": [option("ja"), option("nee")]},
        "vinkjes": {"type": "checkboxes", "options": [option("een"), option("twee")]},
        "wie": {"type": "users_select"},
        "met": {"type": "multi_users_select"},
        "dag": {"type": "datepicker"},
        "uur": {"type": "timepicker"},
        "getal": {"type": "number_input", "is_decimal_allowed": False},
        "bestand": {"type": "file_input"},
        "leeg": {"type": "email_text_input"},
    }
    blocks = [
        {
            "type": "input",
            "block_id": key,
            "label": plain(key),
            "optional": key == "leeg",
            "element": {**element, "action_id": "a"},
        }
        for key, element in elements.items()
    ]
    view = opened(hands, app, modal(*blocks, private_metadata="geheim"))
    given = {
        "keuze": "nee",
        "vinkjes": ["een"],
        "wie": "U04DIREC",
        "met": ["U06HR"],
        "dag": "2026-11-20",
        "uur": "08:30",
        "getal": "3",
        "bestand": [file["id"]],
    }
    values = {key: {"a": value} for key, value in given.items()}
    assert hands.post("submit", user=SANNE, view_id=view["id"], values=values)["ok"]
    payload = app.last().payload
    state = {key: row["a"] for key, row in payload["view"]["state"]["values"].items()}
    assert payload["type"] == "view_submission"
    assert payload["view"]["private_metadata"] == "geheim"
    assert state["keuze"]["selected_option"] == option("nee")
    assert state["vinkjes"]["selected_options"] == [option("een")]
    assert state["wie"]["selected_user"] == "U04DIREC"
    assert state["met"]["selected_users"] == ["U06HR"]
    assert state["dag"]["selected_date"] == "2026-11-20"
    assert state["uur"]["selected_time"] == "08:30"
    assert state["getal"]["value"] == "3"
    assert state["leeg"]["value"] is None
    assert state["bestand"]["files"][0]["id"] == file["id"]
    assert modals(hands) == []


def test_what_slack_checks_itself_never_reaches_the_app(hands, app):
    view = opened(hands, app, modal(text_input("verplicht"), text_input("kort", max_length=3)))
    before = len(app.received)
    said = hands.post("submit", user=SANNE, view_id=view["id"], values={"kort": {"a": "te lang"}})
    assert set(said["errors"]) == {"verplicht", "kort"}
    assert len(app.received) == before
    assert set(modals(hands)[0]["errors"]) == {"verplicht", "kort"}


def test_errors_from_the_app_stand_at_their_field(hands, app):
    view = opened(hands, app, modal(text_input("wat")))
    app.answer = {"response_action": "errors", "errors": {"wat": "Iets anders graag."}}
    said = hands.post("submit", user=SANNE, view_id=view["id"], values={"wat": {"a": "zo"}})
    assert said["errors"] == modals(hands)[0]["errors"] == {"wat": "Iets anders graag."}
    app.answer = {"response_action": "errors", "errors": {"bestaat_niet": "x"}}
    assert hands.post("submit", user=SANNE, view_id=view["id"], values={})["error"] == "invalid_errors"


def test_a_late_submission_warns_and_keeps_what_was_typed(hands, app):
    view = opened(hands, app, modal(text_input("wat")))
    app.answers = [lambda _: time.sleep(0.8) or ""]
    said = hands.post("submit", user=SANNE, view_id=view["id"], values={"wat": {"a": "lang verhaal"}})
    shown = modals(hands)[0]
    assert said["error"] == "operation_timeout"
    assert shown["warning"]
    assert shown["state"]["values"]["wat"]["a"]["value"] == "lang verhaal"


def test_views_stack_three_deep_and_come_off_one_by_one(hands, app):
    view = opened(hands, app, modal(text_input("een")))
    for name in ("twee", "drie"):
        app.answer = {"response_action": "push", "view": modal(text_input(name), notify_on_close=True)}
        hands.post(
            "submit", user=SANNE, view_id=modals(hands)[-1]["id"], values={view["blocks"][0]["block_id"]: {"a": "x"}}
        )
        view = modals(hands)[-1]
    app.answer = {"response_action": "push", "view": modal(text_input("vier"))}
    assert (
        hands.post("submit", user=SANNE, view_id=view["id"], values={"drie": {"a": "x"}})["error"]
        == "push_limit_reached"
    )
    app.answer = ""
    assert hands.post("close", user=SANNE, view_id=view["id"])["ok"]
    assert app.last().payload["type"] == "view_closed"
    assert app.last().payload["is_cleared"] is False
    assert len(modals(hands)) == 2
    app.answer = {"response_action": "clear"}
    hands.post("submit", user=SANNE, view_id=modals(hands)[-1]["id"], values={"twee": {"a": "x"}})
    assert modals(hands) == []


def test_typed_values_travel_with_a_click_and_survive_an_update(hands, app):
    button = {
        "type": "actions",
        "block_id": "knoppen",
        "elements": [{"type": "button", "action_id": "meer", "text": plain("Meer"), "value": "v"}],
    }
    view = opened(hands, app, modal(text_input("wat"), button))
    hands.post(
        "click", user=SANNE, view=view["id"], block_id="knoppen", action_id="meer", values={"wat": {"a": "half"}}
    )
    payload = app.last().payload
    assert payload["container"] == {"type": "view", "view_id": view["id"]}
    assert payload["view"]["state"]["values"]["wat"]["a"]["value"] == "half"
    assert payload["actions"][0]["value"] == "v"
    assert payload["actions"][0]["text"] == plain("Meer")
    update = hands.client.views_update
    update(view_id=view["id"], hash=payload["view"]["hash"], view=modal(text_input("wat"), text_input("ook"), button))
    assert modals(hands)[0]["state"]["values"]["wat"]["a"]["value"] == "half"
    with pytest.raises(SlackApiError, match="hash_conflict"):
        update(view_id=view["id"], hash=payload["view"]["hash"], view=modal(text_input("wat")))


def test_an_external_menu_asks_the_app(hands, app):
    element = {"type": "external_select", "action_id": "a", "min_query_length": 0}
    view = opened(hands, app, modal({"type": "input", "block_id": "wie", "label": plain("Wie"), "element": element}))
    app.answer = {"options": [option("jan")]}
    said = hands.post("suggest", user=SANNE, view=view["id"], block_id="wie", action_id="a", value="j")
    assert said["options"] == [option("jan")]
    assert app.last().payload["type"] == "block_suggestion"
    app.answer = ""
    assert hands.post("submit", user=SANNE, view_id=view["id"], values={"wie": {"a": "jan"}})["ok"]


def test_an_unknown_element_is_refused_before_anything_is_sent(hands, app):
    view = opened(hands, app, modal(text_input("wat")))
    before = len(app.received)
    said = hands.post("submit", user=SANNE, view_id=view["id"], values={"anders": {"a": "x"}})
    assert said["error"].startswith("no_such_element")
    assert len(app.received) == before
    assert json.dumps(modals(hands)[0]["blocks"])


def test_an_external_id_is_unique_and_finds_its_view(hands, app):
    opened(hands, app, modal(text_input("wat"), external_id="een"))
    hands.post("command", user="U02LEIDER", text="/melden")
    trigger = app.last().fields["trigger_id"]
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        hands.client.views_open(trigger_id=trigger, view=modal(text_input("wat"), external_id="een"))
    hands.client.views_update(external_id="een", view=modal(text_input("anders"), external_id="een"))
    assert modals(hands)[0]["blocks"][0]["block_id"] == "anders"


def test_a_view_that_slack_refuses_says_why(hands, app):
    hands.post("command", user=SANNE, text="/melden")
    with pytest.raises(SlackApiError, match="invalid_arguments") as caught:
        hands.client.views_open(trigger_id=app.last().fields["trigger_id"], view={**modal(), "title": plain("x" * 25)})
    messages = caught.value.response["response_metadata"]["messages"]
    assert "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]" in messages
