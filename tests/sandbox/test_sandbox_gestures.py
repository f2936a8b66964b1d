"""What the app receives for a command, a button, a shortcut or an event, signed as Slack signs."""

import time

import requests
from slack_sdk.signature import SignatureVerifier

SANNE = "U01MELDER"


def plain(text):
    return {"type": "plain_text", "text": text}


def option(value):
    return {"text": plain(value.title()), "value": value}


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
