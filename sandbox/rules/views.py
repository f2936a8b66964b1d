"""Slack's limits on a whole view: a modal or a home tab. Pure, like `blocks`."""

from typing import Any

from sandbox.rules.blocks import problems
from sandbox.rules.shape import Check, anything, boolean, one_of, plain, shape, string

COMMON: dict[str, Check] = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
MODAL = shape(
    {"type": one_of(("modal",)), "title": plain(24), "blocks": anything},
    {
        **COMMON,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
    },
)
HOME = shape({"type": one_of(("home",)), "blocks": anything}, COMMON)


def view_problems(view: Any, surface: str = "modal") -> list[str]:
    """Every reason why Slack would refuse this view; `surface` is what the method asks for."""
    if not isinstance(view, dict):
        return ["must be an object [json-pointer:/view]"]
    found = list((HOME if surface == "home" else MODAL)(view, "/view"))
    if view.get("blocks") is not None:
        found += problems(surface, view["blocks"], "/view/blocks")
    if surface == "modal" and _has_inputs(view) and not view.get("submit"):
        found.append("missing required field: submit (views with input blocks need it) [json-pointer:/view]")
    return found


def _has_inputs(view: dict[str, Any]) -> bool:
    blocks = view.get("blocks")
    return isinstance(blocks, list) and any(
        isinstance(block, dict) and block.get("type") == "input" for block in blocks
    )
