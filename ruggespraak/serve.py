"""Serving: the web server with the worker beside it, until a signal comes."""

import logging
import os
import signal
import time
from collections.abc import Callable
from types import FrameType

from ruggespraak.bootstrap import Installation, install, reach_store, require_all
from ruggespraak.http_server import HttpServer
from ruggespraak.lock import ProcessLock
from ruggespraak.scheduler import Worker
from ruggespraak.settings import Settings, SettingsError
from ruggespraak.web import create_web

PATIENCE = 11.0  # a call to Slack may take ten seconds, and what is under way is let end
_BREATH = 0.2
_LOG = logging.getLogger(__name__)


class Served:
    """A running app: web server and worker in one process."""

    def __init__(self, installation: Installation, host: str, port: int) -> None:
        self.installation = installation
        self._worker = Worker(installation)
        self._server = _server(installation, host, port)
        self.port = self._server.port

    def start(self) -> None:
        self._server.start()
        self._worker.start()

    def stop(self, patience: float = PATIENCE) -> bool:
        """Take nothing new and end what is in flight; False when something did not end in time."""
        self._worker.halt()
        self._server.stop()
        ended = self._worker.stop(patience)
        self.installation.context.store.close()
        return ended


def serve(settings: Settings, host: str = "0.0.0.0") -> None:
    """Run web server and worker until SIGTERM or Ctrl-C."""
    require_all(settings)
    with hold_database(settings):
        served = Served(install(settings), host, settings.port)
        served.start()
        _LOG.info("serving on port %s", served.port)
        wait_for_signal()
        leave(ended=served.stop())


def hold_database(settings: Settings) -> ProcessLock:
    """Take the SQLite file for this process, before anything in it is touched."""
    return ProcessLock(reach_store(settings))


def work(settings: Settings) -> None:
    """Run a worker alone, beside web processes on the same PostgreSQL."""
    if reach_store(settings).is_sqlite:
        raise SettingsError("DATABASE_URL: a separate worker needs PostgreSQL; with SQLite 'serve' does it all")
    installation = install(settings)
    worker = Worker(installation)
    worker.start()
    wait_for_signal()
    ended = worker.stop(PATIENCE)
    installation.context.store.close()
    leave(ended=ended)


def leave(*, ended: bool) -> None:
    """End the process although something is still being sent: its delivery is looked for at the next start."""
    if not ended:
        _LOG.warning("stopped while something was being sent; the next start finds out whether it arrived")
        logging.shutdown()
        os._exit(0)


def wait_for_signal(alive: Callable[[], bool] = lambda: True) -> None:
    """Return when SIGTERM or SIGINT comes.

    The handler only sets a name: an Event takes a lock, which this very thread may hold at that moment, for ever.
    """
    stopped = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    while alive() and not stopped:
        time.sleep(_BREATH)


def _server(installation: Installation, host: str, port: int) -> HttpServer:
    try:
        return HttpServer(create_web(installation), host, port)
    except OSError as error:
        raise SettingsError(f"PORT: {port} is not free ({error.strerror}); choose another one with PORT") from error
