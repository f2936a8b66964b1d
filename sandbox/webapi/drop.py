"""Breaks the connection of a call on purpose, so that the caller never learns what became of it.

It needs the socket below the WSGI server. It must only be used for a fault that somebody asked for.
"""

import socket
from typing import Any

from flask import Response


def drop_connection(environ: dict[str, Any]) -> Response:
    """With waitress the line goes dead; elsewhere the answer is cut off halfway: a broken read."""
    watcher = environ.get("waitress.client_disconnected")
    line = getattr(getattr(watcher, "__self__", None), "socket", None)
    if isinstance(line, socket.socket):
        line.shutdown(socket.SHUT_RDWR)
        return Response(status=500)
    return Response("", headers={"Content-Length": "1000"})
