"""The parts that Slack's payloads have in common. Pure: it reads the site and builds, it sends and changes nothing."""

from sandbox.channel import Channel
from sandbox.json_types import Json
from sandbox.message import Message
from sandbox.site import Site
from sandbox.view import View, initial, stateful
from sandbox.workspace import BOT_ID

VERIFICATION = "sandbox-verification-token"


def base(site: Site, kind: str, user: str) -> Json:
    """What every interactive payload begins with."""
    return {
        "type": kind,
        "user": user_part(site, user),
        "api_app_id": site.options.app_id,
        "token": VERIFICATION,
        "team": {"id": site.team_id, "domain": site.workspace.team["domain"]},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def user_part(site: Site, user: str) -> Json:
    name = site.workspace.people[user].name
    return {"id": user, "username": name, "name": name, "team_id": site.team_id}


def channel_part(channel: Channel) -> Json:
    return {"id": channel.id, "name": "directmessage" if channel.is_im else channel.name}


def view_part(site: Site, view: View) -> Json:
    return view.as_slack(site.team_id, site.options.app_id, BOT_ID)


def message_part(message: Message) -> Json:
    """Slack sends no content of an ephemeral message along, only where it stands."""
    return message.as_slack(with_metadata=True)


def container_of_message(channel: Channel, message: Message) -> Json:
    return {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.only_for is not None,
    }


def message_state(message: Message, entered: dict[str, dict[str, Json]]) -> Json:
    values: Json = {}
    for (block, action), element in stateful(message.body.get("blocks", [])):
        values.setdefault(block, {})[action] = entered.get(block, {}).get(action) or initial(element)
    return {"values": values}


def response_url(site: Site, user: str, channel: Channel, message_ts: str | None = None) -> str:
    return f"{site.base_url}/response/{site.hooks.issue(user, channel.id, message_ts)}"
