"""A file behind a signed link: for a quarter of an hour, in the name of whom it was made for, each time on record."""

from flask import Blueprint, Response

from texts import say
from workflows.engine.errors import NotAllowedError
from workflows.usecases.context import Context
from workflows.usecases.evidence import open_file


def create_blueprint(context: Context) -> Blueprint:
    """Return the blueprint with ``GET /bestand/<token>``."""
    blueprint = Blueprint("evidence", __name__)

    @blueprint.get("/bestand/<token>")
    def show(token: str) -> Response:
        try:
            opened = open_file(context, token)
        except NotAllowedError:
            return Response(say("error.link"), status=404, mimetype="text/plain")
        response = Response(opened.data, mimetype=opened.media)
        response.headers["Content-Security-Policy"] = (
            "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
        )
        return response

    return blueprint
