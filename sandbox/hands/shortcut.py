"""A person picks a shortcut: from the message's own menu, or from the general one."""

from sandbox.hands.click import result
from sandbox.hands.refusal import Refusal
from sandbox.hands.where import message_for, person
from sandbox.json_types import Json
from sandbox.sender import payload
from sandbox.sender.post import post_payload
from sandbox.site import Site


def use_shortcut(site: Site, user: str, callback_id: str, message: Json | None) -> Json:
    with site.workspace.lock:
        person(site, user)
        known = next((row for row in shortcuts(site) if row["callback_id"] == callback_id), None)
        if known is None or (known["type"] == "message") != (message is not None):
            raise Refusal("no_such_shortcut")
        if message is None:
            sent = _start(site, user, "shortcut", callback_id)
        else:
            sent = _on_message(site, user, callback_id, message)
    return result(post_payload(site, sent))


def shortcuts(site: Site) -> list[Json]:
    return list(site.options.manifest.get("features", {}).get("shortcuts", []))


def _start(site: Site, user: str, kind: str, callback_id: str) -> Json:
    return {
        **payload.base(site, kind, user),
        "callback_id": callback_id,
        "trigger_id": site.triggers.issue(user),
        "action_ts": site.workspace.next_ts(),
    }


def _on_message(site: Site, user: str, callback_id: str, where: Json) -> Json:
    channel, message = message_for(site, user, where)
    return {
        **_start(site, user, "message_action", callback_id),
        "message_ts": message.ts,
        "channel": payload.channel_part(channel),
        "message": payload.message_part(message),
        "response_url": payload.response_url(site, user, channel, message.ts),
    }
