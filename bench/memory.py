"""The memory of the serving process while a notice waits: with 10,000 people against with 100.

Slack is throttled, so that nearly everything keeps waiting while the process looks at it again and again. The most
that the process ever held counts, sending and looking at the progress included. Both installations know 10,000 people;
they only differ in how many of them work at the school that gets the notice.
"""

import subprocess
import time
from collections.abc import Iterator

from bench.notice import begin_notice, town_of
from bench.result import Result
from sandbox.options import Limits
from tests.ruggespraak.town import Process, Town, until

FEW, MANY = 100, 10_000
GOAL = 1.10
_SECONDS = 15.0
_HARDLY = Limits(per_second=0.05, burst=20)


def run(*, full: bool) -> Iterator[Result]:
    """Give one Result; *full* looks four times as long."""
    few, many = (_most(people, _SECONDS * (4 if full else 1)) for people in (FEW, MANY))
    yield Result(
        name="memory-10000-waiting",
        what=f"memory while a notice to {MANY} waits, against {FEW}",
        ours=many,
        theirs=few,
        ratio=many / few,
        goal=GOAL,
        unit="MB",
    )


def _most(people: int, seconds: float) -> float:
    """Return the most megabytes that the process held while the notice waited."""
    with town_of(people, "sqlite", _HARDLY, MANY - people) as town:
        process = town.start()
        begin_notice(town)
        until(lambda: town.states()["waiting"] > people // 2, "it waits")
        return _watched(town, process, seconds)


def _watched(town: Town, process: Process, seconds: float) -> float:
    """Look at the memory while directie looks at the progress."""
    end, most = time.monotonic() + seconds, 0.0
    directie = town.who("directie")
    while time.monotonic() < end:
        directie.home()
        most = max(most, _megabytes(process.inner.pid))
        time.sleep(0.5)
    return most


def _megabytes(process: int) -> float:
    """Ask the system, in the one way that Linux and macOS share."""
    asked = ["ps", "-o", "rss=", "-p", str(process)]
    return int(subprocess.run(asked, capture_output=True, text=True, check=True).stdout) / 1024  # noqa: S603
