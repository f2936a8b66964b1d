"""The calls that show something at once: each says in Slack's word why it did not work, "" when it did.

It never raises for Slack's sake and never repeats: what was decided is saved before, and nothing here is needed to
keep it. Words of people do not reach the log.
"""

import logging
from collections.abc import Callable
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from slackapp import blocks, plain
from slackapp.blocks import Block
from slackapp.client import GESTURE_SECONDS, quiet_logger, tls
from workflows.cards.elements import Card

log = logging.getLogger(__name__)


class Screen:
    def __init__(self, client: WebClient) -> None:
        self.client = client

    def open(self, trigger: str, view: Block) -> str:
        return _tried("views.open", lambda: self.client.views_open(trigger_id=trigger, view=view))

    def push(self, trigger: str, view: Block) -> str:
        return _tried("views.push", lambda: self.client.views_push(trigger_id=trigger, view=view))

    def update(self, view_id: str, view: Block, *, hash_: str) -> str:
        """Replace a modal; when another update came first, this one, being newer, stands."""
        failed = _tried("views.update", lambda: self.client.views_update(view_id=view_id, hash=hash_, view=view))
        if failed != "hash_conflict":
            return failed
        return _tried("views.update", lambda: self.client.views_update(view_id=view_id, view=view))

    def publish(self, member: str, card: Card) -> str:
        return _tried("views.publish", lambda: self.client.views_publish(user_id=member, view=blocks.home(card)))

    def whisper(self, response_url: str, card: Card) -> str:
        """Show something to the one who clicked, and leave the message as it is."""
        return self._respond(response_url, {**private(card), "replace_original": False})

    def replace(self, response_url: str, card: Card) -> str:
        """Put a card in the place of the message that was clicked."""
        return self._respond(response_url, {**_body(card), "replace_original": True})

    def note(self, member: str, text: str) -> str:
        """Send a line to somebody who has no other place left to read it."""
        card = Card(text=text, elements=())
        return _tried(
            "chat.postMessage",
            lambda: self.client.chat_postMessage(channel=member, mrkdwn=False, **_body(card)),
        )

    def _respond(self, url: str, body: Block) -> str:
        hook = WebhookClient(
            url,
            timeout=GESTURE_SECONDS,
            ssl=tls(url),
            retry_handlers=[],
            logger=quiet_logger("slackapp.webhook"),
        )
        answer = ""

        def post() -> None:
            nonlocal answer
            response = hook.send_dict(body)
            answer = "" if response.status_code == 200 else f"http_{response.status_code}"

        failed = _tried("response_url", post) or answer
        if answer:
            log.warning("response_url failed: %s", answer)
        return failed


def private(card: Card) -> Block:
    """Return the body of a private line, as a command's ack and a response_url take it."""
    return {"response_type": "ephemeral", **_body(card)}


def _body(card: Card) -> Block:
    return {"text": plain.notice(card.text), "blocks": blocks.message(card)}


def _tried(what: str, call: Callable[[], object]) -> str:
    try:
        call()
    except SlackApiError as error:
        word = str(error.response.get("error") or error.response.status_code)
    except (OSError, HTTPException, SlackClientError, ValueError) as error:
        word = type(error).__name__
    else:
        return ""
    log.warning("%s failed: %s", what, word)
    return word
