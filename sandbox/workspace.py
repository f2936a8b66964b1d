"""The state of the workspace: people, channels, messages, what is unread. One lock guards all of it.

It must not send anything over the network, and holds no rule about the content of blocks or views.
"""

import threading
from collections.abc import Callable
from typing import Any

from sandbox.channel import Channel
from sandbox.clock import Clock
from sandbox.file import StoredFile
from sandbox.json_types import Json
from sandbox.message import Message
from sandbox.person import Person
from sandbox.view import View

BOT_USER = "U0APPBOT"
BOT_ID = "B0APPBOT"
SLACKBOT = "USLACKBOT"


def load(definition: Json, app_name: str = "App", clock: Clock | None = None) -> "Workspace":
    """A fresh workspace from its definition: nothing has been said yet."""
    workspace = Workspace(dict(definition["team"]), clock or Clock())
    for user in definition["users"]:
        workspace.people[user["id"]] = Person(**user)
    handle = app_name.lower().replace(" ", "")
    workspace.people[BOT_USER] = Person(id=BOT_USER, name=handle, real_name=app_name, is_bot=True)
    workspace.people[SLACKBOT] = Person(id=SLACKBOT, name="slackbot", real_name="Slackbot")
    for channel in definition.get("channels", []):
        workspace.channels[channel["id"]] = _channel(channel, [user["id"] for user in definition["users"]])
    return workspace


class Workspace:
    """Everything that a restart must not lose, and the modals that are open now."""

    def __init__(self, team: Json, clock: Clock) -> None:
        self.lock = threading.RLock()
        self.team = team
        self.clock = clock
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, StoredFile] = {}
        self.views: dict[str, View] = {}
        self.stacks: dict[str, list[str]] = {}
        self.homes: dict[str, str] = {}
        self.unread: dict[str, dict[str, int]] = {}
        self.direct: dict[str, str] = {}
        self.version = 0
        self.on_change: Callable[[], None] = lambda: None
        self.last_ts = 0
        self.last_id = 0

    def touch(self) -> None:
        self.version += 1
        self.on_change()

    def next_ts(self) -> str:
        """Unique and increasing, also when the clock was moved back."""
        self.last_ts = max(int(self.clock.now() * 1_000_000), self.last_ts + 1)
        return f"{self.last_ts // 1_000_000}.{self.last_ts % 1_000_000:06d}"

    def next_id(self, letter: str) -> str:
        self.last_id += 1
        return f"{letter}{int(self.clock.now()):X}{self.last_id:04X}"

    def humans(self) -> list[Person]:
        return [person for person in self.people.values() if not person.is_bot and person.id != SLACKBOT]

    def post(self, channel: Channel, body: Json, only_for: str | None = None) -> Message:
        with self.lock:
            message = Message(body={"type": "message", "ts": self.next_ts(), **body}, only_for=only_for)
            channel.messages.append(message)
            self._count_unread(channel, message)
            self.touch()
            return message

    def direct_with(self, user: str) -> Channel:
        """The direct message between the app and this person; made when it is not there yet."""
        with self.lock:
            if user not in self.direct:
                channel = Channel(id="D" + user[1:], name="directmessage", members=[user, BOT_USER], person=user)
                self.channels[channel.id] = channel
                self.direct[user] = channel.id
                self.touch()
            return self.channels[self.direct[user]]

    def mark_read(self, user: str, channel_id: str) -> None:
        with self.lock:
            if self.unread.get(user, {}).pop(channel_id, 0):
                self.touch()

    def put_person(self, person: Person) -> None:
        with self.lock:
            self.people[person.id] = person
            self.touch()

    def _count_unread(self, channel: Channel, message: Message) -> None:
        for member in channel.members:
            if member == message.body.get("user") or not message.visible_to(member):
                continue
            counts = self.unread.setdefault(member, {})
            counts[channel.id] = counts.get(channel.id, 0) + 1


def _channel(definition: Json, everybody: list[str]) -> Channel:
    members: Any = definition["members"]
    chosen = list(everybody) if members == "all" else list(members)
    return Channel(
        id=definition["id"],
        name=definition["name"],
        members=chosen if definition.get("without_app") else [*chosen, BOT_USER],
        announcement=bool(definition.get("announcement", False)),
        writers=tuple(definition.get("writers", ())),
    )
