"""A gate between the app and Slack, at the HTTP border: a call can be held before Slack hears it, or before its answer.

Who died while a call was held before it never comes through: what stood at the gate is dropped with its line.
"""

import threading
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

Side = Literal["before", "after"]


class Gate:
    """Passes everything on to *port* until it is closed for one method on one side."""

    def __init__(self, port: int) -> None:
        self.upstream = port
        self._change = threading.Condition()
        self._closed: tuple[str, Side] | None = None
        self.held = 0
        self._generation = 0
        self._dropped = -1
        gate = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                gate.pass_on(self)

            def do_GET(self) -> None:
                gate.pass_on(self)

            def log_message(self, *_: object) -> None:
                """Silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close_for(self, method: str, side: Side) -> None:
        """Hold these calls from now on."""
        with self._change:
            self._closed, self.held = (method, side), 0

    def open(self) -> None:
        """Let through what is held, and all that comes."""
        with self._change:
            self._closed = None
            self._change.notify_all()

    def drop(self) -> None:
        """Let nothing through of what is held: its sender has died."""
        with self._change:
            self._dropped = self._generation
            self._generation += 1
            self._closed = None
            self._change.notify_all()

    def stop(self) -> None:
        self.drop()
        self._server.shutdown()
        self._server.server_close()

    def pass_on(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        try:
            if self._waits(request.path, "before"):
                status, headers, answer = self._ask(request, body)
                if self._waits(request.path, "after"):
                    self._answer(request, status, headers, answer)
        except OSError:
            """Whoever asked is gone."""
        request.close_connection = True

    def _waits(self, path: str, side: Side) -> bool:
        """Wait while the gate is closed here; False when what waited was dropped."""
        with self._change:
            generation, closed = self._generation, self._closed
            if closed is None or closed[1] != side or not path.endswith(closed[0]):
                return True
            self.held += 1
            self._change.wait_for(lambda: self._closed != closed or self._dropped >= generation, 60)
            return self._dropped < generation

    def _ask(self, request: BaseHTTPRequestHandler, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        line = HTTPConnection("127.0.0.1", self.upstream, timeout=30)
        try:
            line.request(request.command, request.path, body, dict(request.headers))
            answer = line.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            line.close()

    def _answer(
        self, request: BaseHTTPRequestHandler, status: int, headers: list[tuple[str, str]], body: bytes
    ) -> None:
        request.send_response(status)
        for name, value in headers:
            if name.lower() not in ("content-length", "connection", "transfer-encoding", "date", "server"):
                request.send_header(name, value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)
