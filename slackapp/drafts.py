"""Which typed words survive when a modal is replaced, pure. It decides that by action_id and never reads their meaning.

Slack keeps what was typed under the same block_id and action_id, and then ignores a new initial value. So an input
gets a new action_id when the next form is another step, or when the Desk filled the field with something that it was
neither shown with nor holds now.
"""

from collections.abc import Mapping
from typing import Any

from slackapp import answers, inputs
from workflows.cards.elements import Field, Form


def action_ids(form: Form, before: Mapping[str, Any], *, submitted: bool) -> dict[str, str]:
    """Return the action_id of each field that stood in the modal *before* as well."""
    shown = {
        block["block_id"]: block["element"] for block in before.get("blocks") or () if block.get("type") == "input"
    }
    typed = answers.of_state(before.get("state"))
    another = _another_step(form, before, submitted)
    fields = [element for element in form.elements if isinstance(element, Field) and element.key in shown]
    return {
        field.key: _next(shown[field.key], another or _refilled(field, shown[field.key], typed.get(field.key)))
        for field in fields
    }


def _another_step(form: Form, before: Mapping[str, Any], submitted: bool) -> bool:
    """True for another form, or the same form about another thing after it was taken in."""
    if before.get("callback_id") != form.name:
        return True
    held = answers.context(before)
    return submitted and any(form.context[key] != held[key] for key in form.context.keys() & held.keys())


def _refilled(field: Field, element: Mapping[str, Any], typed: object) -> bool:
    return bool(field.initial) and field.initial not in (typed, answers.initial(element))


def _next(element: Mapping[str, Any], fresh: bool) -> str:
    now = str(element.get("action_id") or inputs.ANSWER)
    number = now.rpartition("-")[2]
    return f"{inputs.ANSWER}-{int(number) + 1 if number.isdigit() else 1}" if fresh else now
