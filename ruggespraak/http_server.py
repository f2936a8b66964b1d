"""waitress, so that it can be stopped: its sockets are closed by the thread that watches them."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import waitress
from flask import Flask
from waitress import wasyncore

THREADS = 16
LARGEST_REQUEST = 2_000_000
_DRAIN = 2.0
_PATIENCE = 0.5


class HttpServer:
    """A web server in a thread of its own. Raises OSError when the port is taken."""

    def __init__(self, app: Flask, host: str, port: int, threads: int = THREADS) -> None:
        self._sockets: dict[int, Any] = {}
        try:
            self._inner: Any = waitress.create_server(
                app,
                map=self._sockets,
                host=host,
                port=port,
                threads=threads,
                ident=None,
                clear_untrusted_proxy_headers=True,
                max_request_body_size=LARGEST_REQUEST,
            )
        except OSError:
            self._close_sockets()
            raise
        self._thread = threading.Thread(target=self._run, name="web", daemon=True)
        self.port = int(self._inner.effective_port)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Take no new request, let the ones in flight get their answer, at most for as long as Slack waits for one."""
        if self._thread.is_alive() and self._sockets:
            self._in_the_loop(self._close_door)
            until = time.monotonic() + _DRAIN
            while self._is_answering() and time.monotonic() < until:
                time.sleep(0.02)
            self._in_the_loop(self._close_sockets)
            self._thread.join(_PATIENCE)
        else:
            self._close_sockets()

    def _run(self) -> None:
        try:
            self._inner.run()
        finally:
            self._inner.task_dispatcher.shutdown()

    def _in_the_loop(self, job: Callable[[], None]) -> None:
        """The job waits for the byte that wakes the loop: another thread's byte may start it before ours is written."""
        written = threading.Event()

        def once_written() -> None:
            written.wait(_PATIENCE)
            job()

        with suppress(OSError):  # the loop may have ended by itself meanwhile, and closed its trigger with it
            self._inner.trigger.pull_trigger(once_written)
        written.set()

    def _close_door(self) -> None:
        self._inner.accepting = False
        self._inner.del_channel(self._sockets)
        self._inner.socket.close()

    def _is_answering(self) -> bool:
        if self._inner.task_dispatcher.active_count > 0:  # a thread still uses the trigger after its last answer
            return True
        channels = list(self._inner.active_channels.values())
        return any(one.requests or one.request is not None or one.total_outbufs_len for one in channels)

    def _close_sockets(self) -> None:
        wasyncore.close_all(self._sockets, ignore_all=True)
