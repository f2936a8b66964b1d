"""Reads the arguments of a call, in any of the forms that Slack accepts. It must not judge their content."""

import json
from typing import Any

from flask import Request

from sandbox.json_types import Json
from sandbox.webapi.error import SlackError

STRUCTURED = {"blocks": "invalid_blocks_format", "view": "invalid_arguments", "metadata": "invalid_metadata_format"}


def arguments(request: Request) -> Json:
    if request.mimetype == "application/json":
        given: Any = request.get_json(silent=True) if request.get_data() else {}
        if not isinstance(given, dict):
            raise SlackError("invalid_json")
    else:
        given = {**request.args.to_dict(), **request.form.to_dict()}
    return {key: _decoded(key, value) for key, value in given.items()}


def token(request: Request, given: Json) -> str | None:
    header = request.headers.get("Authorization", "")
    if header.startswith("Bearer "):
        return header.removeprefix("Bearer ").strip()
    found = given.get("token")
    return found if isinstance(found, str) else None


def flag(value: Any) -> bool:
    return value in (True, 1, "1", "true", "True")


def number(value: Any, default: int) -> int:
    if value in (None, ""):
        return default
    try:
        return int(value)
    except (TypeError, ValueError):
        raise SlackError("invalid_limit") from None


def _decoded(key: str, value: Any) -> Any:
    if key not in STRUCTURED or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise SlackError(STRUCTURED[key]) from None
