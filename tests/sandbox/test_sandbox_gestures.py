"""What the app receives for each gesture of a person, signed as Slack signs, and what its answer does."""

import json
import time

import pytest
import requests
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier

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


def test_a_command_arrives_signed_and_complete(hands, app):
    assert hands.post("command", user=SANNE, channel="C03LUNCH", text="/melden iets ergs")["ok"]
    got = app.last()
    assert SignatureVerifier(hands.secret).is_valid_request(got.raw, got.headers)
    wanted = {
        "command": "/melden",
        "text": "iets ergs",
        "channel_id": "C03LUNCH",
        "user_name": "sanne",
        "team_domain": "regenboog",
        "is_enterprise_install": "false",
        "api_app_id": "A0SANDBOX",
    }
    assert {key: got.fields[key] for key in wanted} == wanted


def test_names_and_links_in_a_command_become_what_slack_makes_of_them(hands, app):
    hands.post("command", user=SANNE, text="/melden zie https://x.nl/?a=1&b=2 van @joris in #koffiekamer & <meer>")
    link = "<https://x.nl/?a=1&amp;b=2>"
    assert (
        app.last().fields["text"] == f"zie {link} van <@U07PLAATS|joris> in <#C03LUNCH|koffiekamer> &amp; &lt;meer&gt;"
    )
    said = hands.post("message", user=SANNE, channel="C03LUNCH", text="dag @joris")
    assert hands.messages(SANNE, "C03LUNCH")[-1]["text"] == "dag <@U07PLAATS>"
    assert said["ok"]


def test_the_answer_to_a_command_is_shown_to_its_person_only(hands, app):
    app.answer = "Dank u wel"
    hands.post("command", user=SANNE, channel="C03LUNCH", text="/melden")
    shown = hands.messages(SANNE, "C03LUNCH")[-1]
    assert (shown["text"], shown["ephemeral"]) == ("Dank u wel", True)
    assert hands.messages("U02LEIDER", "C03LUNCH") == []


def test_a_late_answer_to_a_command_is_a_timeout(hands, app):
    app.answer = lambda _: time.sleep(0.8) or ""
    assert hands.post("command", user=SANNE, text="/melden")["error"] == "operation_timeout"
    assert "operation_timeout" in hands.direct(SANNE)[-1]["text"]


def test_a_broken_app_is_a_failed_command(hands, app):
    app.answer = (500, "au")
    assert hands.post("command", user=SANNE, text="/melden") == {"ok": False, "error": "dispatch_failed", "status": 500}
    assert hands.post("command", user=SANNE, text="/bestaatniet")["error"] == "unknown_command"


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


def test_a_button_in_a_message_can_be_answered_five_times_through_its_url(hands, app):
    blocks = [
        {
            "type": "actions",
            "block_id": "b",
            "elements": [{"type": "button", "action_id": "lees", "text": plain("Gelezen")}],
        }
    ]
    posted = hands.client.chat_postMessage(channel=SANNE, text="Lees dit", blocks=blocks)
    where = {"channel": posted["channel"], "ts": posted["ts"]}
    assert hands.post("click", user=SANNE, message=where, block_id="b", action_id="lees")["ok"]
    payload = app.last().payload
    assert payload["container"]["message_ts"] == posted["ts"]
    assert payload["message"]["text"] == "Lees dit"
    answers = [
        requests.post(payload["response_url"], json={"replace_original": True, "text": f"nu {n}"}, timeout=5)
        for n in range(6)
    ]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert [m["text"] for m in hands.direct(SANNE)] == ["nu 4"]


def test_the_home_tab_is_published_and_clicked(hands, app):
    hands.post("home/open", user=SANNE)
    assert app.last().fields["event"]["type"] == "app_home_opened"
    assert app.last().fields["event"]["tab"] == "home"
    blocks = [
        {
            "type": "section",
            "block_id": "s",
            "text": plain("Hallo"),
            "accessory": {"type": "overflow", "action_id": "o", "options": [option("a"), option("b")]},
        }
    ]
    hands.client.views_publish(user_id=SANNE, view={"type": "home", "blocks": blocks})
    assert hands.sees(SANNE)["home"]["blocks"][0]["text"]["text"] == "Hallo"
    hands.post("click", user=SANNE, home=True, block_id="s", action_id="o", value="b")
    payload = app.last().payload
    assert payload["view"]["type"] == "home"
    assert payload["actions"][0]["selected_option"]["value"] == "b"


def test_shortcuts_come_with_and_without_a_message(hands, app):
    said = hands.post("message", user=SANNE, channel="C03LUNCH", text="Zie <dit> & dat")
    where = {"channel": "C03LUNCH", "ts": said["ts"]}
    hands.post("shortcut", user="U08LEER", callback_id="meld_bericht", message=where)
    payload = app.last().payload
    assert payload["type"] == "message_action"
    assert payload["message"]["text"] == "Zie &lt;dit&gt; &amp; dat"
    hands.post("shortcut", user="U08LEER", callback_id="meld_nieuw")
    assert app.last().payload["type"] == "shortcut"
    assert "channel" not in app.last().payload
    assert hands.post("shortcut", user="U08LEER", callback_id="nee")["error"] == "no_such_shortcut"


