"""Puts the sandbox behind HTTP: the Flask application, and the waitress server that carries it.

It must not read settings; whoever starts it hands in the options.
"""

import threading
import time
from contextlib import suppress
from typing import Any

import flask
import waitress
from waitress import wasyncore

from sandbox import site as sites
from sandbox.options import Options
from sandbox.page import driver
from sandbox.page import route as page
from sandbox.site import Site
from sandbox.webapi import download, respond
from sandbox.webapi import route as webapi

PATIENCE = 5.0
ANSWERS = 0.5
LARGEST_UPLOAD = 11 * 1024 * 1024


def create_app(options: Options) -> flask.Flask:
    return _app(_site(options))


def serve(options: Options, host: str = "127.0.0.1", port: int = 8100) -> None:
    """Blocks until the server is closed."""
    server = make_server(options, host, port)
    try:
        server.run()
    finally:
        server.close()


def make_server(options: Options, host: str = "127.0.0.1", port: int = 0) -> "Server":
    site = _site(options)
    server = Server(site, host, port)
    if options.public_url is None:
        site.base_url = f"http://{_reachable(host)}:{server.effective_port}"
    return server


class Server:
    """A waitress server that can be stopped from another thread, and saves what was said when it is."""

    def __init__(self, site: Site, host: str, port: int) -> None:
        self.site = site
        self._ended = threading.Event()
        self._ended.set()
        self._sockets: dict[int, Any] = {}
        self._inner: Any = waitress.create_server(
            _app(site),
            map=self._sockets,
            host=host,
            port=port,
            threads=site.options.threads,
            clear_untrusted_proxy_headers=True,
            ident=None,
        )

    @property
    def effective_port(self) -> int:
        return int(self._inner.effective_port)

    def run(self) -> None:
        self._ended.clear()
        try:
            self._inner.run()
        finally:
            self._inner.task_dispatcher.shutdown()
            self._ended.set()

    def close(self) -> None:
        """The sockets are closed by the thread that watches them; anything else makes it stumble."""
        if not self._ended.is_set():
            self._let_answers_end()
            self._close_sockets_in_the_loop()
            self._ended.wait(PATIENCE)
        else:
            self._close_sockets()
        self.site.close()

    def _close_sockets_in_the_loop(self) -> None:
        """Not before our own byte is written: another thread's byte may wake the loop first."""
        written = threading.Event()

        def once_written() -> None:
            written.wait(ANSWERS)
            self._close_sockets()

        with suppress(OSError):  # the loop may have ended by itself meanwhile, and closed its trigger with it
            self._inner.trigger.pull_trigger(once_written)
        written.set()

    def _let_answers_end(self) -> None:
        """A thread still uses what is closed here after its last answer; one that hangs on is not waited for."""
        until = time.monotonic() + ANSWERS
        while self._inner.task_dispatcher.active_count > 0 and time.monotonic() < until:
            time.sleep(0.01)

    def _close_sockets(self) -> None:
        wasyncore.close_all(self._sockets, ignore_all=True)


def _site(options: Options) -> Site:
    site = sites.build(options)
    if options.public_url is not None:
        site.base_url = options.public_url.rstrip("/")
    return site


def _reachable(host: str) -> str:
    """An address that means "every address" (0.0.0.0, ::) is none that an app can call back."""
    return host if host.strip("0.:") else "127.0.0.1"


def _app(site: Site) -> flask.Flask:
    app = flask.Flask("sandbox", root_path=str(sites.FOLDER))
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_UPLOAD
    app.extensions["sandbox"] = site
    for routes in (webapi, respond, download, driver, page):
        app.register_blueprint(routes.blueprint(site))
    return app
