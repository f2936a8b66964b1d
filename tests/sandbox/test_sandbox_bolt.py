"""Slack's own framework in front of the sandbox: what Bolt understands, the sandbox says as Slack does."""

import flask
import pytest
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from ruggespraak.http_server import HttpServer

SANNE = "U01MELDER"


def plain(text):
    return {"type": "plain_text", "text": text}


FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Melden"),
    "submit": plain("Verstuur"),
    "blocks": [
        {
            "type": "input",
            "block_id": "wat",
            "label": plain("Wat"),
            "element": {"type": "plain_text_input", "action_id": "a"},
        }
    ],
}
CARD = [{"type": "actions", "elements": [{"type": "button", "action_id": "gelezen", "text": plain("Gelezen")}]}]


def listeners(bolt):
    @bolt.command("/melden")
    def melden(ack, body, client):
        client.views_open(trigger_id=body["trigger_id"], view=FORM)
        ack()

    @bolt.view("form")
    def submitted(ack, body, view, client):
        said = view["state"]["values"]["wat"]["a"]["value"]
        client.chat_postMessage(channel=body["user"]["id"], text=said, blocks=CARD)
        ack()

    @bolt.action("gelezen")
    def read(ack, respond):
        respond(text="Dank u", replace_original=True)
        ack()

    @bolt.event("app_home_opened")
    def home(event, client):
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [{"type": "divider"}]})


@pytest.fixture
def behind_bolt(sandbox):
    """The address of the app is known before the sandbox starts, and the other way round only when it is called."""
    place = {}
    app = flask.Flask("bolt")
    app.add_url_rule("/slack/events", "events", lambda: place["handler"].handle(flask.request), methods=["POST"])
    server = HttpServer(app, "127.0.0.1", 0)
    server.start()
    with sandbox(request_url=f"http://127.0.0.1:{server.port}/slack/events", answer_seconds=3) as hands:
        client = WebClient(token="xoxb-test", base_url=f"{hands.base}/api/")
        known = AuthorizeResult(
            enterprise_id=None, team_id="T0REGENBOOG", bot_token="xoxb-test", bot_user_id="U0APPBOT"
        )
        bolt = App(client=client, signing_secret=hands.secret, authorize=lambda: known, process_before_response=True)
        listeners(bolt)
        place["handler"] = SlackRequestHandler(bolt)
        yield hands
    server.stop()


def test_bolt_takes_a_report_from_the_command_to_the_button(behind_bolt):
    hands = behind_bolt
    assert hands.post("command", user=SANNE, text="/melden")["ok"]
    view = hands.sees(SANNE)["modals"][0]
    assert hands.post("submit", user=SANNE, view_id=view["id"], values={"wat": {"a": "ruzie"}})["ok"]
    card = hands.direct(SANNE)[-1]
    where = {"channel": "D01MELDER", "ts": card["ts"]}
    assert hands.post("click", user=SANNE, message=where, action_id="gelezen")["ok"]
    shown = hands.direct(SANNE)
    assert [message["text"] for message in shown] == ["Dank u"]
    assert "blocks" not in shown[0]


def test_bolt_publishes_the_home_tab_when_it_is_opened(behind_bolt):
    assert behind_bolt.post("home/open", user=SANNE)["ok"]
    assert behind_bolt.sees(SANNE)["home"]["blocks"][0]["type"] == "divider"
