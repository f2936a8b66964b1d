"""The HTTP side: Slack's traffic, health, metrics, and files and papers behind signed links."""

from flask import Flask, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from console.evidence import create_blueprint as evidence_blueprint
from console.papers import create_blueprint as papers_blueprint
from console.rights import create_blueprint as rights_blueprint
from models.schema import is_current
from models.store import UnavailableError
from ruggespraak.bootstrap import Installation
from slackapp.app import create_app as create_bolt
from slackapp.blueprint import create_blueprint as slack_blueprint
from workflows.usecases.health import Health, look

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_NO_DATABASE = "the database does not answer"
_LARGEST_BODY = 1_000_000


def create_web(installation: Installation) -> Flask:
    """Return the Flask application of one installation."""
    app = Flask("ruggespraak", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST_BODY
    app.register_blueprint(slack_blueprint(create_bolt(installation.slack, installation.desk)))
    app.register_blueprint(evidence_blueprint(installation.context))
    app.register_blueprint(rights_blueprint(installation.context))
    app.register_blueprint(papers_blueprint(installation.context))
    app.add_url_rule("/healthz", "healthz", lambda: Response("ok\n", mimetype="text/plain"))
    app.add_url_rule("/readyz", "readyz", lambda: _ready(installation))
    app.add_url_rule("/metrics", "metrics", lambda: _metrics(installation))
    app.after_request(_guard)
    return app


def _guard(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _ready(installation: Installation) -> Response:
    """200 when the database answers at the right schema and no deadline was missed; else 503 with the reason."""
    try:
        current = is_current(installation.context.store)
        problem = look(installation.context).problem if current else "the tables are not up to date"
    except UnavailableError:
        problem = _NO_DATABASE
    return Response(f"{problem or 'ready'}\n", status=503 if problem else 200, mimetype="text/plain")


def _metrics(installation: Installation) -> Response:
    try:
        health = look(installation.context)
    except UnavailableError:
        return Response(f"{_NO_DATABASE}\n", status=503, mimetype="text/plain")
    return Response(_expose(health), content_type=CONTENT_TYPE_LATEST)


def _expose(health: Health) -> bytes:
    registry = CollectorRegistry()
    backlog = Gauge("ruggespraak_deliveries", "Deliveries by state", ["state"], registry=registry)
    for state, number in health.deliveries.items():
        backlog.labels(state=state).set(number)
    missed = Gauge("ruggespraak_deadlines_missed", "Cases with a term that passed without effect", registry=registry)
    missed.set(health.missed)
    return generate_latest(registry)
