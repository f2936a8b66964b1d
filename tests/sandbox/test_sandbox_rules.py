"""Slack's limits: what is refused, what is let through, and a second judge who must agree."""

from typing import Any

import pytest
import slackblocks

from sandbox.rules import problems, view_problems


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def option(value: str = "v", text: str = "t") -> dict[str, Any]:
    return {"text": plain(text), "value": value}


def button(**extra: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain("Ja"), **extra}


def actions(*elements: dict[str, Any], **extra: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements), **extra}


def entry(element: dict[str, Any], **extra: Any) -> dict[str, Any]:
    return {"type": "input", "label": plain("Vraag"), "element": element, **extra}


def section(**extra: Any) -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn("tekst"), **extra}


def modal(*blocks: dict[str, Any], **extra: Any) -> dict[str, Any]:
    return {"type": "modal", "title": plain("Titel"), "submit": plain("Ja"), "blocks": list(blocks), **extra}


TEXT = {"type": "plain_text_input"}
CONFIRM = {"title": plain("t"), "text": plain("x"), "confirm": plain("ja"), "deny": plain("nee")}

GOOD = {
    "a section of the longest text": [{"type": "section", "text": mrkdwn("x" * 3000)}],
    "ten fields": [{"type": "section", "fields": [mrkdwn("x")] * 10}],
    "a header": [{"type": "header", "text": plain("x" * 150)}],
    "25 buttons": [actions(*[button(action_id=f"a{n}") for n in range(25)])],
    "a full button": [actions(button(action_id="a" * 255, value="v" * 2000, style="primary", confirm=CONFIRM))],
    "a menu": [actions({"type": "static_select", "placeholder": plain("Kies"), "options": [option()] * 100})],
    "context": [{"type": "context", "elements": [mrkdwn("x")] * 10}],
    "an overflow": [section(accessory={"type": "overflow", "action_id": "a", "options": [option()] * 5})],
    "an input": [entry(TEXT, hint=plain("hulp"), optional=True)],
    "radio buttons": [
        entry({"type": "radio_buttons", "action_id": "a", "options": [option()], "initial_option": option()})
    ],
    "a date": [entry({"type": "datepicker", "initial_date": "2026-11-20"})],
    "people": [entry({"type": "multi_users_select", "placeholder": plain("Wie")})],
    "a number": [entry({"type": "number_input", "is_decimal_allowed": False})],
    "fifty dividers": [{"type": "divider"}] * 50,
}

BAD = {
    "a section too long": [{"type": "section", "text": mrkdwn("x" * 3001)}],
    "an empty section": [{"type": "section"}],
    "an empty text": [{"type": "section", "text": mrkdwn("")}],
    "eleven fields": [{"type": "section", "fields": [mrkdwn("x")] * 11}],
    "a field too long": [{"type": "section", "fields": [mrkdwn("x" * 2001)]}],
    "a header too long": [{"type": "header", "text": plain("x" * 151)}],
    "26 buttons": [actions(*[button(action_id=f"a{n}") for n in range(26)])],
    "a button text too long": [actions(button(text=plain("x" * 76)))],
    "a button value too long": [actions(button(value="v" * 2001))],
    "an action_id too long": [actions(button(action_id="a" * 256))],
    "a url too long": [actions(button(url="https://x.nl/" + "x" * 3000))],
    "101 options": [actions({"type": "static_select", "options": [option()] * 101})],
    "an option text too long": [actions({"type": "static_select", "options": [option(text="x" * 76)]})],
    "an option value too long": [actions({"type": "static_select", "options": [option("v" * 151)]})],
    "no options": [actions({"type": "static_select", "options": []})],
    "six in an overflow": [section(accessory={"type": "overflow", "options": [option()] * 6})],
    "eleven in a context": [{"type": "context", "elements": [mrkdwn("x")] * 11}],
    "a confirm title too long": [actions(button(confirm={**CONFIRM, "title": plain("x" * 101)}))],
    "a confirm text too long": [actions(button(confirm={**CONFIRM, "text": plain("x" * 301)}))],
    "a label too long": [entry(TEXT, label=plain("x" * 2001))],
    "an unknown block": [{"type": "sectie", "text": mrkdwn("x")}],
    "an unknown element": [actions({"type": "knop", "text": plain("x")})],
    "an unknown key": [section(kleur="rood")],
    "51 blocks": [{"type": "divider"}] * 51,
}

