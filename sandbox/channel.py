"""A channel or a direct message with the app: who is in it, what was said. It holds no rule about who may write."""

from dataclasses import dataclass, field

from sandbox.json_types import Json
from sandbox.message import Message


@dataclass(kw_only=True)
class Channel:
    id: str
    name: str
    members: list[str]
    announcement: bool = False
    writers: tuple[str, ...] = ()
    person: str | None = None
    messages: list[Message] = field(default_factory=list)

    @property
    def is_im(self) -> bool:
        return self.person is not None

    def find(self, ts: str) -> Message | None:
        return next((message for message in reversed(self.messages) if message.ts == ts), None)

    def public_messages(self) -> list[Message]:
        return [message for message in self.messages if message.only_for is None]

    def as_slack(self) -> Json:
        if self.is_im:
            return {
                "id": self.id,
                "created": 0,
                "is_im": True,
                "is_channel": False,
                "user": self.person,
                "is_open": True,
            }
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": True,
            "is_im": False,
            "is_private": False,
            "is_archived": False,
            "is_general": False,
            "is_member": True,
            "num_members": len(self.members),
            "created": 0,
            "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        }
