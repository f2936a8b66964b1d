"""Serving: the web server with the worker beside it, until a signal comes."""

import logging
import signal
import threading
from collections.abc import Callable
from types import FrameType

from ruggespraak.bootstrap import Installation, install
from ruggespraak.http_server import HttpServer
from ruggespraak.lock import ProcessLock
from ruggespraak.scheduler import Worker
from ruggespraak.settings import Settings, SettingsError
from ruggespraak.web import create_web

_LOG = logging.getLogger(__name__)


class Served:
    """A running app: web server and worker in one process."""

    def __init__(self, installation: Installation, host: str, port: int) -> None:
        self.installation = installation
        self._lock = ProcessLock(installation.context.store)
        self._worker = Worker(installation)
        self._server = _server(installation, host, port)
        self.port = self._server.port

    def start(self) -> None:
        self._server.start()
        self._worker.start()

    def stop(self) -> None:
        """Take nothing new, end what is in flight, free the database."""
        self._server.stop()
        self._worker.stop()
        self.installation.context.store.close()
        self._lock.release()


def serve(settings: Settings, host: str = "0.0.0.0") -> None:
    """Run web server and worker until SIGTERM or Ctrl-C."""
    served = Served(install(settings), host, settings.port)
    served.start()
    _LOG.info("serving on port %s", served.port)
    wait_for_signal()
    served.stop()


def work(settings: Settings) -> None:
    """Run a worker alone, beside web processes on the same PostgreSQL."""
    installation = install(settings)
    if installation.context.store.is_sqlite:
        raise SettingsError("DATABASE_URL: a separate worker needs PostgreSQL; with SQLite 'serve' does it all")
    worker = Worker(installation)
    worker.start()
    wait_for_signal()
    worker.stop()
    installation.context.store.close()


def wait_for_signal(alive: Callable[[], bool] = lambda: True) -> None:
    """Return when SIGTERM or SIGINT comes."""
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    while alive() and not stopped.wait(0.2):
        pass


def _server(installation: Installation, host: str, port: int) -> HttpServer:
    try:
        return HttpServer(create_web(installation), host, port)
    except OSError as error:
        raise SettingsError(f"PORT: {port} is not free ({error.strerror}); choose another one with PORT") from error
