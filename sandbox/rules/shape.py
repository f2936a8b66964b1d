"""The small words in which Slack's limits are written: a string, a text object, a list, an object with keys.

Each makes a check: a function from a value and its json pointer to the problems found.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sandbox.json_types import Json

Check = Callable[[Any, str], Iterator[str]]


def shape(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    """An object with exactly these keys; `type` is always allowed, because the caller chose by it."""
    allowed = {**required, **(optional or {})}

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"must be an object [json-pointer:{path}]"
            return
        for key in required:
            if value.get(key) is None:
                yield f"missing required field: {key} [json-pointer:{path}]"
        for key, inner in value.items():
            if key == "type" and "type" not in allowed:
                continue
            if key not in allowed:
                yield f"invalid additional property: {key} [json-pointer:{path}]"
            elif inner is not None:
                yield from allowed[key](inner, f"{path}/{key}")

    return check


def string(most: int, least: int = 1, pattern: str | None = None) -> Check:
    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"must be a string [json-pointer:{path}]"
        elif len(value) > most:
            yield f"must be less than {most + 1} characters [json-pointer:{path}]"
        elif len(value) < least:
            yield f"must be more than {least - 1} characters [json-pointer:{path}]"
        elif pattern is not None and not re.fullmatch(pattern, value):
            yield f"failed to match the required pattern [json-pointer:{path}]"

    return check


def text(most: int, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")) -> Check:
    """A text object; where Slack demands plain_text, mrkdwn is a mistake."""
    body = shape(
        {"type": one_of(kinds), "text": string(most)},
        {"emoji": boolean} if kinds == ("plain_text",) else {"emoji": boolean, "verbatim": boolean},
    )

    def check(value: Any, path: str) -> Iterator[str]:
        yield from body(value, path)
        if isinstance(value, dict) and value.get("type") == "mrkdwn" and "emoji" in value:
            yield f"invalid additional property: emoji [json-pointer:{path}]"

    return check


def plain(most: int) -> Check:
    return text(most, ("plain_text",))


def many(check_one: Check, most: int, least: int = 1) -> Check:
    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"must be an array [json-pointer:{path}]"
            return
        if len(value) > most:
            yield f"no more than {most} items allowed [json-pointer:{path}]"
        if len(value) < least:
            yield f"no fewer than {least} items allowed [json-pointer:{path}]"
        for place, item in enumerate(value):
            yield from check_one(item, f"{path}/{place}")

    return check


def one_of(values: Iterable[str]) -> Check:
    allowed = tuple(values)

    def check(value: Any, path: str) -> Iterator[str]:
        if value not in allowed:
            yield f"must be a valid enum value [json-pointer:{path}]"

    return check


def by_type(known: dict[str, Check]) -> Check:
    """An object whose `type` says which check it must pass."""

    def check(value: Any, path: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind is None:
            yield f"missing required field: type [json-pointer:{path}]"
        elif not isinstance(kind, str) or kind not in known:
            yield f"unsupported type: {kind} [json-pointer:{path}/type]"
        else:
            yield from known[kind](value, path)

    return check


def boolean(value: Any, path: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield f"must be a boolean [json-pointer:{path}]"


def whole(least: int, most: int) -> Check:
    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            yield f"must be a whole number from {least} to {most} [json-pointer:{path}]"

    return check


def anything(value: Any, path: str) -> Iterator[str]:
    yield from ()


def both(*checks: Check) -> Check:
    def check(value: Any, path: str) -> Iterator[str]:
        for one in checks:
            yield from one(value, path)

    return check


def repeated(values: list[str], what: str, path: str) -> Iterator[str]:
    for value in sorted({value for value in values if values.count(value) > 1}):
        yield f'{what} "{value}" already exists [json-pointer:{path}]'


def keys(value: Json, *names: str) -> list[Any]:
    return [value[name] for name in names if value.get(name) is not None]
