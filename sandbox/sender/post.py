"""One signed request to the app, and what came back within Slack's three seconds.

It uses real time for the signature. It must not know what is in the body, nor what the answer means.
"""

import hashlib
import hmac
import http.client
import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from urllib.parse import urlencode

from sandbox.json_types import Json
from sandbox.site import Site


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the app said. `error` is Slack's word for what went wrong on the way, empty when it answered 2xx."""

    status: int | None
    text: str = ""
    error: str = ""
    headers: dict[str, str]

    @property
    def ok(self) -> bool:
        return not self.error

    def json(self) -> Json | None:
        try:
            found = json.loads(self.text) if self.text.strip() else None
        except ValueError:
            return None
        return found if isinstance(found, dict) else None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Slack follows two redirects for events; none are expected here, so a redirect is an error to show."""

    def redirect_request(self, *arguments: object, **options: object) -> None:
        return None


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


def post_form(site: Site, url: str, fields: Json) -> Answer:
    return _post(site, url, urlencode(fields).encode(), "application/x-www-form-urlencoded", {})


def post_payload(site: Site, payload: Json) -> Answer:
    return post_form(site, interactivity_url(site), {"payload": json.dumps(payload, ensure_ascii=False)})


def post_event(site: Site, body: Json, headers: dict[str, str]) -> Answer:
    return _post(site, events_url(site), json.dumps(body, ensure_ascii=False).encode(), "application/json", headers)


def interactivity_url(site: Site) -> str:
    settings = site.options.manifest.get("settings", {})
    return site.options.request_url or str(settings.get("interactivity", {}).get("request_url", ""))


def events_url(site: Site) -> str:
    settings = site.options.manifest.get("settings", {})
    return site.options.request_url or str(settings.get("event_subscriptions", {}).get("request_url", ""))


def signature(secret: str, timestamp: str, body: bytes) -> str:
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256)
    return "v0=" + digest.hexdigest()


def _post(site: Site, url: str, body: bytes, content_type: str, extra: dict[str, str]) -> Answer:
    stamp = str(int(time.time()))
    headers = {
        "Content-Type": content_type,
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(site.options.signing_secret, stamp, body),
        **extra,
    }
    if not url.startswith(("http://", "https://")):
        return Answer(status=None, error="connection_failed", headers={})
    request = urllib.request.Request(url, data=body, headers=headers, method="POST")  # noqa: S310  checked above
    try:
        with _OPENER.open(request, timeout=site.options.answer_seconds) as response:
            text = response.read().decode("utf-8", "replace")
            site.calls.answered(text)
            return Answer(status=response.status, text=text, headers=_lower(response.headers))
    except urllib.error.HTTPError as refused:
        return Answer(status=refused.code, text="", error="http_error", headers=_lower(refused.headers))
    except TimeoutError:
        return Answer(status=None, error="http_timeout", headers={})
    except urllib.error.URLError as failed:
        late = isinstance(failed.reason, TimeoutError)
        return Answer(status=None, error="http_timeout" if late else "connection_failed", headers={})
    except (http.client.HTTPException, ConnectionError):
        return Answer(status=None, error="connection_failed", headers={})


def _lower(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
