"""A form that was filled in and sent, as Slack sends it: the whole view, what was typed, and a signature."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from ruggespraak.clock import system_clock

_TEAM = "T0REGENBOOG"
_WORDS = (
    "In de groepsapp van groep 7 loopt het sinds gisteravond uit de hand. Er worden leerlingen bij naam genoemd, en "
    "een paar ouders roepen op om morgen bij het hek te gaan staan."
)


class Sender:
    """Makes one signed request after another, each of another view, by these members in turn."""

    def __init__(self, secret: str, view: Mapping[str, Any], members: Sequence[str]) -> None:
        self._sign = SignatureVerifier(secret)
        self._view = {**view, "state": {"values": dict(map(_typed, _inputs(view)))}}
        self._members = members

    def submission(self, number: int) -> bytes:
        """Return the whole HTTP request."""
        payload = _payload(self._view, self._members[number % len(self._members)], number)
        body = urlencode({"payload": json.dumps(payload)})
        stamp = str(int(system_clock().timestamp()))
        head = (
            "POST /slack/events HTTP/1.1",
            "Host: 127.0.0.1",
            "User-Agent: Slackbot 1.0 (+https://api.slack.com/robots)",
            "Accept: application/json,*/*",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
            f"X-Slack-Request-Timestamp: {stamp}",
            f"X-Slack-Signature: {self._sign.generate_signature(timestamp=stamp, body=body)}",
        )
        return "\r\n".join((*head, "", body)).encode()


def _payload(view: Mapping[str, Any], member: str, number: int) -> dict[str, Any]:
    ids = {"id": f"V{number:010}", "root_view_id": f"V{number:010}", "team_id": _TEAM, "hash": f"{number}.ab"}
    rest = {"app_id": "A0BENCH", "bot_id": "B0BENCH", "external_id": "", "previous_view_id": None}
    return {
        "type": "view_submission",
        "team": {"id": _TEAM, "domain": "regenboog"},
        "user": {"id": member, "username": member.lower(), "name": member.lower(), "team_id": _TEAM},
        "api_app_id": "A0BENCH",
        "token": "not used any more",
        "trigger_id": f"{number}.1.bench",
        "view": {**view, **ids, **rest, "app_installed_team_id": _TEAM},
        "response_urls": [],
        "is_enterprise_install": False,
        "enterprise": None,
    }


def _inputs(view: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [block for block in view["blocks"] if block["type"] == "input"]


def _typed(block: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return what somebody in a hurry gives: "nee" or the first choice, and a few sentences."""
    element = block["element"]
    type_ = element["type"]
    state: dict[str, Any] = {"type": type_}
    if "options" in element and type_ != "checkboxes":
        no = [option for option in element["options"] if option["value"] == "nee"]
        state["selected_option"] = (no or element["options"])[0]
    elif type_ == "plain_text_input":
        state["value"] = _WORDS
    elif type_ == "file_input":
        state["files"] = []
    return block["block_id"], {element["action_id"]: state}
