"""One modal or home tab: what the app sent, what the person has entered, which hash it carries.

It must not check the app's definition (see `rules`) nor send anything.
"""

import secrets
import time
from dataclasses import dataclass, field

from sandbox.json_types import Json


@dataclass(kw_only=True)
class View:
    id: str
    user: str
    definition: Json
    root: str
    previous: str | None = None
    hash: str = ""
    entered: dict[str, dict[str, Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    warning: str = ""

    def replace(self, definition: Json) -> None:
        """A new definition keeps what was entered where block and action are the same element."""
        kinds = {key: element["type"] for key, element in stateful(definition["blocks"])}
        self.entered = {
            block: {action: value for action, value in row.items() if kinds.get((block, action)) == value["type"]}
            for block, row in self.entered.items()
        }
        self.definition = definition
        self.errors, self.warning = {}, ""
        self.hash = new_hash()

    def state(self) -> Json:
        values: Json = {}
        for (block, action), element in stateful(self.definition["blocks"]):
            values.setdefault(block, {})[action] = self.entered.get(block, {}).get(action) or initial(element)
        return {"values": values}

    def as_slack(self, team_id: str, app_id: str, bot_id: str) -> Json:
        given = self.definition
        return {
            "id": self.id,
            "team_id": team_id,
            "type": given["type"],
            "blocks": given["blocks"],
            "private_metadata": given.get("private_metadata", ""),
            "callback_id": given.get("callback_id", ""),
            "state": self.state(),
            "hash": self.hash,
            "title": given.get("title"),
            "clear_on_close": given.get("clear_on_close", False),
            "notify_on_close": given.get("notify_on_close", False),
            "close": given.get("close"),
            "submit": given.get("submit"),
            "previous_view_id": self.previous,
            "root_view_id": self.root,
            "app_id": app_id,
            "external_id": given.get("external_id", ""),
            "app_installed_team_id": team_id,
            "bot_id": bot_id,
        }


def new_hash() -> str:
    return f"{int(time.time())}.{secrets.token_urlsafe(6)}"


def with_block_ids(blocks: list[Json]) -> list[Json]:
    """Slack gives every block and every interactive element an id when the app did not."""
    return [_with_ids(block) for block in blocks]


def stateful(blocks: list[Json]) -> list[tuple[tuple[str, str], Json]]:
    """Every element that holds a value, with its block_id and action_id."""
    return [
        ((block["block_id"], element["action_id"]), element)
        for block in blocks
        for element in elements_of(block)
        if initial(element)
    ]


def elements_of(block: Json) -> list[Json]:
    inner = [block.get("element"), block.get("accessory"), *(block.get("elements") or [])]
    if block["type"] not in ("input", "section", "actions"):
        return []
    return [element for element in inner if element and element.get("type") != "image"]


def initial(element: Json) -> Json:
    """The value before anybody touched the element; empty for elements without a value, such as buttons."""
    kind = element["type"]
    if kind in INITIAL:
        value_key, initial_key, empty = INITIAL[kind]
        return {"type": kind, value_key: element.get(initial_key, empty)}
    return {}


INITIAL: dict[str, tuple[str, str, object]] = {
    "plain_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "users_select": ("selected_user", "initial_user", None),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_static_select": ("selected_options", "initial_options", []),
    "checkboxes": ("selected_options", "initial_options", []),
    "multi_users_select": ("selected_users", "initial_users", []),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "file_input": ("files", "-", []),
}


def _with_ids(block: Json) -> Json:
    done = {**block, "block_id": block.get("block_id") or secrets.token_urlsafe(4)}
    for key in ("element", "accessory"):
        if done.get(key) and done[key].get("type") != "image":
            done[key] = _with_action(done[key])
    if done["type"] == "actions":
        done["elements"] = [_with_action(element) for element in done["elements"]]
    return done


def _with_action(element: Json) -> Json:
    return {**element, "action_id": element.get("action_id") or secrets.token_urlsafe(4)}
