"""chat.*: post, change and delete messages as the app. It must not send anything to the app itself."""

from typing import Any

from sandbox.channel import Channel
from sandbox.json_types import Json
from sandbox.message import Message
from sandbox.rules import problems
from sandbox.site import Site
from sandbox.view import with_block_ids
from sandbox.webapi.error import SlackError
from sandbox.workspace import BOT_ID, BOT_USER

LONGEST_UPDATE = 4000
LONGEST_POST = 40000


def post_message(site: Site, given: Json) -> Json:
    channel = destination(site, given.get("channel"))
    message = site.workspace.post(channel, bot_body(site, given))
    return {"channel": channel.id, "ts": message.ts, "message": message.as_slack(with_metadata=True)}


def post_ephemeral(site: Site, given: Json) -> Json:
    channel = destination(site, given.get("channel"))
    user = given.get("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    message = site.workspace.post(channel, bot_body(site, given), only_for=user)
    return {"message_ts": message.ts}


def update(site: Site, given: Json) -> Json:
    channel, message = own_message(site, given, "cant_update_message")
    text = given.get("text")
    if isinstance(text, str) and len(text) > LONGEST_UPDATE:
        raise SlackError("msg_too_long")
    change(site, message, given)
    shown = {"text": message.body["text"], "message": message.as_slack()}
    return {"channel": channel.id, "ts": message.ts, **shown}


def delete(site: Site, given: Json) -> Json:
    channel, message = own_message(site, given, "cant_delete_message")
    remove(site, channel, message)
    return {"channel": channel.id, "ts": message.ts}


def change(site: Site, message: Message, given: Json) -> None:
    """Text without blocks removes the old blocks, as at Slack; metadata stays unless it is given."""
    body = bot_body(site, given)
    for key in ("blocks", "attachments"):
        message.body.pop(key, None)
    body.pop("thread_ts", None)
    message.body.update(body)
    if message.only_for is None:
        message.body["edited"] = {"user": BOT_USER, "ts": site.workspace.next_ts()}
    site.workspace.touch()


def remove(site: Site, channel: Channel, message: Message) -> None:
    channel.messages.remove(message)
    site.workspace.touch()


def bot_body(site: Site, given: Json) -> Json:
    """A message of the app, after Slack's checks."""
    text, blocks = given.get("text") or "", given.get("blocks")
    if not text and not blocks and not given.get("attachments") and not given.get("markdown_text"):
        raise SlackError("no_text")
    body: Json = {
        "user": BOT_USER,
        "bot_id": BOT_ID,
        "app_id": site.options.app_id,
        "team": site.team_id,
        "text": str(text or given.get("markdown_text") or "")[:LONGEST_POST],
    }
    if blocks:
        body["blocks"] = checked_blocks(blocks)
    for key in ("thread_ts", "attachments"):
        if given.get(key):
            body[key] = given[key]
    return {**body, **_metadata(given.get("metadata"))}


def checked_blocks(blocks: Any) -> list[Json]:
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    found = problems("message", blocks)
    if found:
        raise SlackError("invalid_blocks", found)
    return with_block_ids(blocks)


def destination(site: Site, wanted: object) -> Channel:
    """A channel id, or a person's id, which opens the direct message."""
    workspace = site.workspace
    if not isinstance(wanted, str) or not wanted:
        raise SlackError("channel_not_found")
    person = workspace.people.get(wanted)
    if person is not None:
        if person.is_bot:
            raise SlackError("cannot_dm_bot")
        if person.deleted and wanted not in workspace.direct:  # an old conversation outlives its person
            raise SlackError("channel_not_found")
        return workspace.direct_with(wanted)
    channel = workspace.channels.get(wanted)
    if channel is None:
        raise SlackError("channel_not_found")
    if BOT_USER not in channel.members and not _may_post_anywhere(site):
        raise SlackError("not_in_channel")
    return channel


def own_message(site: Site, given: Json, refusal: str) -> tuple[Channel, Message]:
    """The app's own message; a person's id is no channel here."""
    channel = site.workspace.channels.get(given.get("channel", ""))
    if channel is None:
        raise SlackError("channel_not_found")
    message = channel.find(str(given.get("ts", "")))
    if message is None or message.only_for is not None:
        raise SlackError("message_not_found")
    if message.body.get("user") != BOT_USER:
        raise SlackError(refusal)
    return channel, message


def _may_post_anywhere(site: Site) -> bool:
    scopes = site.options.manifest.get("oauth_config", {}).get("scopes", {}).get("bot", [])
    return "chat:write.public" in scopes


def _metadata(given: Any) -> Json:
    if not given:
        return {}
    if not isinstance(given, dict) or not isinstance(given.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    if not isinstance(given.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    return {"metadata": {"event_type": given["event_type"], "event_payload": given["event_payload"]}}


METHODS = {
    "chat.postMessage": post_message,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
}
