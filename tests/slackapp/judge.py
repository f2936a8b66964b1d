"""A second opinion on Block Kit: slackblocks builds every block anew, four checks look at what it lets through."""

from collections import Counter
from typing import Any

import slackblocks as kit
from slackblocks.rich_text import objects as rich
from slackblocks.rich_text.elements import RichText

KINDS = {
    "section": "SectionBlock", "header": "HeaderBlock", "divider": "DividerBlock", "context": "ContextBlock",
    "actions": "ActionsBlock", "input": "InputBlock", "button": "Button", "plain_text_input": "PlainTextInput",
    "url_text_input": "URLInput", "file_input": "FileInput", "datepicker": "DatePicker",
    "static_select": "StaticSelectMenu", "multi_static_select": "StaticMultiSelectMenu",
    "users_select": "UserSelectMenu", "multi_users_select": "UserMultiSelectMenu", "checkboxes": "CheckboxGroup",
    "radio_buttons": "RadioButtonGroup", "modal": "ModalView", "home": "HomeTabView",
}  # fmt: skip
RICH = {"rich_text_section": "RichTextSection", "rich_text_quote": "RichTextQuote"}


def judge_message(body: dict[str, Any]) -> None:
    kit.Message(channel="C1", text=body["text"], blocks=[built(block) for block in body["blocks"]]).to_dict()
    assert len(body["blocks"]) <= 50
    _across(body["blocks"], "message")


def judge_view(view: dict[str, Any]) -> None:
    built(view).to_dict()
    assert len(view["blocks"]) <= 100
    _across(view["blocks"], view["type"])


def texts(part: Any) -> list[dict[str, Any]]:
    """Every text object in there, at any depth."""
    if isinstance(part, list):
        return [found for one in part for found in texts(one)]
    if not isinstance(part, dict):
        return []
    own = [part] if part.get("type") in ("plain_text", "mrkdwn", "text") and isinstance(part.get("text"), str) else []
    return own + [found for one in part.values() for found in texts(one)]


def built(part: Any, key: str = "") -> Any:
    if isinstance(part, list):
        return [built(one, key) for one in part]
    if not isinstance(part, dict):
        return part
    kind = part.get("type")
    if kind in ("plain_text", "mrkdwn"):
        rest = {name: value for name, value in part.items() if name not in ("type", "text")}
        return kit.Text(part["text"], type_=kit.TextType(kind), **rest)
    if kind == "rich_text":
        return kit.RichTextBlock(elements=[_rich(one) for one in part["elements"]])
    if key in SPECIAL:
        return getattr(kit, SPECIAL[key])(**{name: built(value, name) for name, value in part.items()})
    left_out = _chosen_in_a_group(part)
    rest = {name: built(value, name) for name, value in part.items() if name not in ("type", *left_out)}
    return getattr(kit, KINDS[str(kind)])(**rest)


SPECIAL = {
    "confirm": "ConfirmationDialogue",
    "options": "Option",
    "initial_option": "Option",
    "initial_options": "Option",
    "option_groups": "OptionGroup",
}


def _chosen_in_a_group(part: dict[str, Any]) -> tuple[str, ...]:
    """What was chosen in a group is one of its options; slackblocks wants a whole group there, Slack does not."""
    choices = [option for group in part.get("option_groups") or () for option in group["options"]]
    if choices and "initial_option" in part:
        assert part["initial_option"] in choices
        return ("initial_option",)
    return ()


def _rich(part: dict[str, Any]) -> Any:
    words = [RichText(text=one["text"], **one.get("style", {})) for one in part["elements"]]
    return getattr(rich, RICH[part["type"]])(words)


def _across(blocks: list[dict[str, Any]], surface: str) -> None:
    ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    assert not ids or max(ids.values()) == 1
    actions = [element["action_id"] for block in blocks if block["type"] == "actions" for element in block["elements"]]
    assert len(set(actions)) == len(actions)
    assert all(block["elements"] for block in blocks if block["type"] == "actions")
    elements = [block["element"] for block in blocks if block["type"] == "input"]
    assert sum(bool(element.get("focus_on_load")) for element in elements) <= 1
    assert surface == "modal" or all(element["type"] != "file_input" for element in elements)
