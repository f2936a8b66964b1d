"""A person says something, opens the app's tabs, or joins or leaves the school: what the app hears through events."""

import uuid
from dataclasses import replace

from sandbox.channel import Channel
from sandbox.hands.refusal import Refusal
from sandbox.hands.where import channel_for, person
from sandbox.hands.wording import as_message
from sandbox.json_types import Json
from sandbox.person import Person
from sandbox.sender.events import send_event
from sandbox.sender.payload import view_part
from sandbox.site import Site
from sandbox.workspace import BOT_USER


def say_in(site: Site, user: str, channel_id: str | None, text: str, thread_ts: str | None = None) -> Json:
    with site.workspace.lock:
        speaker = person(site, user)
        channel = channel_for(site, user, channel_id)
        if not may_write(channel, speaker):
            raise Refusal("restricted_action")
        body: Json = {
            "user": user,
            "team": site.team_id,
            "text": as_message(site, text),
            "client_msg_id": str(uuid.uuid4()),
        }
        if thread_ts:
            body["thread_ts"] = thread_ts
        message = site.workspace.post(channel, body)
    if channel.is_im:
        event = {**message.as_slack(), "channel": channel.id, "channel_type": "im"}
        send_event(site, event, "message.im")
    elif f"<@{BOT_USER}>" in message.body["text"]:
        send_event(site, {**message.as_slack(), "type": "app_mention", "channel": channel.id})
    return {"ok": True, "channel": channel.id, "ts": message.ts}


def may_write(channel: Channel, speaker: Person) -> bool:
    """In an announcement channel only an administrator and the named writers (and the app)."""
    return not channel.announcement or speaker.is_admin or speaker.id in channel.writers


def open_tab(site: Site, user: str, tab: str) -> Json:
    """Home or messages; the event goes out each time, as at Slack."""
    with site.workspace.lock:
        person(site, user)
        channel = site.workspace.direct_with(user)
        event: Json = {"type": "app_home_opened", "user": user, "channel": channel.id, "tab": tab}
        home = site.workspace.homes.get(user)
        if tab == "home" and home is not None:
            event["view"] = view_part(site, site.workspace.views[home])
    answer = send_event(site, event)
    return {"ok": answer is None or answer.ok, "status": None if answer is None else answer.status}


def put_person(site: Site, given: Json) -> Json:
    """Changes somebody, or lets somebody new in; the app hears user_change or team_join."""
    fields = {key: value for key, value in given.items() if key != "channels"}
    with site.workspace.lock:
        known = site.workspace.people.get(fields["id"])
        changed = replace(known, **fields) if known is not None else Person(**fields)
        site.workspace.put_person(changed)
        if known is None:
            _let_in(site, changed.id, given.get("channels"))
    kind = "team_join" if known is None else "user_change"
    send_event(site, {"type": kind, "user": changed.as_slack(site.team_id)})
    return {"ok": True}


def _let_in(site: Site, user: str, wanted: list[str] | None) -> None:
    """Without a wish a newcomer lands where everybody is told things: the announcement channels."""
    for channel in site.workspace.channels.values():
        if not channel.is_im and (channel.id in wanted if wanted is not None else channel.announcement):
            channel.members.append(user)
