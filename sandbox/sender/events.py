"""The Events API: one delivery at once, then Slack's three retries in the background.

Only events that the manifest subscribes to are sent. It must not wait for a retry: nobody at Slack does.
"""

import secrets
import threading
import time

from sandbox.json_types import Json
from sandbox.sender.payload import VERIFICATION
from sandbox.sender.post import Answer, post_event
from sandbox.site import Site
from sandbox.workspace import BOT_USER


def send_event(site: Site, event: Json, wanted: str | None = None) -> Answer | None:
    """None when the app did not subscribe. `wanted` is the name in the manifest when it differs from the type."""
    if (wanted or event["type"]) not in subscriptions(site):
        return None
    body = _envelope(site, event)
    answer = post_event(site, body, {})
    if _wants_retry(answer):
        _retry(site, body, answer.error, number=1)
    return answer


def verify_url(site: Site) -> Answer:
    """What Slack does when somebody saves a request url."""
    challenge = secrets.token_urlsafe(24)
    answer = post_event(site, {"token": VERIFICATION, "challenge": challenge, "type": "url_verification"}, {})
    if answer.ok and challenge not in answer.text:
        return Answer(status=answer.status, text=answer.text, error="challenge_failed", headers=answer.headers)
    return answer


def subscriptions(site: Site) -> list[str]:
    settings = site.options.manifest.get("settings", {})
    return list(settings.get("event_subscriptions", {}).get("bot_events", []))


def _envelope(site: Site, event: Json) -> Json:
    stamp = site.workspace.next_ts()
    return {
        "token": VERIFICATION,
        "team_id": site.team_id,
        "api_app_id": site.options.app_id,
        "event": {**event, "event_ts": event.get("event_ts", stamp)},
        "type": "event_callback",
        "event_id": "Ev" + secrets.token_hex(5).upper(),
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": site.team_id,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }


def _wants_retry(answer: Answer) -> bool:
    return not answer.ok and answer.headers.get("x-slack-no-retry") != "1"


def _retry(site: Site, body: Json, reason: str, number: int) -> None:
    """The waits follow one another: at once, after a minute, after five."""
    if number > len(site.options.retry_after):
        return

    def again() -> None:
        headers = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
        answer = post_event(site, body, headers)
        if _wants_retry(answer):
            _retry(site, body, answer.error, number + 1)

    timer = threading.Timer(site.options.retry_after[number - 1], again)
    timer.daemon = True
    timer.start()
