"""Where a request from Slack comes from, pure. It reads any payload without fail and decides nothing about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Payload = Mapping[str, Any]
Surface = Literal["command", "shortcut", "message", "home", "modal", "submission", "event", "other"]


@dataclass(frozen=True, kw_only=True)
class Gesture:
    """Who did something, and what there is to answer with."""

    surface: Surface
    member: str = ""
    trigger: str = ""
    response_url: str = ""
    channel: str = ""
    ephemeral: bool = False
    view: Payload = field(default_factory=dict)


def of(body: Payload) -> Gesture:
    event = _part(body, "event")
    return Gesture(
        surface=_surface(body),
        member=_id(body.get("user")) or str(body.get("user_id") or "") or _id(event.get("user")),
        trigger=str(body.get("trigger_id") or ""),
        response_url=str(body.get("response_url") or ""),
        channel=_id(body.get("channel")) or str(_part(body, "container").get("channel_id") or ""),
        ephemeral=bool(_part(body, "container").get("is_ephemeral")),
        view=_part(body, "view"),
    )


def _surface(body: Payload) -> Surface:
    match body.get("type"):
        case "view_submission":
            return "submission"
        case "shortcut" | "message_action":
            return "shortcut"
        case "block_actions":
            return _clicked_in(body)
        case "event_callback":
            return "event"
        case _:
            return "command" if "command" in body else "other"


def _clicked_in(body: Payload) -> Surface:
    match _part(body, "view").get("type"):
        case "home":
            return "home"
        case "modal":
            return "modal"
        case _:
            return "message"


def _part(body: Payload, key: str) -> Payload:
    part = body.get(key)
    return part if isinstance(part, Mapping) else {}


def _id(who: object) -> str:
    return str(who.get("id") or "") if isinstance(who, Mapping) else who if isinstance(who, str) else ""
