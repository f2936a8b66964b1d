"""The Bolt app: it wires the listeners to a Desk. It decides how Bolt runs, and lets Bolt fetch nothing by itself.

``process_before_response``: the answer leaves after the listener is done, so what Slack hears acknowledged is saved.
"""

from collections.abc import Callable

from slack_bolt import App, BoltContext
from slack_bolt.authorization import AuthorizeResult

from slackapp import failures, listeners
from slackapp.client import SlackSettings, bare_client, gesture_client, quiet_logger
from slackapp.face import Face
from slackapp.screen import Screen
from workflows.usecases.desk import Desk

__all__ = ["SlackSettings", "create_app"]


def create_app(settings: SlackSettings, desk: Desk) -> App:
    """Return the app that answers Slack's requests with what *desk* says."""
    app = App(
        name="ruggespraak",
        logger=quiet_logger("slackapp.bolt"),
        signing_secret=settings.signing_secret,
        client=bare_client(settings),
        authorize=_authorize(settings),
        process_before_response=True,
        raise_error_for_unhandled_request=True,
    )
    face = Face(desk, Screen(gesture_client(settings)))
    listeners.register(app, face)
    failures.register(app, face)
    return app


def _authorize(settings: SlackSettings) -> Callable[..., AuthorizeResult]:
    """One installation, one token: no auth.test before a person gets an answer."""

    def authorize(context: BoltContext) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=context.enterprise_id, team_id=context.team_id, bot_token=settings.bot_token
        )

    return authorize
