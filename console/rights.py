"""What is held on one person, behind a signed link: a quarter of an hour, in the name of who asked, each on record."""

from collections.abc import Callable

from flask import Blueprint, Response

from console.unprintable import tell_of_unprintable
from texts import say
from workflows.cards.rights_report import Report, as_json, as_paper
from workflows.engine.errors import NotAllowedError
from workflows.papers.pdf import pdf
from workflows.usecases.context import Context
from workflows.usecases.rights import open_report

Form = Callable[[Report], bytes]
_FORMS: dict[str, tuple[str, Form]] = {
    "json": ("application/json", lambda report: as_json(report).encode()),
    "pdf": ("application/pdf", lambda report: pdf(as_paper(report))),
}


def create_blueprint(context: Context) -> Blueprint:
    """Return the blueprint with ``GET /inzage/<token>.json`` and ``.pdf``; without either it is JSON."""
    blueprint = Blueprint("rights", __name__)
    tell_of_unprintable(blueprint)

    @blueprint.get("/inzage/<token>")
    def give(token: str) -> Response:
        signed, _, form = token.rpartition(".")
        if form not in _FORMS:
            signed, form = token, "json"
        try:
            report = open_report(context, signed)
        except NotAllowedError:
            return Response(say("error.link"), status=404, mimetype="text/plain")
        media, make = _FORMS[form]
        response = Response(make(report), mimetype=media)
        response.headers["Content-Disposition"] = f'attachment; filename="inzage.{form}"'
        return response

    return blueprint
