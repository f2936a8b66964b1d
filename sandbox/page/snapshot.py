"""Everything that one person sees at this moment, as plain JSON. It reads only; it must not show what others see."""

from sandbox.channel import Channel
from sandbox.hands.command import commands
from sandbox.hands.shortcut import shortcuts
from sandbox.hands.speak import may_write
from sandbox.hands.where import person
from sandbox.json_types import Json
from sandbox.message import Message
from sandbox.person import Person
from sandbox.sender.payload import view_part
from sandbox.site import Site
from sandbox.view import View
from sandbox.workspace import BOT_USER

LATEST = 200


def version(site: Site) -> str:
    return f"{site.workspace.version}-{site.clock.offset:.0f}-{site.lever.version}"


def view_of(site: Site, user: str) -> Json:
    workspace = site.workspace
    with workspace.lock:
        me = person(site, user)
        workspace.direct_with(user)
        channels = [channel for channel in workspace.channels.values() if user in channel.members]
        home = workspace.homes.get(user)
        return {
            "version": version(site),
            "user": _person(site, me),
            "team": workspace.team,
            "app": {**_person(site, workspace.people[BOT_USER]), "app_id": site.options.app_id},
            "clock": clock(site),
            "switch": site.lever.seen(),
            "people": people(site),
            "channels": [_channel(site, channel, me) for channel in channels],
            "modals": [_view(site, workspace.views[view]) for view in workspace.stacks.get(user, [])],
            "home": _view(site, workspace.views[home]) if home else None,
            "commands": [_command(row) for row in commands(site)],
            "shortcuts": shortcuts(site),
        }


def people(site: Site) -> list[Json]:
    with site.workspace.lock:
        return [_person(site, one) for one in site.workspace.people.values()]


def clock(site: Site) -> Json:
    return {"offset": site.clock.offset, "now": site.clock.now()}


def _person(site: Site, one: Person) -> Json:
    return {
        "id": one.id,
        "name": one.name,
        "real_name": one.real_name,
        "title": one.title,
        "deleted": one.deleted,
        "is_bot": one.is_bot,
        "unread": sum(site.workspace.unread.get(one.id, {}).values()),
    }


def _channel(site: Site, channel: Channel, me: Person) -> Json:
    seen = [message for message in channel.messages[-LATEST * 5 :] if message.visible_to(me.id)]
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": "im" if channel.is_im else "channel",
        "announcement": channel.announcement,
        "can_write": may_write(channel, me),
        "members": len(channel.members) - 1,
        "unread": site.workspace.unread.get(me.id, {}).get(channel.id, 0),
        "messages": [_message(message) for message in seen[-LATEST:]],
    }


def _message(message: Message) -> Json:
    return {**message.as_slack(), "ephemeral": message.only_for is not None}


def _view(site: Site, view: View) -> Json:
    return {**view_part(site, view), "errors": view.errors, "warning": view.warning}


def _command(row: Json) -> Json:
    return {key: row.get(key, "") for key in ("command", "description", "usage_hint")}
