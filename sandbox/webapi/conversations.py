"""conversations.*: what is in a channel, who is in it, and opening a direct message."""

from decimal import Decimal, InvalidOperation

from sandbox.channel import Channel
from sandbox.json_types import Json
from sandbox.site import Site
from sandbox.webapi.arguments import flag
from sandbox.webapi.error import SlackError
from sandbox.webapi.paging import page
from sandbox.workspace import BOT_USER


def history(site: Site, given: Json) -> Json:
    """Newest first, within oldest and latest (both exclusive unless `inclusive`)."""
    channel = known(site, given)
    if BOT_USER not in channel.members:
        raise SlackError("not_in_channel")
    chosen = [m for m in reversed(channel.public_messages()) if _within(Decimal(m.ts), given)]
    shown, cursor = page(chosen, given, most=999)
    with_metadata = flag(given.get("include_all_metadata"))
    answer: Json = {"messages": [message.as_slack(with_metadata) for message in shown], "has_more": bool(cursor)}
    return {**answer, "pin_count": 0, **({"response_metadata": {"next_cursor": cursor}} if cursor else {})}


def replies(site: Site, given: Json) -> Json:
    channel = known(site, given)
    wanted = str(given.get("ts", ""))
    thread = [m for m in channel.public_messages() if wanted in (m.ts, m.body.get("thread_ts"))]
    if not thread:
        raise SlackError("thread_not_found")
    shown, cursor = page(thread, given)
    with_metadata = flag(given.get("include_all_metadata"))
    return {"messages": [m.as_slack(with_metadata) for m in shown], "has_more": bool(cursor), **_next(cursor)}


def open_direct(site: Site, given: Json) -> Json:
    if given.get("channel"):
        return {"channel": known(site, given).as_slack()}
    users = given.get("users") or ""
    wanted = users if isinstance(users, list) else [user for user in str(users).split(",") if user]
    if len(wanted) != 1:
        raise SlackError("users_list_not_supplied" if not wanted else "not_enough_users")
    person = site.workspace.people.get(wanted[0])
    if person is None:
        raise SlackError("user_not_found")
    if person.deleted or person.is_bot:
        raise SlackError("user_disabled" if person.deleted else "cannot_dm_bot")
    channel = site.workspace.direct_with(person.id)
    return {"channel": channel.as_slack() if flag(given.get("return_im")) else {"id": channel.id}}


def info(site: Site, given: Json) -> Json:
    return {"channel": known(site, given).as_slack()}


def members(site: Site, given: Json) -> Json:
    shown, cursor = page(known(site, given).members, given)
    return {"members": shown, **_next(cursor)}


def list_all(site: Site, given: Json) -> Json:
    shown, cursor = page(of_types(site, given), given)
    return {"channels": [channel.as_slack() for channel in shown], **_next(cursor)}


def of_types(site: Site, given: Json) -> list[Channel]:
    types = str(given.get("types") or "public_channel").split(",")
    wanted = {kind: kind in types for kind in ("public_channel", "im")}
    return [c for c in site.workspace.channels.values() if wanted["im" if c.is_im else "public_channel"]]


def known(site: Site, given: Json) -> Channel:
    channel = site.workspace.channels.get(str(given.get("channel", "")))
    if channel is None:
        raise SlackError("channel_not_found")
    return channel


def _within(ts: Decimal, given: Json) -> bool:
    inclusive = flag(given.get("inclusive"))
    oldest, latest = (
        _moment(given.get("oldest"), "invalid_ts_oldest"),
        _moment(given.get("latest"), "invalid_ts_latest"),
    )
    if oldest is not None and (ts < oldest or (ts == oldest and not inclusive)):
        return False
    return latest is None or ts < latest or (ts == latest and inclusive)


def _moment(value: object, refusal: str) -> Decimal | None:
    if value in (None, "", "now"):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise SlackError(refusal) from None


def _next(cursor: str) -> Json:
    return {"response_metadata": {"next_cursor": cursor}}


METHODS = {
    "conversations.history": history,
    "conversations.replies": replies,
    "conversations.open": open_direct,
    "conversations.info": info,
    "conversations.members": members,
    "conversations.list": list_all,
}
