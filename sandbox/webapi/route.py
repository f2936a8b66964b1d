"""The HTTP side of the Web API: token, faults, rate limits, counting, and Slack's way of answering.

What a method does is decided in the file of its family; here nothing is known of messages or views.
"""

import time
from collections.abc import Callable

from flask import Blueprint, Response, jsonify, request

from sandbox.fault import Fault
from sandbox.json_types import Json
from sandbox.site import Site
from sandbox.webapi import chat, conversations, files, users, views
from sandbox.webapi.arguments import arguments, token
from sandbox.webapi.drop import drop_connection
from sandbox.webapi.error import SlackError

Method = Callable[[Site, Json], Json]
METHODS: dict[str, Method] = {
    **chat.METHODS,
    **conversations.METHODS,
    **users.METHODS,
    **views.METHODS,
    **files.METHODS,
}
OPEN = ("api.test",)


def blueprint(site: Site) -> Blueprint:
    routes = Blueprint("webapi", __name__)

    @routes.route("/api/<method>", methods=["GET", "POST"])
    def call(method: str) -> Response:
        fault = site.faults.take(method)
        if fault is not None and fault.delay:
            time.sleep(fault.delay)
        refusal = None if fault is not None and fault.done else _refused_before(site, method, fault)
        if refusal is not None:
            return refusal
        answer = _answer(site, method)
        if fault is not None and fault.reset == "after":
            return drop_connection(request.environ)
        return (_bad_answer(fault) if fault is not None and fault.done else None) or jsonify(answer)

    return routes


def _refused_before(site: Site, method: str, fault: Fault | None) -> Response | None:
    """A call that never reaches the method: it is counted, and changes nothing."""
    if fault is not None and fault.reset == "before":
        return _noted(site, method, "reset", drop_connection(request.environ))
    bad = _bad_answer(fault) if fault is not None else None
    if fault is not None and bad is not None:
        return _noted(site, method, fault.error or str(fault.status), bad)
    wait = site.buckets.wait_for(method)
    return _noted(site, method, "429", _status(429, wait)) if wait else None


def _bad_answer(fault: Fault) -> Response | None:
    """What a fault answers instead of the method, if it answers anything."""
    if fault.error is not None:
        return jsonify({"ok": False, "error": fault.error})
    return _status(fault.status, fault.retry_after) if fault.status is not None else None


def _noted(site: Site, method: str, outcome: str, response: Response) -> Response:
    site.calls.note(method, {}, outcome, site.clock.now())
    return response


def _status(status: int, retry_after: int) -> Response:
    response = jsonify({"ok": False, "error": "ratelimited" if status == 429 else "internal_error"})
    response.status_code = status
    if status == 429:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _answer(site: Site, method: str) -> Json:
    given: Json = {}
    try:
        given = arguments(request)
        answer: Json = {"ok": True, **_run(site, method, given)}
    except SlackError as refused:
        answer = {"ok": False, "error": refused.code}
        if refused.messages:
            messages = {"messages": refused.messages}
            answer |= {"errors": [m.removeprefix("[ERROR] ") for m in refused.messages], "response_metadata": messages}
    site.calls.note(method, given, answer.get("error", "ok"), site.clock.now())
    return answer


def _run(site: Site, method: str, given: Json) -> Json:
    if method not in METHODS:
        raise SlackError("unknown_method")
    found = token(request, given)
    if method not in OPEN and found is None:
        raise SlackError("not_authed")
    if method not in OPEN and found != site.options.bot_token:
        raise SlackError("invalid_auth")
    with site.workspace.lock:
        return METHODS[method](site, given)
