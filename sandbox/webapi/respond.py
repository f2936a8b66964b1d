"""Response urls: what an app may still say about a gesture. The counting of uses is `hook`'s."""

from flask import Blueprint, Response, jsonify, request

from sandbox.hook import Hook, HookRefused
from sandbox.json_types import Json
from sandbox.site import Site
from sandbox.webapi.chat import bot_body, change, remove
from sandbox.webapi.error import SlackError


def blueprint(site: Site) -> Blueprint:
    routes = Blueprint("respond", __name__)

    @routes.post("/response/<key>")
    def respond(key: str) -> Response:
        given = request.get_json(silent=True)
        fault = site.faults.take("response_url")
        if fault is not None and fault.status is not None:
            return Response("fault", status=fault.status, headers={"Retry-After": str(fault.retry_after)})
        try:
            hook = site.hooks.use(key)
            with site.workspace.lock:
                say(site, hook, _kept(given))
        except HookRefused as refused:
            return Response(refused.code, status=404)
        except SlackError as refused:
            site.calls.note("response_url", _kept(given), refused.code, site.clock.now())
            return Response(refused.code, status=400)
        site.calls.note("response_url", _kept(given), "ok", site.clock.now())
        return jsonify({"ok": True})

    return routes


def _kept(given: object) -> Json:
    return given if isinstance(given, dict) else {}


def say(site: Site, hook: Hook, given: Json) -> None:
    """Replace or delete the message of the gesture, or say something new, privately unless asked otherwise."""
    channel = site.workspace.channels[hook.channel]
    source = channel.find(hook.message_ts) if hook.message_ts else None
    if given.get("delete_original"):
        if source is not None:
            remove(site, channel, source)
    elif given.get("replace_original") and source is not None:
        change(site, source, given)
    else:
        private = given.get("response_type") != "in_channel"
        site.workspace.post(channel, bot_body(site, given), only_for=hook.user if private else None)
