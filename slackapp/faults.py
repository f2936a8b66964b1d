"""What went wrong at Slack -> the messenger's words, pure but for the ``with`` around a call.

It decides whether something was certainly not done (TroubleError, may be later), will never be done as it is
(RefusedError), must wait (PausedError), or may have been done (UncertainError). A token or a scope that is wrong is
trouble, not a refusal: an administrator repairs it, and everything that waited goes out.
"""

import errno
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from workflows.usecases.messenger import DeliveryError, PausedError, RefusedError, TroubleError, UncertainError

PAUSE = 30.0  # when Slack does not say how long
SLOW, BROKEN = 30.0, 5.0

_WAIT = {"ratelimited", "rate_limited", "message_limit_exceeded"}
_MAYBE_DONE = {"fatal_error", "internal_error", "service_unavailable", "unknown_error"}
_TO_REPAIR = {
    "invalid_auth",
    "not_authed",
    "token_revoked",
    "token_expired",
    "account_inactive",
    "missing_scope",
    "messages_tab_disabled",
    "not_allowed_token_type",
    "no_permission",
    "access_denied",
    "accesslimited",
    "ekm_access_denied",
    "org_login_required",
    "team_access_not_granted",
    "team_added_to_org",
    "request_timeout",
    "two_factor_setup_required",
}
_UNREACHED = {errno.ECONNREFUSED, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL, errno.ENETDOWN}


@contextmanager
def translated(*, repeatable: bool) -> Iterator[None]:
    """Raise a DeliveryError for whatever goes wrong inside; *repeatable*: doing it twice is the same as once."""
    try:
        yield
    except SlackApiError as error:
        raise of_answer(error.response, repeatable) from error
    except (OSError, HTTPException, SlackClientError, ValueError) as error:
        raise of_accident(error, repeatable) from error


def of_answer(response: SlackResponse, repeatable: bool) -> DeliveryError:
    """Slack answered, and said no."""
    word, status = str(response.get("error") or ""), response.status_code
    if status == 429 or word in _WAIT:
        return PausedError(word if status == 200 else "ratelimited", pause(response.headers))
    if status >= 500 or word in _MAYBE_DONE:
        return _lost(word if word in _MAYBE_DONE else f"http_{status}", repeatable)
    if not word.replace("_", "").isalnum():  # a page instead of an answer: a proxy, or half an answer
        return _lost(f"http_{status}", repeatable) if status == 200 else TroubleError(f"http_{status}")
    return TroubleError(word) if word in _TO_REPAIR else RefusedError(word)


def of_accident(error: Exception, repeatable: bool) -> DeliveryError:
    """No answer came."""
    cause = error.reason if isinstance(error, URLError) else error
    reason = type(cause).__name__ if isinstance(cause, BaseException) else type(error).__name__
    return TroubleError(reason) if _never_left(cause) else _lost(reason, repeatable, seconds=_on_its_way(cause))


def pause(headers: object) -> float:
    """Return the seconds that Slack asks to wait."""
    named = {str(name).lower(): value for name, value in dict(headers).items()} if isinstance(headers, dict) else {}
    given = named.get("retry-after")
    try:
        return max(float(given[0] if isinstance(given, list) else given or PAUSE), 0.0)
    except ValueError:
        return PAUSE


def _never_left(cause: object) -> bool:
    if isinstance(cause, socket.gaierror | ssl.SSLCertVerificationError):
        return True
    return isinstance(cause, OSError) and cause.errno in _UNREACHED


def _on_its_way(cause: object) -> float:
    """Seconds in which a call without an answer may still be done: one that timed out is still being worked on."""
    return SLOW if isinstance(cause, TimeoutError) else BROKEN


def _lost(reason: str, repeatable: bool, seconds: float = BROKEN) -> DeliveryError:
    return TroubleError(reason) if repeatable else UncertainError(reason, seconds)
