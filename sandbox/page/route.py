"""The page's shell, its texts, and the headers that keep foreign script out. What it shows comes from `driver`."""

from flask import Blueprint, Response, render_template, send_file

from sandbox.site import Site
from sandbox.texts import FILE, say

POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"


def blueprint(site: Site) -> Blueprint:
    routes = Blueprint("page", __name__)

    @routes.get("/")
    def page() -> str:
        return render_template("page.html", say=say, team=site.workspace.team)

    @routes.get("/texts.json")
    def texts() -> Response:
        return send_file(FILE, mimetype="application/json", max_age=0)

    @routes.get("/healthz")
    def healthy() -> Response:
        return Response("ok\n", mimetype="text/plain")

    @routes.after_app_request
    def guard(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return routes
