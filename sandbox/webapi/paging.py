"""Cursor paging, the same for every list. A cursor is opaque to the app, and a broken one is refused."""

import base64
import binascii
from typing import TypeVar

from sandbox.json_types import Json
from sandbox.webapi.arguments import number
from sandbox.webapi.error import SlackError

T = TypeVar("T")


def page(items: list[T], given: Json, default: int = 100, most: int = 1000) -> tuple[list[T], str]:
    """The asked part, and the cursor of the next one (empty at the end)."""
    limit = number(given.get("limit"), default) or default
    if not 0 < limit <= most:
        raise SlackError("invalid_limit")
    start = _start(given.get("cursor"))
    end = start + limit
    return items[start:end], _cursor(end) if end < len(items) else ""


def _cursor(place: int) -> str:
    return base64.b64encode(f"next:{place}".encode()).decode()


def _start(cursor: object) -> int:
    if not cursor:
        return 0
    try:
        word, _, place = base64.b64decode(str(cursor)).decode().partition(":")
        if word == "next":
            return int(place)
    except (binascii.Error, ValueError):
        pass
    raise SlackError("invalid_cursor")
