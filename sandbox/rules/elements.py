"""Slack's limits on block elements: buttons, menus, inputs. Which element fits in which block is for `blocks`."""

from collections.abc import Iterator
from typing import Any

from sandbox.json_types import Json
from sandbox.rules.shape import Check, anything, boolean, both, many, one_of, plain, shape, string, text, whole

DATE = string(10, 10, r"\d{4}-\d{2}-\d{2}")
TIME = string(5, 5, r"([01]\d|2[0-3]):[0-5]\d")
URL = string(3000, 1, r"(https?|mailto|tel|slack):.+")
PLACEHOLDER = plain(150)

CONFIRM = shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of(("primary", "danger"))},
)
DISPATCH = shape({}, {"trigger_actions_on": many(one_of(("on_enter_pressed", "on_character_entered")), 2)})
COMMON: dict[str, Check] = {"action_id": string(255), "confirm": CONFIRM, "focus_on_load": boolean}
MENU: dict[str, Check] = {**COMMON, "placeholder": PLACEHOLDER}
FILTER = shape(
    {}, {"include": many(anything, 4), "exclude_external_shared_channels": boolean, "exclude_bot_users": boolean}
)


def _option(label: Check) -> Check:
    return shape({"text": label, "value": string(150)}, {"description": label, "url": URL})


OPTION = _option(plain(75))
RICH_OPTION = _option(text(75))
GROUP = shape({"label": plain(75), "options": many(OPTION, 100)})


def _choices(value: Json) -> list[Json]:
    grouped = [group.get("options") or [] for group in value.get("option_groups") or [] if isinstance(group, dict)]
    return [*(value.get("options") or []), *(option for options in grouped for option in options)]


def _initial_is_a_choice(value: Json, path: str) -> Iterator[str]:
    wanted = [
        *(value.get("initial_options") or []),
        *([value["initial_option"]] if value.get("initial_option") else []),
    ]
    if any(option not in _choices(value) for option in wanted):
        key = "initial_options" if value.get("initial_options") else "initial_option"
        yield f"must match one of the options [json-pointer:{path}/{key}]"


def _options_or_groups(value: Json, path: str) -> Iterator[str]:
    if (value.get("options") is None) == (value.get("option_groups") is None):
        yield f"must define either `options` or `option_groups` [json-pointer:{path}]"


def _lengths(value: Json, path: str) -> Iterator[str]:
    least, most = value.get("min_length", 0), value.get("max_length", 3000)
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield f"min_length must not be greater than max_length [json-pointer:{path}]"


def _static(extra: dict[str, Check]) -> Check:
    menu = shape({}, {**MENU, "options": many(OPTION, 100), "option_groups": many(GROUP, 100), **extra})
    return both(menu, _guard(_options_or_groups), _guard(_initial_is_a_choice))


def _guard(check: Check) -> Check:
    """The checks across keys only make sense on something that is an object at all."""

    def guarded(value: Any, path: str) -> Iterator[str]:
        if isinstance(value, dict):
            yield from check(value, path)

    return guarded


def _typed(value_check: Check) -> Check:
    extra = {"initial_value": value_check, "dispatch_action_config": DISPATCH}
    return shape({}, {**MENU, **extra})


MOST_SELECTED: dict[str, Check] = {"max_selected_items": whole(1, 100)}
CONVERSATIONS: dict[str, Check] = {"default_to_current_conversation": boolean, "filter": FILTER}

ELEMENTS: dict[str, Check] = {
    "button": shape(
        {"text": plain(75)},
        {
            **COMMON,
            "value": string(2000, 0),
            "url": URL,
            "style": one_of(("primary", "danger")),
            "accessibility_label": string(75),
        },
    ),
    "overflow": shape({"options": many(OPTION, 5)}, COMMON),
    "static_select": _static({"initial_option": OPTION}),
    "multi_static_select": _static({"initial_options": many(OPTION, 100), **MOST_SELECTED}),
    "external_select": shape({}, {**MENU, "initial_option": OPTION, "min_query_length": whole(0, 1000)}),
    "users_select": shape({}, {**MENU, "initial_user": string(30)}),
    "multi_users_select": shape({}, {**MENU, "initial_users": many(string(30), 100), **MOST_SELECTED}),
    "conversations_select": shape(
        {}, {**MENU, "initial_conversation": string(30), "response_url_enabled": boolean, **CONVERSATIONS}
    ),
    "multi_conversations_select": shape(
        {}, {**MENU, "initial_conversations": many(string(30), 100), **CONVERSATIONS, **MOST_SELECTED}
    ),
    "channels_select": shape({}, {**MENU, "initial_channel": string(30), "response_url_enabled": boolean}),
    "multi_channels_select": shape({}, {**MENU, "initial_channels": many(string(30), 100), **MOST_SELECTED}),
    "radio_buttons": both(
        shape({"options": many(RICH_OPTION, 10)}, {**COMMON, "initial_option": RICH_OPTION}),
        _guard(_initial_is_a_choice),
    ),
    "checkboxes": both(
        shape({"options": many(RICH_OPTION, 10)}, {**COMMON, "initial_options": many(RICH_OPTION, 10)}),
        _guard(_initial_is_a_choice),
    ),
    "datepicker": shape({}, {**MENU, "initial_date": DATE}),
    "timepicker": shape({}, {**MENU, "initial_time": TIME, "timezone": string(100)}),
    "datetimepicker": shape({}, {**COMMON, "initial_date_time": whole(1_000_000_000, 9_999_999_999)}),
    "plain_text_input": both(
        shape(
            {},
            {
                **MENU,
                "initial_value": string(3000, 0),
                "multiline": boolean,
                "min_length": whole(0, 3000),
                "max_length": whole(1, 3000),
                "dispatch_action_config": DISPATCH,
            },
        ),
        _guard(_lengths),
    ),
    "url_text_input": _typed(string(3000)),
    "email_text_input": _typed(string(3000)),
    "number_input": shape(
        {"is_decimal_allowed": boolean},
        {
            **MENU,
            "initial_value": string(100),
            "min_value": string(100),
            "max_value": string(100),
            "dispatch_action_config": DISPATCH,
        },
    ),
    "file_input": shape({}, {"action_id": string(255), "filetypes": many(string(30), 100), "max_files": whole(1, 10)}),
    "image": shape({"alt_text": string(2000)}, {"image_url": string(3000), "slack_file": anything}),
}
