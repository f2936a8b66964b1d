"""The one counter where every face hands in what a person did, and gets back what that person sees.

It names the gestures; the use cases behind it each run one transaction. A face passes its own member ids (Slack:
``U...``) and a ``key`` that is the same when the same gesture is delivered twice.
"""

from collections.abc import Mapping
from typing import Protocol

from workflows.cards.elements import Card, Upload
from workflows.cards.replies import Reply
from workflows.engine.case import Value
from workflows.usecases.messenger import Member

Answer = Value | tuple[Upload, ...]


class UnknownMemberError(Exception):
    """No person is known by this member id yet: the face looks the member up and calls ``enroll``."""


class Desk(Protocol):
    """Every method may raise UnknownMemberError; a refusal is a Reply with a sentence, never an exception."""

    def enroll(self, member: Member) -> None:
        """Tie a member to the staff list by e-mail; somebody who is not on it is known from now on as unlisted."""

    def start(self, member: str, kind: str, *, text: str = "", link: str = "") -> Reply:
        """Return the empty intake form of a kind, filled in with what was typed behind the command."""

    def guide(self, member: str, text: str = "") -> Reply:
        """Return the help of ``/ruggespraak``: what one may start, my cases, what waits for me.

        When *text* is the number of a case it returns that case, to who may see it.
        """

    def press(
        self,
        member: str,
        action: str,
        value: str,
        *,
        context: Mapping[str, str],
        answers: Mapping[str, Answer],
        key: str,
    ) -> Reply:
        """Do what a button means. ``context`` and ``answers`` are those of the form it stood in, if any."""

    def submit(
        self, member: str, form: str, *, context: Mapping[str, str], answers: Mapping[str, Answer], key: str
    ) -> Reply:
        """Take a form in: an error per field, or the form that comes next."""

    def home(self, member: str) -> Card:
        """Return a member's home page."""
