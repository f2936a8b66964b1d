"""Field -> input block, pure. It decides which of Slack's inputs fits a question, never what is asked.

``block_id`` is the field's key, ``action_id`` says which filling it is (see drafts): Slack keeps what was typed as
long as both stay the same.
"""

import re
from datetime import date
from typing import Any

from slackapp import plain
from slackapp.blocks import Block, LimitError, text_object, within
from workflows.cards.elements import Field

ANSWER = "answer"
FILES = 5
FILETYPES = ["png", "jpg", "jpeg", "gif", "webp", "heic", "pdf"]
OPTION = 75
RADIOS = 5
CHECKBOXES = 10
MENU = 100
_MEMBER = re.compile("[UW][A-Z0-9]{1,28}")


def block(field: Field, action_id: str = ANSWER) -> Block:
    """Return the input block of a question."""
    made: Block = {
        "type": "input",
        "block_id": within(field.key, 255),
        "label": text_object(plain.line(field.label) or field.key, 2000),
        "element": {**_element(field), "action_id": action_id},
        "optional": not field.required,
    }
    if field.redraws:
        made["dispatch_action"] = True
    if field.hint.strip():
        made["hint"] = text_object(field.hint, 2000)
    return made


def _element(field: Field) -> Block:
    match field.type:
        case "text" | "longtext":
            return _typed(field)
        case "url":
            return _url(field)
        case "choice":
            return _choice(field)
        case "choices":
            return _choices(field)
        case "person":
            return _some(field, {"type": "users_select", **_given("initial_user", next(iter(_members(field)), ""))})
        case "people":
            return _some(field, {"type": "multi_users_select", **_given("initial_users", _members(field))})
        case "date":
            return _some(field, {"type": "datepicker", **_given("initial_date", _day(_one(field)))})
        case "file":
            return {"type": "file_input", "max_files": FILES, "filetypes": FILETYPES}


def _typed(field: Field) -> Block:
    most = max(1, min(field.max, 3000))
    many = field.type == "longtext"
    given = plain.clean(_one(field)) if many else plain.line(_one(field))
    typed = {"type": "plain_text_input", "multiline": many, "max_length": most}
    return _some(field, {**typed, **_given("initial_value", plain.cut(given, most))})


def _url(field: Field) -> Block:
    """An address; what was typed behind a command may be none, and is not thrown away for that."""
    given = plain.line(_one(field))
    if given and not (given.startswith(("https://", "http://")) and " " not in given and len(given) <= 3000):
        return _typed(field)
    return _some(field, {"type": "url_text_input", **_given("initial_value", given)})


def _choice(field: Field) -> Block:
    options = _options(field)
    chosen = _given("initial_option", next((one for one in options if one["value"] == field.initial), None))
    if len(options) <= RADIOS and all(plain.width(label) <= OPTION for _, label in field.options):
        return {"type": "radio_buttons", "options": options, **chosen}
    return _some(field, {"type": "static_select", **_menu(options), **chosen})


def _choices(field: Field) -> Block:
    options = _options(field)
    chosen = _given("initial_options", [one for one in options if one["value"] in _many(field)])
    if len(options) <= CHECKBOXES:
        return {"type": "checkboxes", "options": options, **chosen}
    return _some(field, {"type": "multi_static_select", **_menu(options), **chosen})


def _options(field: Field) -> list[Block]:
    if not field.options:
        raise LimitError(f"nothing to choose from: {field.key}")
    return [
        {"text": text_object(plain.line(label) or value, OPTION), "value": within(value, 150)}
        for value, label in field.options
    ]


def _menu(options: list[Block]) -> Block:
    """A menu holds 100 options; more than that come in groups."""
    if len(options) <= MENU:
        return {"options": options}
    rows = [(at + 1, options[at : at + MENU]) for at in range(0, len(options), MENU)]
    return {
        "option_groups": [
            {"label": text_object(f"{first}-{first + len(row) - 1}", OPTION), "options": row} for first, row in rows
        ]
    }


def _some(field: Field, element: Block) -> Block:
    if not field.placeholder.strip():
        return element
    return {**element, "placeholder": text_object(plain.line(field.placeholder), 150)}


def _given(key: str, value: Any) -> Block:
    return {key: value} if value else {}


def _one(field: Field) -> str:
    return field.initial if isinstance(field.initial, str) else "\n".join(field.initial)


def _many(field: Field) -> list[str]:
    return [field.initial] if isinstance(field.initial, str) and field.initial else list(field.initial)


def _members(field: Field) -> list[str]:
    """Slack refuses a whole modal for one id that is none of its own."""
    return [one for one in _many(field) if _MEMBER.fullmatch(one)]


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""