OURS = {
    "a header in mrkdwn": [{"type": "header", "text": mrkdwn("x")}],
    "a button in mrkdwn": [actions(button(text=mrkdwn("x")))],
    "an unknown style": [actions(button(style="groen"))],
    "the same block_id twice": [section(block_id="a"), section(block_id="a")],
    "the same action_id twice": [actions(button(action_id="a"), button(action_id="a"))],
    "no elements": [actions()],
    "a file input in a message": [entry({"type": "file_input"})],
    "a choice that is not on the list": [
        actions({"type": "static_select", "options": [option()], "initial_option": option("w")})
    ],
    "options and groups": [
        actions(
            {
                "type": "static_select",
                "options": [option()],
                "option_groups": [{"label": plain("g"), "options": [option()]}],
            }
        )
    ],
    "two that want focus": [entry({**TEXT, "focus_on_load": True}), entry({**TEXT, "focus_on_load": True})],
    "a text field in a row of buttons": [actions(TEXT)],
    "a date that is none": [entry({"type": "datepicker", "initial_date": "morgen"})],
    "least above most": [entry({**TEXT, "min_length": 5, "max_length": 4})],
}


@pytest.mark.parametrize("blocks", GOOD.values(), ids=GOOD)
def test_good_blocks_pass_here_and_with_the_second_judge(blocks):
    assert problems("message", blocks) == []
    second_judge(blocks)


@pytest.mark.parametrize("blocks", BAD.values(), ids=BAD)
def test_bad_blocks_are_refused_here_and_by_the_second_judge(blocks):
    assert problems("message", blocks)
    with pytest.raises((slackblocks.InvalidUsageError, TypeError, KeyError)):
        second_judge(blocks)


@pytest.mark.parametrize("blocks", OURS.values(), ids=OURS)
def test_what_only_slack_itself_refuses_is_refused_here_too(blocks):
    assert problems("message", blocks)


def test_a_problem_says_where_it_is():
    found = problems("message", [section(), {"type": "section", "text": mrkdwn("x" * 3001)}])
    assert found == ["must be less than 3001 characters [json-pointer:/blocks/1/text/text]"]


BAD_VIEWS = {
    "a title too long": modal(title=plain("x" * 25)),
    "a title in mrkdwn": modal(title=mrkdwn("x")),
    "no title": {"type": "modal", "blocks": [section()]},
    "a submit too long": modal(section(), submit=plain("x" * 25)),
    "a close too long": modal(section(), close=plain("x" * 25)),
    "inputs without submit": {"type": "modal", "title": plain("x"), "blocks": [entry(TEXT)]},
    "metadata too long": modal(section(), private_metadata="x" * 3001),
    "a callback_id too long": modal(section(), callback_id="x" * 256),
    "101 blocks": modal(*[{"type": "divider"}] * 101),
    "a key of another age": modal(section(), kleur="rood"),
    "a home tab": {"type": "home", "blocks": [section()]},
    "nothing": None,
}


@pytest.mark.parametrize("view", BAD_VIEWS.values(), ids=BAD_VIEWS)
def test_bad_modals_are_refused(view):
    assert view_problems(view)


def test_good_views_pass():
    assert view_problems(modal(entry({"type": "file_input", "max_files": 10}), *[{"type": "divider"}] * 99)) == []
    assert view_problems({"type": "home", "blocks": [section()]}, "home") == []


NAMES = {
    "section": "SectionBlock", "header": "HeaderBlock", "divider": "DividerBlock", "context": "ContextBlock",
    "actions": "ActionsBlock", "input": "InputBlock", "button": "Button", "plain_text_input": "PlainTextInput",
    "number_input": "NumberInput", "datepicker": "DatePicker", "static_select": "StaticSelectMenu",
    "multi_users_select": "UserMultiSelectMenu", "overflow": "OverflowMenu", "radio_buttons": "RadioButtonGroup",
}  # fmt: skip


def second_judge(blocks: list[dict[str, Any]]) -> None:
    """slackblocks, an independent reading of Slack's reference."""
    slackblocks.Message(channel="C1", text="x", blocks=[built(block) for block in blocks]).to_dict()


def built(value: Any, key: str = "") -> Any:
    if isinstance(value, list):
        return [built(one, key) for one in value]
    if not isinstance(value, dict):
        return value
    kind = value.get("type")
    if kind in ("plain_text", "mrkdwn"):
        return slackblocks.Text(value["text"], type_=slackblocks.TextType(kind))
    inner = {name: built(one, name) for name, one in value.items() if name != "type"}
    if key == "confirm":
        return slackblocks.ConfirmationDialogue(**inner)
    if key in ("options", "initial_option"):
        return slackblocks.Option(**inner)
    return getattr(slackblocks, NAMES[kind])(**inner)
