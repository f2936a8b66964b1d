"""A paper behind a signed link: for a quarter of an hour, in the name of whom it was made for, each time on record."""

from flask import Blueprint, Response

from console.unprintable import tell_of_unprintable
from texts import say
from workflows.engine.errors import WorkflowError
from workflows.usecases.context import Context
from workflows.usecases.papers import open_paper


def create_blueprint(context: Context) -> Blueprint:
    """Return the blueprint with ``GET /stuk/<token>``."""
    blueprint = Blueprint("papers", __name__)
    tell_of_unprintable(blueprint)

    @blueprint.get("/stuk/<token>")
    def show(token: str) -> Response:
        try:
            printed = open_paper(context, token)
        except WorkflowError:
            return Response(say("error.link"), status=404, mimetype="text/plain")
        response = Response(printed.data, mimetype=printed.media)
        response.headers["Content-Disposition"] = f'attachment; filename="{printed.name}"'
        response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
        return response

    return blueprint
