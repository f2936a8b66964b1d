"""Our side: the web process as ``serve`` runs it, with the settings of the environment, and without the worker.

On PostgreSQL the worker is a process of its own; on SQLite ``serve`` has it beside the web server.
"""

import logging
from typing import Any

from bench.process import answer
from models import cases
from ruggespraak.bootstrap import Installation, install
from ruggespraak.http_server import HttpServer
from ruggespraak.settings import process_environment, read_settings
from ruggespraak.web import create_web


def main() -> None:
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # more people than threads is what is measured
    installation = install(read_settings(process_environment()))
    server = HttpServer(create_web(installation), "127.0.0.1", 0)
    server.start()
    answer(lambda _: {"port": server.port, "kept": _kept(installation)})
    server.stop()
    installation.context.store.close()


def _kept(installation: Installation) -> Any:
    with installation.context.store.read() as tx:
        return cases.count(tx)


if __name__ == "__main__":
    main()
