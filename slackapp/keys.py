"""What makes two deliveries the same gesture, pure. A key is made of Slack's ids and the form's, never of content."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from slackapp import answers

Payload = Mapping[str, Any]


def of_submission(view: Payload) -> str:
    """One step of one modal: a second tap gives the same key, the next task in the same modal another.

    The step is the form, what it is about (its context holds ids only) and, when it lies on top of another, its view.
    """
    pushed = "" if view["id"] == _root(view) else view["id"]
    step = json.dumps([pushed, sorted(answers.context(view).items())], ensure_ascii=False)
    return f"{_root(view)}:{view['callback_id']}:{hashlib.sha256(step.encode()).hexdigest()[:16]}"


def of_press(body: Payload) -> str:
    """One tap on one button, in a message or in a view."""
    tapped = (body.get("actions") or [{}])[0].get("action_ts", "")
    if view := body.get("view"):
        return f"{view['id']}:{tapped}"
    container = body.get("container") or {}
    return f"{container.get('channel_id', '')}:{container.get('message_ts', '')}:{tapped}"


def _root(view: Payload) -> str:
    return str(view.get("root_view_id") or view["id"])
