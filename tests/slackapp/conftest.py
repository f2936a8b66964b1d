"""The real Bolt app behind Flask, in front of a small recording Slack."""

from collections.abc import Iterator

import pytest
from flask import Flask

from slackapp.app import create_app
from slackapp.blueprint import create_blueprint
from slackapp.client import SlackSettings, sender_client
from slackapp.messenger import SlackMessenger
from tests.slackapp.fakes import SECRET, Door, FakeSlack, ScriptedDesk


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    fake = FakeSlack()
    yield fake
    fake.close()


@pytest.fixture
def settings(slack: FakeSlack) -> SlackSettings:
    return SlackSettings(bot_token="xoxb-1", signing_secret=SECRET, api_url=slack.api_url)


@pytest.fixture
def desk() -> ScriptedDesk:
    return ScriptedDesk()


@pytest.fixture
def door(slack: FakeSlack, settings: SlackSettings, desk: ScriptedDesk) -> Door:
    site = Flask("test")
    site.register_blueprint(create_blueprint(create_app(settings, desk)))
    return Door(site, slack.response_url)


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def messenger(settings: SlackSettings, pauses: list[float]) -> SlackMessenger:
    return SlackMessenger(sender_client(settings), sleep=pauses.append)
