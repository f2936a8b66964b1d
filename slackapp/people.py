"""Slack's user object -> Member, pure. It decides who is a person of this workspace, not what that person may do."""

from collections.abc import Mapping
from typing import Any

from slackapp.workspace import Workspace
from workflows.usecases.messenger import Member

Payload = Mapping[str, Any]
_FLAGS = ("is_bot", "is_workflow_bot", "is_connector_bot")
_GUESTS = ("is_restricted", "is_ultra_restricted", "is_stranger")


def is_bot(user: Payload) -> bool:
    return user.get("id") == "USLACKBOT" or any(user.get(flag) for flag in _FLAGS)


def member(user: Payload, home: Workspace) -> Member:
    """Guests, and people of another workspace in a shared channel, are no staff."""
    profile = user.get("profile") or {}
    return Member(
        id=str(user["id"]),
        email=str(profile.get("email") or ""),
        name=str(profile.get("real_name") or user.get("real_name") or user.get("name") or ""),
        active=not user.get("deleted"),
        staff=home.holds(user) and not any(user.get(flag) for flag in _GUESTS),
    )
