"""What Slack's own client checks before it sends a submission: required, lengths, numbers, addresses.

Pure. The app is not asked, so it must not get to see a form that fails here.
"""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.json_types import Json
from sandbox.texts import say
from sandbox.view import INITIAL


def field_errors(blocks: list[Json], values: Json) -> dict[str, str]:
    """Block id -> sentence, for every input that Slack would not let through."""
    errors = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        held = values[block["block_id"]][element["action_id"]]
        problem = _problem(element, held[INITIAL[element["type"]][0]], bool(block.get("optional")))
        if problem:
            errors[block["block_id"]] = problem
    return errors


def _problem(element: Json, value: Any, optional: bool) -> str:
    if value in (None, "", []) or (isinstance(value, str) and not value.strip()):
        return "" if optional else say("field_required")
    if isinstance(value, list):
        return _too_many(element, value)
    check = {
        "plain_text_input": _length,
        "number_input": _number,
        "email_text_input": _email,
        "url_text_input": _url,
    }.get(element["type"])
    return check(element, str(value)) if check else ""


def _length(element: Json, value: str) -> str:
    if len(value) < element.get("min_length", 0):
        return say("field_too_short", least=element["min_length"])
    most = element.get("max_length", 3000)
    return say("field_too_long", most=most) if len(value) > most else ""


def _number(element: Json, value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return say("field_number")
    if not element["is_decimal_allowed"] and number != number.to_integral_value():
        return say("field_whole_number")
    if "min_value" in element and number < Decimal(element["min_value"]):
        return say("field_too_low", least=element["min_value"])
    if "max_value" in element and number > Decimal(element["max_value"]):
        return say("field_too_high", most=element["max_value"])
    return ""


def _email(element: Json, value: str) -> str:
    return "" if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value) else say("field_email")


def _url(element: Json, value: str) -> str:
    return "" if re.fullmatch(r"https?://\S+\.\S+|https?://localhost\S*", value) else say("field_url")


def _too_many(element: Json, value: list[Any]) -> str:
    most = element.get("max_files", 10) if element["type"] == "file_input" else element.get("max_selected_items", 1000)
    if len(value) > most:
        return say("field_too_many", most=most)
    wanted = [kind.lower() for kind in element.get("filetypes", [])] if element["type"] == "file_input" else []
    wrong = [file["name"] for file in value if wanted and not _fits(file, wanted)]
    return say("field_file_type", wanted=", ".join(wanted)) if wrong else ""


def _fits(file: Json, wanted: list[str]) -> bool:
    kind = "jpg" if file["filetype"] == "jpeg" else file["filetype"]
    return kind in ["jpg" if one == "jpeg" else one for one in wanted]
