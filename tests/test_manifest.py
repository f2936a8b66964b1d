"""manifest.yml and the app agree: what Slack offers is answered, and what the app needs is asked for."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from ruamel.yaml import YAML

from slackapp.app import create_app
from slackapp.blueprint import create_blueprint
from slackapp.client import SlackSettings
from slackapp.listeners import commands, shortcuts
from tests.slackapp.fakes import SECRET, Door, FakeSlack, ScriptedDesk

ROOT = Path(__file__).parents[1]
MANIFEST: dict[str, Any] = YAML(typ="safe", pure=True).load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
FEATURES, SETTINGS = MANIFEST["features"], MANIFEST["settings"]
COMMANDS = [one["command"] for one in FEATURES["slash_commands"]]
SHORTCUTS = {one["callback_id"]: one["type"] for one in FEATURES["shortcuts"]}
EVENTS = SETTINGS["event_subscriptions"]["bot_events"]

# Which scopes each method of the Web API that the app calls may need (Slack's pages of those methods).
SCOPES = {
    "auth_test": set(),
    "chat_postMessage": {"chat:write", "chat:write.public"},
    "chat_update": {"chat:write"},
    "conversations_history": {"channels:history", "groups:history", "im:history"},
    "conversations_members": {"channels:read", "groups:read"},
    "conversations_open": {"im:write"},
    "files_delete": {"files:write"},
    "files_info": {"files:read"},
    "users_info": {"users:read", "users:read.email"},
    "users_list": {"users:read", "users:read.email"},
    "users_lookupByEmail": {"users:read.email"},
    "views_open": set(),
    "views_publish": set(),
    "views_push": set(),
    "views_update": set(),
}


@pytest.fixture
def door(desk: ScriptedDesk) -> Iterator[Door]:
    slack = FakeSlack()
    settings = SlackSettings(bot_token="xoxb-1", signing_secret=SECRET, api_url=slack.api_url)
    site = Flask("site", static_folder=None)
    site.register_blueprint(create_blueprint(create_app(settings, desk)))
    yield Door(site, slack.response_url)
    slack.close()


@pytest.fixture
def desk() -> ScriptedDesk:
    return ScriptedDesk()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_that_slack_offers_comes_to_the_desk(door: Door, desk: ScriptedDesk, command: str) -> None:
    assert door.command(command).status_code == 200
    assert [one.member for one in desk.asked] == ["U1"]


def test_a_command_that_nobody_offers_does_not_come_to_the_desk(door: Door, desk: ScriptedDesk) -> None:
    door.command("/onbekend")
    assert desk.asked == []


def test_every_command_that_the_app_answers_is_offered() -> None:
    assert {*commands.KINDS, "/ruggespraak"} == set(COMMANDS)


@pytest.mark.parametrize("callback", SHORTCUTS)
def test_every_shortcut_that_slack_offers_comes_to_the_desk(door: Door, desk: ScriptedDesk, callback: str) -> None:
    payload: dict[str, Any] = {"type": "shortcut", "callback_id": callback}
    if SHORTCUTS[callback] == "message":
        message = {"type": "message", "text": "x", "ts": "1.2", "user": "U2"}
        payload |= {"type": "message_action", "message": message, "channel": {"id": "C1"}, "message_ts": "1.2"}
    assert door.interact(payload).status_code == 200
    assert [one.method for one in desk.asked] == ["start"]


def test_every_shortcut_that_the_app_answers_is_offered() -> None:
    assert {*shortcuts.KINDS, "melden_bericht"} == set(SHORTCUTS)
    assert SHORTCUTS["melden_bericht"] == "message"


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_that_is_asked_for_is_answered(door: Door, event: str, caplog: pytest.LogCaptureFixture) -> None:
    told = {"type": event, "user": {"id": "U1"}} if event in ("team_join", "user_change") else {"type": event}
    if event == "app_home_opened":
        told |= {"user": "U1", "tab": "home", "channel": "D1"}
    assert door.event(told).status_code == 200
    assert "no listener" not in caplog.text


def test_what_the_app_listens_to_is_asked_for() -> None:
    assert {"app_home_opened", "app_uninstalled", "tokens_revoked"} <= set(EVENTS)
    assert not {one for one in EVENTS if one.startswith("message")}, "the app never reads along"


def methods_called() -> set[str]:
    """The methods of the Web API that stand in the code of the Slack face."""
    code = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "slackapp").rglob("*.py"))
    families = ("chat", "conversations", "files", "users", "views", "team", "auth", "reactions", "usergroups")
    words = {word.strip("().,:=[]") for word in code.replace("(", " ").replace(",", " ").split()}
    called = {word.rpartition("client.")[2] for word in words if "client." in word}
    return {one for one in called if one.split("_")[0] in families and "_" in one}


def test_the_list_of_methods_is_what_the_app_calls() -> None:
    assert methods_called() == SCOPES.keys() & methods_called()
    assert {"chat_postMessage", "views_open", "users_lookupByEmail", "conversations_open"} <= methods_called()


def test_the_scopes_cover_the_methods_that_the_app_calls() -> None:
    granted = set(MANIFEST["oauth_config"]["scopes"]["bot"])
    needed = {scope for method in methods_called() for scope in SCOPES[method]} | {"commands"}
    assert needed <= granted
    assert granted - needed <= {"team:read"}
    assert "user" not in MANIFEST["oauth_config"]["scopes"]


def test_names_fit_where_slack_shows_them() -> None:
    about = MANIFEST["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 174 <= len(about["long_description"]) <= 4000
    assert len(FEATURES["bot_user"]["display_name"]) <= 80
    for one in FEATURES["shortcuts"]:
        assert len(one["name"]) <= 24
        assert len(one["description"]) <= 150
        assert len(one["callback_id"]) <= 255
    for one in FEATURES["slash_commands"]:
        assert len(one["command"]) <= 32
        assert len(one["description"]) <= 2000
        assert len(one.get("usage_hint", "")) <= 1000
        assert one["should_escape"]
    assert all(early < late for early, late in pairwise(MANIFEST["oauth_config"]["scopes"]["bot"]))


def test_slack_finds_the_app_at_one_address() -> None:
    urls = [one["url"] for one in FEATURES["slash_commands"]]
    urls += [SETTINGS["event_subscriptions"]["request_url"], SETTINGS["interactivity"]["request_url"]]
    urls.append(SETTINGS["interactivity"]["message_menu_options_url"])
    assert {urlsplit(url).path for url in urls} == {"/slack/events"}
    assert {urlsplit(url).scheme for url in urls} == {"https"}
    assert len({urlsplit(url).netloc for url in urls}) == 1
    text = (ROOT / "manifest.yml").read_text(encoding="utf-8")
    assert text.count("https://UW-ADRES/") == len(urls) == 7


def test_messages_and_home_are_switched_on_and_tokens_do_not_rotate() -> None:
    assert FEATURES["app_home"]["home_tab_enabled"]
    assert FEATURES["app_home"]["messages_tab_enabled"]
    assert SETTINGS["interactivity"]["is_enabled"]
    assert not SETTINGS["token_rotation_enabled"]
    assert json.dumps(MANIFEST)
