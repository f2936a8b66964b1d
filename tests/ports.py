"""Ports for what a test starts by itself: below those that the system hands out, each worker its own stretch.

A port that the system had just given away can be the near end of somebody's connection a moment later, and then
the server that was to listen there cannot.
"""

import os
import socket
from itertools import cycle

_FIRST, _STRETCH, _STRETCHES = 20_000, 3_000, 4


def free_port() -> int:
    """Return a port on which nothing listens, another one each time."""
    return next(port for port in _LINE if _is_free(port))


def _line() -> "cycle[int]":
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first = _FIRST + worker % _STRETCHES * _STRETCH
    start = os.getpid() % _STRETCH  # somebody else may run the same tests beside us
    return cycle([first + (start + step) % _STRETCH for step in range(_STRETCH)])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


_LINE = _line()
