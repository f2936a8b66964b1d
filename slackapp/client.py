"""The clients that talk to Slack's Web API. How long they wait is decided here, and that they never send twice."""

import logging
import ssl
from dataclasses import dataclass, field
from functools import cache

from slack_sdk import WebClient

GESTURE_SECONDS = 2  # somebody is looking at the screen, and a trigger lives three seconds
SENDER_SECONDS = 10


@dataclass(frozen=True, kw_only=True)
class SlackSettings:
    bot_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    api_url: str = "https://slack.com/api/"


def gesture_client(settings: SlackSettings) -> WebClient:
    """For the answer to a gesture: opens and updates views."""
    return _client(settings, settings.bot_token, GESTURE_SECONDS)


def sender_client(settings: SlackSettings) -> WebClient:
    """For the outbox: patient."""
    return _client(settings, settings.bot_token, SENDER_SECONDS)


def bare_client(settings: SlackSettings) -> WebClient:
    """For Bolt, which may not fetch anything of its own: it holds no token."""
    return _client(settings, None, GESTURE_SECONDS)


def tls(url: str) -> ssl.SSLContext | None:
    """One context for all calls: building it anew costs 100 ms each time."""
    return None if url.lower().startswith("http://") else _context()


def quiet_logger(name: str) -> logging.Logger:
    """Slack's libraries write whole payloads below this level, and a payload holds what people typed."""
    logger = logging.getLogger(name)
    logger.setLevel(logging.WARNING)
    return logger


def _client(settings: SlackSettings, token: str | None, seconds: int) -> WebClient:
    return WebClient(
        token=token,
        base_url=settings.api_url,
        timeout=seconds,
        ssl=tls(settings.api_url),
        logger=quiet_logger("slackapp.api"),
        retry_handlers=[],
    )


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()
