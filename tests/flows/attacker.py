"""The hands of an attacker: requests signed or forged, with whatever in them, at the real door of the app.

It decides nothing about what should come of them; ``state`` and ``heard`` are for who looks.
"""

import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

import requests

from sandbox.sender.payload import response_url
from tests.play import World

FORM = "application/x-www-form-urlencoded"
_CHANGES = ("cases", "rounds", "contents", "files", "notices", "audience", "dossiers", "assignments", "deadlines")
NOTHING: Mapping[str, Any] = MappingProxyType({})
_NUMBERS = itertools.count(1)


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request as it lies on the wire; sending it again is a replay."""

    body: str
    stamp: str
    signature: str
    kind: str = FORM


class Attacker:
    """Knows the address, and unless a test says otherwise the signing secret too."""

    def __init__(self, world: World) -> None:
        self._world, self._site = world, world.sandbox.site
        self.secret = world.installation.slack.signing_secret

    def signed(self, body: str, *, age: float = 0, secret: str = "", kind: str = FORM) -> Request:
        stamp = str(int(time.time() - age))  # noqa: TID251 - Slack signs with real time
        key = (secret or self.secret).encode()
        found = hmac.new(key, f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        return Request(body=body, stamp=stamp, signature=f"v0={found}", kind=kind)

    def send(self, request: Request) -> requests.Response:
        headers = {
            "X-Slack-Request-Timestamp": request.stamp,
            "X-Slack-Signature": request.signature,
            "Content-Type": request.kind,
        }
        given = {name: value.encode("latin-1") for name, value in headers.items() if value}
        url = f"http://127.0.0.1:{self._world.app.port}/slack/events"
        return self._world.http.post(url, data=request.body.encode(), headers=given, timeout=20)

    def command(self, user: str, name: str, text: str = "", **others: str) -> Request:
        given = {"command": name, "text": text, "user_id": user, "team_id": self._site.team_id, "trigger_id": "1.1"}
        return self.signed(urlencode({**given, **others}))

    def press(self, user: str, action: str, value: str, other: Mapping[str, Any] = NOTHING) -> Request:
        """Press a button in a message to this person, with any action and value."""
        channel = self._site.workspace.direct_with(user)
        pressed = {"type": "button", "action_id": action, "block_id": "b", "value": value, "action_ts": _fresh()}
        where = {"type": "message", "message_ts": "1.1", "channel_id": channel.id}
        place = {"container": where, "channel": {"id": channel.id}, "actions": [pressed]}
        answer = {"response_url": response_url(self._site, user, channel)}
        return self.interaction(user, {"type": "block_actions", **place, **answer, **other})

    def submit(self, user: str, form: str, context: object, answers: Mapping[str, str], view: str = "") -> Request:
        state = {key: {"answer": {"type": "plain_text_input", "value": value}} for key, value in answers.items()}
        carried = context if isinstance(context, str) else json.dumps(context)
        shown = view or f"V{_fresh()}"
        sent = {"id": shown, "root_view_id": shown, "type": "modal", "callback_id": form, "hash": "1.a"}
        blocks = [{"type": "input", "block_id": "any", "element": {"type": "plain_text_input"}}]
        given = {**sent, "private_metadata": carried, "blocks": blocks, "state": {"values": state}}
        return self.interaction(user, {"type": "view_submission", "view": given})

    def interaction(self, user: str, payload: Mapping[str, Any]) -> Request:
        team = {"id": self._site.team_id, "domain": "regenboog"}
        base = {"user": {"id": user, "team_id": team["id"]}, "team": team, "trigger_id": "1.1"}
        return self.signed(urlencode({"payload": json.dumps({**base, **payload})}))

    def told(self, user: str) -> str:
        """Return the last line that the app whispered to this person."""
        found = [one for one in self._site.workspace.direct_with(user).messages if one.only_for]
        return str(found[-1].body["text"]) if found else ""

    def pressed(self, user: str, action: str, value: str) -> str:
        """Press, and return what was said."""
        before = len(self._site.workspace.direct_with(user).messages)
        answer = self.send(self.press(user, f"{action}|1", value))
        assert answer.status_code == 200, answer.text
        assert len(self._site.workspace.direct_with(user).messages) > before, f"{action} {value!r}: no answer"
        return self.told(user)

    def submitted(self, user: str, form: str, context: object, answers: Mapping[str, str]) -> str:
        """Send a form in, and return the sentence under its first question."""
        answer = self.send(self.submit(user, form, context, answers))
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert body["response_action"] == "errors", (form, context, body)
        return " ".join(body["errors"].values())


def with_stamp(request: Request, seconds: int) -> Request:
    """Return it with another timestamp than it was signed with."""
    return replace(request, stamp=str(int(request.stamp) + seconds))


def state(world: World) -> dict[str, list[tuple[Any, ...]]]:
    """Return all that a gesture may change."""
    with world.installation.context.store.read() as tx:
        queries = {name: f'select * from "{name}"' for name in _CHANGES}  # noqa: S608 - names of our own
        return {name: sorted((tuple(row) for row in tx.exec_driver_sql(q)), key=repr) for name, q in queries.items()}


def _fresh() -> str:
    return f"9.{next(_NUMBERS):06d}"
