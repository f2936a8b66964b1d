"""Turns what a person filled in (a text, a choice, a date) into the value that Slack would send for that element.

It must not decide whether the value is good enough to submit: that is `complete`.
"""

from typing import Any

from sandbox.hands.refusal import Refusal
from sandbox.json_types import Json
from sandbox.site import Site
from sandbox.view import INITIAL, stateful

CHOICES = ("static_select", "radio_buttons", "external_select")
MANY_CHOICES = ("multi_static_select", "checkboxes")


def take_in(site: Site, user: str, blocks: list[Json], given: Json) -> dict[str, dict[str, Json]]:
    """The given values as Slack values; an element that is not there is a mistake of who drives."""
    known = dict(stateful(blocks))
    taken: dict[str, dict[str, Json]] = {}
    for block, row in given.items():
        for action, value in row.items():
            element = known.get((block, action))
            if element is None:
                raise Refusal(f"no_such_element: {block}/{action}")
            taken.setdefault(block, {})[action] = slack_value(site, user, block, element, value)
    return taken


def slack_value(site: Site, user: str, block: str, element: Json, value: Any) -> Json:
    kind = element["type"]
    key, _, empty = INITIAL[kind]
    if value in (None, "", []):
        return {"type": kind, key: empty}
    if kind in CHOICES:
        value = _option(site, user, block, element, value)
    elif kind in MANY_CHOICES:
        value = [_option(site, user, block, element, one) for one in value]
    elif kind == "file_input":
        value = [_file(site, user, one) for one in value]
    elif kind in ("number_input", "plain_text_input", "url_text_input", "email_text_input"):
        value = str(value)
    return {"type": kind, key: value}


def options_of(element: Json) -> list[Json]:
    grouped = [option for group in element.get("option_groups") or [] for option in group["options"]]
    return [*(element.get("options") or []), *grouped]


def _option(site: Site, user: str, block: str, element: Json, value: Any) -> Json:
    """External menus know only what the app suggested last."""
    suggested = site.suggested.get((user, block, element["action_id"]), [])
    known = [*options_of(element), *suggested, *_initials(element)]
    wanted = value["value"] if isinstance(value, dict) else value
    for option in known:
        if option["value"] == wanted:
            return option
    raise Refusal(f"no_such_option: {wanted}")


def _initials(element: Json) -> list[Json]:
    one = element.get("initial_option")
    return [*(element.get("initial_options") or []), *([one] if one else [])]


def _file(site: Site, user: str, file_id: Any) -> Json:
    file = site.workspace.files.get(str(file_id["id"] if isinstance(file_id, dict) else file_id))
    if file is None or file.deleted or file.user != user:
        raise Refusal("file_not_found")
    return file.as_slack(site.base_url)
