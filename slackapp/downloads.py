"""Fetching a file that somebody gave to a form. It decides where the bot token may go, and how much is read.

The token goes to the API's own host and to Slack's file hosts, over https; plain http is for an API on this computer.
No redirect is followed: it would carry the token along. A host that sends it away, to a login page or otherwise, does
so for a token or a scope that is wrong: that is trouble, which an administrator repairs. A file that is really gone is
one that ``files.info`` no longer knows, and that is asked first each time.
"""

import ipaddress
from http.client import HTTPResponse
from typing import Any
from urllib.error import HTTPError
from urllib.parse import SplitResult, urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from slack_sdk import WebClient

from slackapp import faults
from workflows.usecases.messenger import PausedError, RefusedError, TroubleError

LARGEST = 10 * 1024 * 1024
_TO_REPAIR = {401, 403, 404, 407}
_HOSTS = ("slack.com", "slack-files.com")


def fetch(client: WebClient, url: str, mimetype: str) -> bytes:
    """Return the bytes behind a file's address."""
    if not trusted(url, client.base_url):
        raise RefusedError("file_elsewhere")
    request = Request(url, headers={"Authorization": f"Bearer {client.token}"})  # noqa: S310 (trusted() saw the scheme)
    with faults.translated(repeatable=True):
        try:
            with _opener(client).open(request, timeout=client.timeout) as response:
                return _read(response, mimetype)
        except HTTPError as error:
            with error:
                raise _refusal(error) from error


def trusted(url: str, api_url: str) -> bool:
    """True when the bot token may go to this address."""
    to, api = urlsplit(url), urlsplit(api_url)
    host = to.hostname or ""
    if "@" in to.netloc or "\\" in url or not host:
        return False
    if to.scheme == "http":
        return api.scheme == "http" and _is_here(api) and to.netloc == api.netloc
    own = (host, to.port or 443) == (api.hostname, api.port or 443)
    return to.scheme == "https" and (own or any(host == name or host.endswith(f".{name}") for name in _HOSTS))


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _opener(client: WebClient) -> Any:
    return build_opener(_NoRedirect(), HTTPSHandler(context=client.ssl))


def _read(response: HTTPResponse, mimetype: str) -> bytes:
    if response.headers.get_content_type() == "text/html" and mimetype != "text/html":
        raise TroubleError("login_page")
    content = response.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise RefusedError("file_too_large")
    told = response.headers.get("Content-Length") or ""
    if told.isdigit() and int(told) != len(content):
        raise TroubleError("half_a_file")
    return content


def _refusal(error: HTTPError) -> RefusedError | PausedError | TroubleError:
    if error.code == 429:
        return PausedError("ratelimited", faults.pause(dict(error.headers.items())))
    passes = error.code >= 500 or error.code < 400 or error.code in _TO_REPAIR
    return (TroubleError if passes else RefusedError)(f"http_{error.code}")


def _is_here(api: SplitResult) -> bool:
    host = api.hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
