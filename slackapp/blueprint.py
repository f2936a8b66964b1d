"""The one door for all of Slack's traffic. Bolt checks the signature; a body that is too large is not even read."""

import json
from urllib.parse import parse_qs

from flask import Blueprint, Response, request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler

BODY = 1_000_000
_JSON = "application/json"


def create_blueprint(app: App) -> Blueprint:
    """Return the blueprint with ``POST /slack/events``."""
    blueprint = Blueprint("slack", __name__)
    handler = SlackRequestHandler(app)

    @blueprint.post("/slack/events")
    def events() -> Response:
        request.max_content_length = BODY
        try:
            return handler.handle(request)
        except Exception:
            # Bolt reads a body before it checks who signed it: what is no payload may not fill the log.
            if _is_payload(request.get_data(as_text=True), request.mimetype):
                raise
            return Response(status=400)

    return blueprint


def _is_payload(body: str, mimetype: str) -> bool:
    text = body if mimetype == _JSON else next(iter(parse_qs(body, keep_blank_values=True).get("payload", ["{}"])))
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False
