"""waitress, so that it can be stopped: its sockets are closed by the thread that watches them."""

import threading
from typing import Any

import waitress
from flask import Flask
from waitress import wasyncore

THREADS = 16
_PATIENCE = 5.0


class HttpServer:
    """A web server in a thread of its own. Raises OSError when the port is taken."""

    def __init__(self, app: Flask, host: str, port: int, threads: int = THREADS) -> None:
        self._sockets: dict[int, Any] = {}
        self._inner: Any = waitress.create_server(
            app,
            map=self._sockets,
            host=host,
            port=port,
            threads=threads,
            ident=None,
            clear_untrusted_proxy_headers=True,
        )
        self._thread = threading.Thread(target=self._run, name="web", daemon=True)
        self.port = int(self._inner.effective_port)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Take no new request, let the ones in flight end."""
        if self._thread.is_alive():
            self._inner.trigger.pull_trigger(self._close_sockets)
            self._thread.join(_PATIENCE)
        else:
            self._close_sockets()

    def _run(self) -> None:
        try:
            self._inner.run()
        finally:
            self._inner.task_dispatcher.shutdown()

    def _close_sockets(self) -> None:
        wasyncore.close_all(self._sockets, ignore_all=True)
