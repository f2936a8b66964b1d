"""What a face must be able to do so that deliveries arrive: the one port between the outbox and a chat product.

A face implements it (Slack now, Teams later). It never opens a transaction and never decides whether something is
sent again: it sends once and tells what happened, in these words.
"""

from dataclasses import dataclass
from typing import Protocol

from workflows.cards.elements import Card


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a message stands, in the product's own ids (Slack: D... and ts)."""

    channel: str
    ts: str


@dataclass(frozen=True, kw_only=True)
class Member:
    """A person as the chat product knows them."""

    id: str
    email: str
    name: str
    active: bool = True
    staff: bool = True


class DeliveryError(Exception):
    """A message was not sent; ``reason`` is the product's own word, fit for the administrator's board."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class RefusedError(DeliveryError):
    """It will never be sent as it is: unknown channel, account gone."""


class PausedError(DeliveryError):
    """The product asks to wait ``seconds`` before this lane is used again (429)."""

    def __init__(self, reason: str, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(reason)


class TroubleError(DeliveryError):
    """It was certainly not sent, and may be later (refused connection)."""


class UncertainError(DeliveryError):
    """The answer got lost: it may or may not have been sent, so look before sending again.

    For ``seconds`` it may still be on its way: to look earlier proves nothing.
    """

    def __init__(self, reason: str, seconds: float = 5.0) -> None:
        self.seconds = seconds
        super().__init__(reason)


class Messenger(Protocol):
    """Every method raises DeliveryError and nothing else; texts in Cards are plain and must be escaped."""

    def send(self, to: str, card: Card, key: str) -> Place:
        """Post to a member or channel id, with *key* in the message's metadata."""

    def find(self, to: str, key: str, since: float) -> Place | None:
        """Look whether a message with *key* stands there already (``since``: unix seconds)."""

    def update(self, place: Place, card: Card) -> None:
        """Replace a message."""

    def home(self, to: str, card: Card) -> None:
        """Replace a member's home page."""

    def member_of(self, email: str) -> Member | None:
        """Return the member with this address, or None."""

    def members(self) -> list[Member]:
        """Return every member of the workspace, bots left out."""

    def channel_members(self, channel: str) -> list[str]:
        """Return the member ids of a channel, without the app itself."""

    def fetch(self, file: str) -> tuple[str, bytes]:
        """Return a file's name and bytes."""

    def discard(self, file: str) -> bool:
        """Try to delete the product's own copy; False when it may not."""

    def has_file(self, file: str) -> bool:
        """True while the product still has its copy."""
