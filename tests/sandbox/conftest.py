"""A running sandbox and a small recording app for every test: real HTTP on 127.0.0.1, nothing patched."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import requests
from slack_sdk import WebClient

from sandbox.options import Options
from sandbox.server import Server, make_server

SCHOOL = Path(__file__).parents[2] / "sandbox" / "school.json"
SECRET = "a-secret-for-the-test"
TOKEN = "xoxb-test"
MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Ruggespraak"},
    "features": {
        "bot_user": {"display_name": "Ruggespraak"},
        "slash_commands": [
            {
                "command": "/melden",
                "description": "Meld een ontsporing",
                "usage_hint": "[tekst]",
                "should_escape": True,
            },
            {"command": "/pers", "description": "Meld een vraag van de pers"},
        ],
        "shortcuts": [
            {"name": "Melden", "type": "message", "callback_id": "meld_bericht", "description": "Meld dit bericht"},
            {"name": "Nieuwe melding", "type": "global", "callback_id": "meld_nieuw", "description": "Meld iets"},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "message.im", "user_change", "team_join"]},
    },
}


@dataclass
class Received:
    """One request that the app got."""

    headers: dict[str, str]
    raw: bytes
    fields: dict[str, Any]

    @property
    def payload(self) -> dict[str, Any]:
        return json.loads(self.fields["payload"])


@dataclass
class App:
    """Records what it gets and answers what the test says: a body, or (status, body), or a function."""

    received: list[Received] = field(default_factory=list)
    answer: Any = ""
    answers: list[Any] = field(default_factory=list)
    url: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def last(self) -> Received:
        return self.received[-1]

    def reply(self, request: Received) -> tuple[int, bytes, str]:
        self.received.append(request)
        said = self.answers.pop(0) if self.answers else self.answer
        said = said(request) if callable(said) else said
        status, body = said if isinstance(said, tuple) else (200, said)
        if isinstance(body, dict):
            return status, json.dumps(body).encode(), "application/json"
        return status, str(body).encode(), "text/plain"


@contextmanager
def running(loop: Callable[[], None], stop: Callable[[], None]) -> Iterator[None]:
    thread = threading.Thread(target=loop)
    thread.start()
    try:
        yield
    finally:
        stop()
        thread.join(10)


@pytest.fixture
def app() -> Iterator[App]:
    app = App()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            kind = self.headers["Content-Type"]
            fields = json.loads(raw) if "json" in kind else {k: v[0] for k, v in parse_qs(raw.decode()).items()}
            status, body, mimetype = app.reply(Received(dict(self.headers.items()), raw, fields))
            try:
                self.send_response(status)
                self.send_header("Content-Type", mimetype)
                self.send_header("Content-Length", str(len(body)))
                for name, value in app.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                return  # the sandbox did not wait for this answer

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    app.url = f"http://127.0.0.1:{server.server_port}/slack/events"
    with running(lambda: server.serve_forever(0.05), server.shutdown):
        yield app
    server.server_close()


@dataclass
class Hands:
    """A person's hands: the driver API, and the app's client beside it."""

    server: Server
    base: str
    client: WebClient
    secret: str = SECRET

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        return requests.post(f"{self.base}/driver/{path}", json=body, timeout=10).json()

    def sees(self, user: str) -> dict[str, Any]:
        return requests.get(f"{self.base}/driver/view", params={"user": user}, timeout=10).json()

    def messages(self, user: str, channel: str) -> list[dict[str, Any]]:
        return next(row["messages"] for row in self.sees(user)["channels"] if row["id"] == channel)

    def direct(self, user: str) -> list[dict[str, Any]]:
        return self.messages(user, "D" + user[1:])


@contextmanager
def sandbox_for(app_url: str, **changes: Any) -> Iterator[Hands]:
    given: dict[str, Any] = {
        "definition": json.loads(SCHOOL.read_text(encoding="utf-8")),
        "manifest": MANIFEST,
        "request_url": app_url,
        "bot_token": TOKEN,
        "signing_secret": SECRET,
        "answer_seconds": 0.5,
        "retry_after": (0.0, 0.05, 0.05),
        **changes,
    }
    server = make_server(Options(**given))
    base = f"http://127.0.0.1:{server.effective_port}"
    with running(server.run, server.close):
        yield Hands(server, base, WebClient(token=TOKEN, base_url=f"{base}/api/", retry_handlers=[]))


@pytest.fixture
def hands(app: App) -> Iterator[Hands]:
    with sandbox_for(app.url) as hands:
        yield hands


@pytest.fixture
def sandbox(app: App) -> Callable[..., AbstractContextManager[Hands]]:
    """A sandbox with other options than usual."""
    return lambda **changes: sandbox_for(app.url, **changes)


@pytest.fixture
def until() -> Callable[..., None]:
    return wait_until


def wait_until(holds: Callable[[], bool], seconds: float = 5.0) -> None:
    """Waits for something that happens in the background, no longer than needed."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)
