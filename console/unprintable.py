"""What a person sees when no PDF can be made of a paper: what they can do, instead of a page that says nothing."""

import logging

from flask import Blueprint, Response

from texts import say
from workflows.papers.pdf import UnprintableError

_LOG = logging.getLogger(__name__)


def tell_of_unprintable(blueprint: Blueprint) -> None:
    """Let every page of the blueprint say so in a sentence; the log hears that it happened, and of no paper."""
    blueprint.register_error_handler(UnprintableError, _told)


def _told(error: UnprintableError) -> Response:
    _LOG.error("a person got no PDF: %s", error)
    return Response(say("error.unprintable"), status=500, mimetype="text/plain")
