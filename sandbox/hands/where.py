"""Finds the person, channel, message or view that a gesture is about, and refuses what this person cannot see."""

from sandbox.channel import Channel
from sandbox.hands.refusal import Refusal
from sandbox.json_types import Json
from sandbox.message import Message
from sandbox.person import Person
from sandbox.site import Site
from sandbox.view import View, elements_of


def person(site: Site, user: str) -> Person:
    found = site.workspace.people.get(user)
    if found is None or found.is_bot:
        raise Refusal("user_not_found")
    if found.deleted:
        raise Refusal("user_disabled")
    return found


def channel_for(site: Site, user: str, channel_id: str | None) -> Channel:
    """Without a channel: the direct message with the app."""
    if not channel_id:
        return site.workspace.direct_with(user)
    channel = site.workspace.channels.get(channel_id)
    if channel is None or user not in channel.members:
        raise Refusal("channel_not_found")
    return channel


def message_for(site: Site, user: str, where: Json) -> tuple[Channel, Message]:
    channel = channel_for(site, user, str(where.get("channel", "")))
    message = channel.find(str(where.get("ts", "")))
    if message is None or not message.visible_to(user):
        raise Refusal("message_not_found")
    return channel, message


def view_for(site: Site, user: str, view_id: str) -> View:
    """A modal can only be touched while it is on top."""
    view = site.workspace.views.get(view_id)
    if view is None or view.user != user:
        raise Refusal("view_not_found")
    stack = site.workspace.stacks.get(user, [])
    if view.id in stack and stack[-1] != view.id:
        raise Refusal("view_not_on_top")
    return view


def element_in(blocks: list[Json], block_id: str | None, action_id: str) -> tuple[Json, Json]:
    """The block and the element; the block's id may be left out when the action is found once."""
    for block in blocks:
        if block_id not in (None, block["block_id"]):
            continue
        for element in elements_of(block):
            if element["action_id"] == action_id:
                return block, element
    raise Refusal(f"no_such_element: {block_id}/{action_id}")
