"""The workspace that the app is installed in, and who belongs to it.

With Slack Connect people of another workspace can press our buttons and have a profile that says what they like. They
are no guests, and no strangers either once they share a channel, so only their team tells them apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """A team, and the organisation that it may be part of."""

    team: str
    organisation: str = ""

    def holds(self, user: Mapping[str, Any]) -> bool:
        """True for who is of this team or of another one in the same organisation."""
        team = str(user.get("team_id") or self.team)
        organisation = str((user.get("enterprise_user") or {}).get("enterprise_id") or "")
        return not self.team or team == self.team or (bool(organisation) and organisation == self.organisation)


class Home:
    """Asks Slack once whose token this is."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._known: Workspace | None = None

    def workspace(self) -> Workspace:
        if self._known is None:
            answer = self._client.auth_test()
            team, organisation = answer.get("team_id"), answer.get("enterprise_id")
            self._known = Workspace(team=str(team or ""), organisation=str(organisation or ""))
        return self._known
