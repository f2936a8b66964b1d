"""One member of the workspace, as Slack describes members. It must not know what a member may do in the app."""

from dataclasses import dataclass

from sandbox.json_types import Json


@dataclass(frozen=True, kw_only=True)
class Person:
    id: str
    name: str
    real_name: str
    email: str | None = None
    title: str = ""
    is_admin: bool = False
    deleted: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    team: str = ""  # of who is here from another workspace

    def as_slack(self, team_id: str) -> Json:
        return {
            "id": self.id,
            "team_id": self.team or team_id,
            "name": self.name,
            "deleted": self.deleted,
            "real_name": self.real_name,
            "tz": "Europe/Amsterdam",
            "tz_label": "Central European Time",
            "tz_offset": 3600,
            "locale": "nl-NL",
            "profile": self._profile(self.team or team_id),
            "is_admin": self.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": False,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": 0,
        }

    def _profile(self, team_id: str) -> Json:
        first, _, last = self.real_name.partition(" ")
        profile: Json = {
            "title": self.title,
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.name,
            "display_name_normalized": self.name,
            "first_name": first,
            "last_name": last,
            "team": team_id,
        }
        return profile if self.email is None else {**profile, "email": self.email}
