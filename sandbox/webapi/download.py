"""The bytes of a file: down with the app's token only, up through a url that was handed out before."""

from flask import Blueprint, Response, request

from sandbox.site import Site
from sandbox.webapi.arguments import token

LOGIN = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in</body></html>"


def blueprint(site: Site) -> Blueprint:
    routes = Blueprint("download", __name__)

    @routes.get("/files-pri/<file_id>/<path:name>")
    def download(file_id: str, name: str) -> Response:
        file = site.workspace.files.get(file_id)
        if token(request, {}) != site.options.bot_token:
            return Response(LOGIN, status=302, headers={"Location": f"{site.base_url}/signin"}, mimetype="text/html")
        if file is None or file.deleted or not file.complete:
            return Response("File not found", status=404, mimetype="text/plain")
        return Response(file.content, mimetype=file.mimetype)

    @routes.get("/signin")
    def signin() -> Response:
        return Response(LOGIN, mimetype="text/html")

    @routes.post("/upload/v1/<file_id>")
    def upload(file_id: str) -> Response:
        file = site.workspace.files.get(file_id)
        if file is None or file.complete:
            return Response("Not found", status=404, mimetype="text/plain")
        raw = request.get_data()  # before the form: some clients call plain bytes a form, which would eat them
        sent = next(iter(request.files.values()), None)
        file.content = sent.read() if sent is not None else raw
        return Response(f"OK - {len(file.content)}", mimetype="text/plain")

    return routes
