"""What a person sees when something broke: always an answer, and what was typed still there. It repairs nothing.

An event is answered with 500, so that Slack brings it again; a person's gesture with 200 and a sentence, because
Slack never repeats it and would only show its own, English, error.
"""

import logging
from collections.abc import Callable

from slack_bolt import App, BoltContext, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError

from slackapp import gestures, surfaces
from slackapp.blocks import LimitError
from slackapp.face import Face, LookupFailedError, NoAccessError
from slackapp.gestures import Gesture, Payload
from texts import say

log = logging.getLogger(__name__)
_SIGNED = "ruggespraak_signed"


def register(app: App, face: Face) -> None:
    @app.middleware
    def signed(context: BoltContext, next: Callable[[], None]) -> None:  # noqa: A002 - the name is Bolt's
        """Bolt calls this after it has checked the signature."""
        context[_SIGNED] = True
        next()

    @app.error
    def answer(error: Exception, body: Payload, context: BoltContext) -> BoltResponse:
        if not context.get(_SIGNED):
            # Nothing in it is Slack's word: not who it is from, and not the address to answer to.
            log.warning("a request that Slack may not have signed was refused: %s", type(error).__name__)
            return BoltResponse(status=401, body="")
        gesture = gestures.of(body or {})
        _log(error, gesture)
        if gesture.surface in ("event", "other"):
            return BoltResponse(status=_status(error, gesture), body="")
        return BoltResponse(status=200, body=surfaces.of(face.screen, gesture).alarm(_sentence(error, gesture)))


def _status(error: Exception, gesture: Gesture) -> int:
    if isinstance(error, BoltUnhandledRequestError):
        return 200 if gesture.surface == "event" else 404
    return 200 if isinstance(error, NoAccessError) else 500


def _sentence(error: Exception, gesture: Gesture) -> str:
    if isinstance(error, NoAccessError):
        return say("slack.no_access")
    if isinstance(error, BoltUnhandledRequestError):
        return say("slack.unknown_action")
    if isinstance(error, LimitError):  # what was asked is done, only showing it is not
        return say("slack.not_shown")
    if isinstance(error, LookupFailedError):
        return say("slack.try_again")
    return say("slack.save_failed" if gesture.surface == "submission" else "slack.failed")


def _log(error: Exception, gesture: Gesture) -> None:
    if isinstance(error, BoltUnhandledRequestError):
        log.warning("no listener for this %s", gesture.surface)
    elif isinstance(error, NoAccessError):
        log.info("a bot or deactivated member was refused")
    else:
        log.error("a %s failed", gesture.surface, exc_info=error)
