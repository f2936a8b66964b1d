"""Who belongs to the workspace that the app is installed in, and that Slack is asked for it once."""

from typing import Any

import pytest

from slackapp.client import SlackSettings, sender_client
from slackapp.messenger import SlackMessenger
from slackapp.workspace import Workspace
from tests.slackapp.fakes import Door, FakeSlack, ScriptedDesk

HERE = Workspace(team="T1", organisation="E1")
JO = {"id": "U2", "name": "jo", "profile": {"email": "jo@school.nl", "real_name": "Jo Bos"}}


@pytest.mark.parametrize(
    "user, is_here",
    [
        ({"team_id": "T1"}, True),
        ({"team_id": "T9"}, False),
        ({"team_id": "T9", "enterprise_user": {"enterprise_id": "E1"}}, True),
        ({"team_id": "T9", "enterprise_user": {"enterprise_id": "E9"}}, False),
        ({"team_id": "T9", "enterprise_user": {}}, False),
        ({}, True),
    ],
)
def test_a_person_is_of_this_team_or_of_another_one_in_the_same_organisation(
    user: dict[str, Any], is_here: bool
) -> None:
    assert HERE.holds(user) is is_here


def test_without_an_organisation_of_our_own_another_team_is_another_team() -> None:
    assert not Workspace(team="T1").holds({"team_id": "T9", "enterprise_user": {"enterprise_id": ""}})


def test_a_newcomer_of_another_workspace_is_enrolled_as_no_staff(
    door: Door, slack: FakeSlack, desk: ScriptedDesk
) -> None:
    slack.will("users.info", {"user": {**JO, "team_id": "T9"}})
    slack.will("auth.test", {"team_id": "T1"})
    door.command("/ruggespraak", user="U2")
    assert [one.staff for one in desk.enrolled] == [False]


def test_of_a_list_only_who_is_of_this_workspace_is_staff_and_slack_is_asked_once(
    settings: SlackSettings, slack: FakeSlack
) -> None:
    messenger = SlackMessenger(sender_client(settings))
    slack.will("auth.test", {"team_id": "T1"})
    for _ in range(2):
        slack.will("users.list", {"members": [{**JO, "team_id": "T1"}, {**JO, "id": "U3", "team_id": "T9"}]})
        assert [(one.id, one.staff) for one in messenger.members()] == [("U2", True), ("U3", False)]
    assert slack.names().count("auth.test") == 1