def test_an_external_menu_asks_the_app(hands, app):
    element = {"type": "external_select", "action_id": "a", "min_query_length": 0}
    view = opened(hands, app, modal({"type": "input", "block_id": "wie", "label": plain("Wie"), "element": element}))
    app.answer = {"options": [option("jan")]}
    said = hands.post("suggest", user=SANNE, view=view["id"], block_id="wie", action_id="a", value="j")
    assert said["options"] == [option("jan")]
    assert app.last().payload["type"] == "block_suggestion"
    app.answer = ""
    assert hands.post("submit", user=SANNE, view_id=view["id"], values={"wie": {"a": "jan"}})["ok"]


def test_an_event_is_tried_again_until_the_app_answers(hands, app, until):
    app.answers = [(500, ""), (500, "")]
    hands.post("message", user=SANNE, text="Hallo app")
    until(lambda: len(app.received) == 3)
    numbers = [request.headers.get("X-Slack-Retry-Num") for request in app.received]
    assert numbers == [None, "1", "2"]
    assert app.last().headers["X-Slack-Retry-Reason"] == "http_error"
    assert len({request.fields["event_id"] for request in app.received}) == 1
    assert app.last().fields["event"]["channel_type"] == "im"


def test_newcomers_and_leavers_are_told_to_the_app(hands, app):
    hands.post("people", id="U15NIEUW", name="kim", real_name="Kim Vos", email="kim@regenboog.example")
    assert app.last().fields["event"]["type"] == "team_join"
    hands.post("people", id="U15NIEUW", deleted=True)
    assert app.last().fields["event"]["user"]["deleted"] is True
    assert hands.post("command", user="U15NIEUW", text="/melden")["error"] == "user_disabled"


def test_slack_itself_knocks_when_an_address_is_saved(hands, app):
    app.answer = lambda request: request.fields.get("challenge", "")
    assert hands.post("verify-url")["ok"]
    assert hands.post("ssl-check")["ok"]
    assert app.last().fields["ssl_check"] == "1"
    app.answer = "iets anders"
    assert hands.post("verify-url")["error"] == "challenge_failed"


def test_an_unknown_element_is_refused_before_anything_is_sent(hands, app):
    view = opened(hands, app, modal(text_input("wat")))
    before = len(app.received)
    said = hands.post("submit", user=SANNE, view_id=view["id"], values={"anders": {"a": "x"}})
    assert said["error"].startswith("no_such_element")
    assert len(app.received) == before
    assert json.dumps(modals(hands)[0]["blocks"])


def test_an_app_can_ask_for_no_more_tries(hands, app):
    app.headers = {"X-Slack-No-Retry": "1"}
    app.answer = (500, "")
    assert hands.post("home/open", user=SANNE) == {"ok": False, "status": 500}
    app.headers = {}
    app.answer = ""
    hands.post("home/open", user="U02LEIDER")
    assert [request.fields["event"]["user"] for request in app.received] == [SANNE, "U02LEIDER"]


def test_a_response_url_speaks_privately_publicly_or_takes_the_message_away(hands, app):
    hands.post("command", user=SANNE, channel="C03LUNCH", text="/melden")
    url = app.last().fields["response_url"]
    requests.post(url, json={"text": "alleen u"}, timeout=5)
    requests.post(url, json={"text": "iedereen", "response_type": "in_channel"}, timeout=5)
    assert [message["text"] for message in hands.messages("U02LEIDER", "C03LUNCH")] == ["iedereen"]
    private = hands.messages(SANNE, "C03LUNCH")[0]
    assert (private["text"], private["ephemeral"]) == ("alleen u", True)
    button = {"type": "actions", "elements": [{"type": "button", "action_id": "weg", "text": plain("Weg")}]}
    posted = hands.client.chat_postEphemeral(channel="C03LUNCH", user=SANNE, text="x", blocks=[button])
    where = {"channel": "C03LUNCH", "ts": posted["message_ts"]}
    hands.post("click", user=SANNE, message=where, action_id="weg")
    assert "message" not in app.last().payload
    assert app.last().payload["container"]["is_ephemeral"] is True
    requests.post(app.last().payload["response_url"], json={"delete_original": True}, timeout=5)
    assert [message["text"] for message in hands.messages(SANNE, "C03LUNCH")] == ["alleen u", "iedereen"]


def test_nobody_presses_a_button_in_a_message_that_is_not_theirs(hands, app):
    button = {"type": "actions", "elements": [{"type": "button", "action_id": "a", "text": plain("Weg")}]}
    posted = hands.client.chat_postMessage(channel=SANNE, text="x", blocks=[button])
    where = {"channel": posted["channel"], "ts": posted["ts"]}
    assert hands.post("click", user="U02LEIDER", message=where, action_id="a")["error"] == "channel_not_found"
    assert app.received == []


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
