"""Slack's limits on a list of blocks: which blocks on which surface, which elements inside, no id twice.

`problems` is pure. It must not accept a block that the page cannot draw: a test would pass and a person see nothing.
"""

from collections.abc import Iterator
from typing import Any

from sandbox.json_types import Json
from sandbox.rules.elements import ELEMENTS
from sandbox.rules.shape import Check, anything, boolean, both, by_type, many, plain, repeated, shape, string, text

SELECTS = ("static", "external", "users", "conversations", "channels")
MENUS = (*(f"{kind}_select" for kind in SELECTS), *(f"multi_{kind}_select" for kind in SELECTS if kind != "external"))
PICKERS = ("datepicker", "timepicker", "checkboxes", "radio_buttons")
TYPED = ("plain_text_input", "url_text_input", "email_text_input", "number_input", "datetimepicker")
MOST = {"message": 50, "modal": 100, "home": 100}
SURFACE_BLOCKS = ("section", "header", "divider", "context", "actions", "image", "input", "rich_text")


def problems(surface: str, blocks: Any, path: str = "/blocks") -> list[str]:
    """Every reason why Slack would refuse these blocks on this surface (message, modal or home)."""
    if not isinstance(blocks, list):
        return [f"must be an array [json-pointer:{path}]"]
    known = {
        name: _block(name, surface) for name in (*SURFACE_BLOCKS, *(("markdown",) if surface == "message" else ()))
    }
    found = list(many(by_type(known), MOST[surface])(blocks, path))
    return [*found, *_across(blocks, path)]


def _elements(*kinds: str) -> Check:
    return by_type({kind: ELEMENTS[kind] for kind in kinds})


def _block(name: str, surface: str) -> Check:
    required, optional, cross = _parts(name, surface)
    return both(shape(required, {**optional, "block_id": string(255)}), cross)


def _parts(name: str, surface: str) -> tuple[dict[str, Check], dict[str, Check], Check]:
    """Per block: the keys it must have, the keys it may have, and what holds across keys."""
    inputs = (*MENUS, *PICKERS, *TYPED, *(("file_input",) if surface == "modal" else ()))
    accessory = _elements("button", "overflow", "image", *MENUS, *PICKERS)
    interactive = _elements("button", "overflow", "datetimepicker", *MENUS, *PICKERS)
    table: dict[str, tuple[dict[str, Check], dict[str, Check], Check]] = {
        "section": (
            {},
            {"text": text(3000), "fields": many(text(2000), 10), "accessory": accessory, "expand": boolean},
            _section,
        ),
        "header": ({"text": plain(150)}, {}, anything),
        "divider": ({}, {}, anything),
        "context": ({"elements": many(_context_element, 10)}, {}, anything),
        "actions": ({"elements": many(interactive, 25)}, {}, _actions),
        "image": (
            {"alt_text": string(2000)},
            {"image_url": string(3000), "slack_file": anything, "title": plain(2000)},
            _image,
        ),
        "input": (
            {"label": plain(2000), "element": _elements(*inputs)},
            {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
            anything,
        ),
        "rich_text": ({"elements": many(anything, 1000, 0)}, {}, anything),
        "markdown": ({"text": string(12000)}, {}, anything),
    }
    return table[name]


def _context_element(value: Any, path: str) -> Iterator[str]:
    """Context holds images and bare text objects side by side."""
    if isinstance(value, dict) and value.get("type") == "image":
        yield from ELEMENTS["image"](value, path)
    else:
        yield from text(3000)(value, path)


def _section(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict) and not value.get("text") and not value.get("fields"):
        yield f"must define either `text` or `fields` [json-pointer:{path}]"


def _image(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict) and not value.get("image_url") and not value.get("slack_file"):
        yield f"must define either `image_url` or `slack_file` [json-pointer:{path}]"


def _actions(value: Any, path: str) -> Iterator[str]:
    elements = value.get("elements") if isinstance(value, dict) else None
    names = [element.get("action_id") for element in elements or [] if isinstance(element, dict)]
    yield from repeated([name for name in names if isinstance(name, str)], "action_id", f"{path}/elements")


def _across(blocks: list[Any], path: str) -> Iterator[str]:
    given = [block for block in blocks if isinstance(block, dict)]
    names = [block["block_id"] for block in given if isinstance(block.get("block_id"), str)]
    yield from repeated(names, "block_id", path)
    if sum(1 for block in given for element in _inner(block) if element.get("focus_on_load")) > 1:
        yield f"only one element may have focus_on_load [json-pointer:{path}]"


def _inner(block: Json) -> list[Json]:
    listed = block.get("elements") if isinstance(block.get("elements"), list) else []
    candidates = [block.get("element"), block.get("accessory"), *(listed or [])]
    return [element for element in candidates if isinstance(element, dict)]
