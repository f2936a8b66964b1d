"""What Slack hands back of a form -> answers by key, pure. It decides no meaning: which answer is right is the Desk's.

A choice of several and a choice of people is a tuple (empty: ``()``), files are a tuple of Uploads, anything else is
text (empty: ``""``).
"""

import json
from collections.abc import Mapping
from typing import Any

from workflows.cards.elements import Upload
from workflows.usecases.desk import Answer

Payload = Mapping[str, Any]


def of_state(state: Payload | None) -> dict[str, Answer]:
    """Read the state of a view or a message: one answer for each input block."""
    values = (state or {}).get("values") or {}
    return {key: _answer(element) for key, elements in values.items() for element in [*elements.values()][:1]}


def context(view: Payload) -> dict[str, str]:
    """Read what the form carried along; something unreadable is no context at all."""
    try:
        carried = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return {text(str(key)): text(str(value)) for key, value in carried.items()} if isinstance(carried, dict) else {}


def initial(element: Payload) -> Answer:
    """Read what an input was filled with when it was shown."""
    return _answer({_GIVEN.get(key, key): value for key, value in element.items()})


_GIVEN = {
    "initial_value": "value",
    "initial_option": "selected_option",
    "initial_options": "selected_options",
    "initial_user": "selected_user",
    "initial_users": "selected_users",
    "initial_date": "selected_date",
}


def _answer(element: Payload) -> Answer:
    match element.get("type"):
        case "radio_buttons" | "static_select":
            return text((element.get("selected_option") or {}).get("value"))
        case "checkboxes" | "multi_static_select":
            return tuple(text(option.get("value")) for option in element.get("selected_options") or ())
        case "users_select":
            return text(element.get("selected_user"))
        case "multi_users_select":
            return tuple(text(member) for member in element.get("selected_users") or ())
        case "datepicker":
            return text(element.get("selected_date"))
        case "file_input":
            return tuple(_upload(file) for file in element.get("files") or ())
        case _:
            return text(element.get("value"))


def text(value: object) -> str:
    """Leave out what no database keeps: NUL and halves of letters."""
    if not isinstance(value, str):
        return ""
    return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8").rstrip()


def _upload(file: Payload) -> Upload:
    return Upload(
        id=str(file["id"]),
        name=text(file.get("name")),
        size=int(file.get("size") or 0),
        mimetype=text(file.get("mimetype")),
    )
