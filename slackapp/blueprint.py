"""The one door for all of Slack's traffic. Bolt checks the signature; a body that is too large is not even read."""

import json
from collections.abc import Sequence
from urllib.parse import parse_qs

from flask import Blueprint, Response, request
from slack_bolt import App, BoltRequest
from slack_bolt.adapter.flask.handler import to_flask_response

BODY = 1_000_000
_JSON = "application/json"
_PAYLOAD = "payload="
# What every view is full of. None of these can join or split a field, nor begin another escape.
_OFTEN = tuple((f"%{ord(sign):02X}", sign) for sign in '":,{}[]\\/')


def create_blueprint(app: App) -> Blueprint:
    """Return the blueprint with ``POST /slack/events``."""
    blueprint = Blueprint("slack", __name__)

    @blueprint.post("/slack/events")
    def events() -> Response:
        request.max_content_length = BODY
        try:
            return to_flask_response(app.dispatch(_to_bolt()))
        except Exception:
            # Bolt reads a body before it checks who signed it: what is no payload may not fill the log.
            if _is_payload(request.get_data(as_text=True), request.mimetype):
                raise
            return Response(status=400)

    return blueprint


def _to_bolt() -> BoltRequest:
    """Return the request for Bolt, with the body as it was signed."""
    body = request.get_data(as_text=True)
    headers: dict[str, str | Sequence[str]] = dict(request.headers.items())
    made = BoltRequest(body=_lightened(body), query=request.query_string.decode(), headers=headers)
    made.raw_body = body
    return made


def _lightened(body: str) -> str:
    """Return a form with its commonest escapes undone: ``urllib`` takes them one by one, which is most of its work."""
    if body.startswith(_PAYLOAD):
        for escape, sign in _OFTEN:
            body = body.replace(escape, sign)
    return body


def _is_payload(body: str, mimetype: str) -> bool:
    text = body if mimetype == _JSON else next(iter(parse_qs(body, keep_blank_values=True).get("payload", ["{}"])))
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
