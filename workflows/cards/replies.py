"""What a gesture answers, for a face to show: exactly one of these things, or nothing more than an acknowledgement."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflows.cards.elements import Card, Form


@dataclass(frozen=True, kw_only=True)
class Reply:
    """``form`` opens or replaces the modal, ``errors`` go to fields (key -> sentence), ``whisper`` is a private line,
    ``card`` replaces the message that was clicked, for its reader only."""

    form: Form | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    whisper: str = ""
    card: Card | None = None
