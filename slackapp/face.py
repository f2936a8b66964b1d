"""What every listener holds: the Desk and the screen. It makes the one call, for a newcomer after enrolling her.

It decides nothing about cases; a bot or a member who was deactivated is refused here, before the Desk hears of it.
"""

from collections.abc import Callable
from http.client import HTTPException
from typing import TypeVar

from slack_sdk.errors import SlackApiError

from slackapp import gestures, people, surfaces
from slackapp.gestures import Gesture, Payload
from slackapp.screen import Screen
from slackapp.surfaces import Ack
from slackapp.workspace import Home
from workflows.cards.replies import Reply
from workflows.usecases.desk import Desk, UnknownMemberError
from workflows.usecases.messenger import Member

T = TypeVar("T")


class NoAccessError(Exception):
    """A bot, or somebody who was deactivated."""


class LookupFailedError(Exception):
    """Slack did not say who this is: nothing was done, the person may try again."""


class Face:
    def __init__(self, desk: Desk, screen: Screen) -> None:
        self.desk = desk
        self.screen = screen
        self._home = Home(screen.client)

    def answer(self, body: Payload, call: Callable[[Gesture], Reply]) -> Ack:
        """Make the call for whoever did this, show the reply and return the ack's body."""
        gesture = gestures.of(body)
        reply = self._known(gesture.member, lambda: call(gesture))
        return surfaces.show(self.screen, gesture, reply)

    def show_home(self, body: Payload) -> None:
        member = gestures.of(body).member
        self.screen.publish(member, self._known(member, lambda: self.desk.home(member)))

    def _known(self, member: str, call: Callable[[], T]) -> T:
        try:
            return call()
        except UnknownMemberError:
            self.desk.enroll(self._look_up(member))
        return call()

    def _look_up(self, member: str) -> Member:
        try:
            user, home = self.screen.client.users_info(user=member)["user"], self._home.workspace()
        except (SlackApiError, OSError, HTTPException, KeyError) as error:
            raise LookupFailedError(f"users.info failed: {type(error).__name__}") from error
        if people.is_bot(user) or user.get("deleted"):
            raise NoAccessError(member)
        return people.member(user, home)
