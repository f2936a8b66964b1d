"""Slack's Web API in its smallest form, and a Desk that answers what a test tells it to."""

import hashlib
import hmac
import json
import threading
import time
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode

from flask import Flask
from werkzeug.test import TestResponse

from workflows.cards.elements import Card, Text
from workflows.cards.replies import Reply
from workflows.usecases.desk import Answer, UnknownMemberError
from workflows.usecases.messenger import Member

SECRET = "signing-secret"


@dataclass
class Answered:
    body: Any = field(default_factory=lambda: {"ok": True})
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    hang_up: bool = False


class FakeSlack:
    """Records every call (method, arguments) and answers what was scripted for it, else ``ok``."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.tokens: list[str] = []
        self.scripts: dict[str, deque[Answered]] = defaultdict(deque)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def api_url(self) -> str:
        return f"{self.root}/api/"

    @property
    def response_url(self) -> str:
        return f"{self.root}/hook"

    def will(self, method: str, *answers: Any) -> None:
        """Script the next answers: a dict is a body with ok true, a str is an error word."""
        for answer in answers:
            made = {"ok": False, "error": answer} if isinstance(answer, str) else answer
            self.scripts[method].append(made if isinstance(made, Answered) else Answered({"ok": True, **made}))

    def of(self, method: str) -> list[dict[str, Any]]:
        return [arguments for name, arguments in self.calls if name == method]

    def names(self) -> list[str]:
        return [name for name, _ in self.calls]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        slack = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                self._answer(_arguments(raw, self.headers.get("Content-Type") or ""))

            def do_GET(self) -> None:
                self._answer({})

            def _answer(self, arguments: dict[str, Any]) -> None:
                name = self.path.removeprefix("/api/").removeprefix("/").partition("?")[0]
                slack.calls.append((name, arguments))
                slack.tokens.append(self.headers.get("Authorization") or "")
                script = slack.scripts[name]
                answer = script.popleft() if script else Answered()
                if answer.hang_up:
                    self.close_connection = True
                    return
                body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
                self.send_response(answer.status)
                for header, value in {"Content-Type": "application/json", **answer.headers}.items():
                    self.send_header(header, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        return Handler


def _arguments(raw: str, kind: str) -> dict[str, Any]:
    if kind.startswith("application/json"):
        return dict(json.loads(raw or "{}"))
    return {key: _value(values[0]) for key, values in parse_qs(raw, keep_blank_values=True).items()}


def _value(text: str) -> Any:
    try:
        return json.loads(text) if text[:1] in "[{" else text
    except ValueError:
        return text


@dataclass(frozen=True)
class Asked:
    method: str
    member: str
    said: dict[str, Any]


class ScriptedDesk:
    """Answers ``reply`` to everything, raises ``error`` when there is one, and remembers what it was asked."""

    def __init__(self) -> None:
        self.reply = Reply()
        self.error: Exception | None = None
        self.known = {"U1"}
        self.enrolled: list[Member] = []
        self.asked: list[Asked] = []

    def enroll(self, member: Member) -> None:
        self.enrolled.append(member)
        self.known.add(member.id)

    def start(self, member: str, kind: str, *, text: str = "", link: str = "") -> Reply:
        return self._answer("start", member, kind=kind, text=text, link=link)

    def guide(self, member: str, text: str = "") -> Reply:
        return self._answer("guide", member, text=text)

    def press(
        self,
        member: str,
        action: str,
        value: str,
        *,
        context: Mapping[str, str],
        answers: Mapping[str, Answer],
        key: str,
    ) -> Reply:
        return self._answer("press", member, action=action, value=value, context=context, answers=answers, key=key)

    def submit(
        self, member: str, form: str, *, context: Mapping[str, str], answers: Mapping[str, Answer], key: str
    ) -> Reply:
        return self._answer("submit", member, form=form, context=context, answers=answers, key=key)

    def home(self, member: str) -> Card:
        self._answer("home", member)
        return self.reply.card or Card(text="Thuis", elements=(Text(text="Thuis"),))

    def _answer(self, method: str, member: str, **said: Any) -> Reply:
        if member not in self.known:
            raise UnknownMemberError(member)
        self.asked.append(Asked(method, member, said))
        if self.error:
            raise self.error
        return self.reply


class Door:
    """Slack's side of the door: posts signed requests as Slack does."""

    def __init__(self, site: Flask, response_url: str) -> None:
        self.client = site.test_client()
        self.response_url = response_url

    def post(
        self, body: str, *, kind: str = "application/x-www-form-urlencoded", secret: str = SECRET, age: float = 0
    ) -> TestResponse:
        stamp = str(int(time.time() - age))  # noqa: TID251 (Slack signs with a clock of its own)
        signature = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={signature}"}
        return self.client.post("/slack/events", data=body.encode(), content_type=kind, headers=headers)

    def command(self, name: str, text: str = "", user: str = "U1", **how: Any) -> TestResponse:
        said = {"command": name, "text": text, "user_id": user, "trigger_id": "T.1", "team_id": "T1"}
        return self.post(urlencode({**said, "response_url": self.response_url}), **how)

    def interact(self, payload: dict[str, Any]) -> TestResponse:
        base = {"user": {"id": "U1", "team_id": "T1"}, "team": {"id": "T1", "domain": "school"}, "trigger_id": "T.1"}
        return self.post(urlencode({"payload": json.dumps({**base, **payload})}))

    def click_message(self, action_id: str, value: str = "", channel: str = "D1", **more: Any) -> TestResponse:
        container = {"type": "message", "message_ts": "111.222", "channel_id": channel}
        clicked = {"type": "button", "action_id": action_id, "value": value, "action_ts": "333.444", "block_id": "b"}
        where = {"container": container, "channel": {"id": channel}, "response_url": self.response_url}
        return self.interact({"type": "block_actions", "actions": [clicked], **where, **more})

    def click_view(self, action_id: str, view: dict[str, Any], value: str = "") -> TestResponse:
        clicked = {"type": "button", "action_id": action_id, "value": value, "action_ts": "333.444", "block_id": "b"}
        container = {"type": "view", "view_id": view["id"]}
        return self.interact({"type": "block_actions", "actions": [clicked], "view": view, "container": container})

    def submit(self, view: dict[str, Any]) -> TestResponse:
        return self.interact({"type": "view_submission", "view": view})

    def event(self, event: dict[str, Any]) -> TestResponse:
        body = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": event}
        return self.post(json.dumps(body), kind="application/json")


def shown(view: dict[str, Any], **typed: dict[str, Any]) -> dict[str, Any]:
    """A view as Slack sends it back, with what was typed in it by block."""
    values = {
        block["block_id"]: {block["element"]["action_id"]: typed[block["block_id"]]}
        for block in view["blocks"]
        if block["type"] == "input" and block["block_id"] in typed
    }
    return {**view, "id": "V1", "root_view_id": "V1", "hash": "h1", "state": {"values": values}}
