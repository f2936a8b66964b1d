"""The one door for all of Slack's traffic. Bolt checks the signature; a body that is too large is not even read."""

from flask import Blueprint, Response, request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler

BODY = 1_000_000


def create_blueprint(app: App) -> Blueprint:
    """Return the blueprint with ``POST /slack/events``."""
    blueprint = Blueprint("slack", __name__)
    handler = SlackRequestHandler(app)

    @blueprint.post("/slack/events")
    def events() -> Response:
        request.max_content_length = BODY
        return handler.handle(request)

    return blueprint
