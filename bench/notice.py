"""A notice to all staff against what the chat product's limit allows: 50 messages a second, 50 saved up.

From directie's last click to the last message that arrived, with the app as real processes and the sandbox as Slack.
The bound is what the limit leaves: (people - burst) / rate. Lost and doubled are counted in the sandbox, not in our
database. It measures no speed of Slack's own.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.databases import KINDS
from bench.result import Result
from sandbox.options import Limits
from tests.flows.test_ontsporing import hand_to_directie, report
from tests.ruggespraak.town import Town, until

RATE, BURST = 50, 50
GOALS = {1_000: 1.10, 10_000: 1.05}
_OF_DEMO = 15  # people of the demo school
_PATIENCE = 2.0  # times the bound: who is slower than that has stopped


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One run: how many people, on which database, with how many processes that send."""

    people: int
    database: str
    workers: int

    @property
    def bound(self) -> float:
        return (self.people - BURST) / RATE


def run(*, full: bool) -> Iterator[Result]:
    """Give a Result for each setting; 10,000 people take more than three minutes each."""
    for people in GOALS:
        yield _measured(Setting(people=people, database="sqlite", workers=1))
        if full or people < 10_000:
            yield _measured(Setting(people=people, database="postgresql", workers=1))
        yield _measured(Setting(people=people, database="postgresql", workers=2))


def begin_notice(town: Town) -> float:
    """Have directie send a notice to everybody as a direct message; returns when the last click was."""
    report(town)  # type: ignore[arg-type]
    directie = hand_to_directie(town)  # type: ignore[arg-type]
    directie.click("Mededeling opstellen")
    directie.fill(via="direct")
    clicked = time.monotonic()
    if not directie.fill()["ok"]:
        raise RuntimeError("the notice was not taken in")
    return clicked


@contextmanager
def town_of(people: int, database: str, limits: Limits, elsewhere: int = 0) -> Iterator[Town]:
    """Give a school of so many people, and more *elsewhere*, in a sandbox that lets so many messages through."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="ruggespraak-bench-")))
        fresh = stack.enter_context(KINDS[database]())
        town = Town(
            folder, fresh("town"), extra=people - _OF_DEMO, elsewhere=elsewhere, limits={"chat.postMessage": limits}
        )
        stack.callback(town.close)
        yield town


def _measured(setting: Setting) -> Result:
    with town_of(setting.people, setting.database, Limits(per_second=RATE, burst=BURST)) as town:
        for number in range(setting.workers):
            town.start("worker" if number else "serve")
        seconds = _last_message(town, begin_notice(town), setting)
        lost, doubled = _count(town, setting.people)
    processes = "1 process" if setting.workers == 1 else f"{setting.workers} processes"
    return Result(
        name=f"notice-{setting.people}-{setting.database}-{setting.workers}",
        what=f"a notice to {setting.people} people, {setting.database}, {processes}",
        ours=seconds,
        theirs=setting.bound,
        ratio=seconds / setting.bound,
        goal=GOALS[setting.people],
        unit="s",
        lost=lost,
        doubled=doubled,
    )


def _last_message(town: Town, clicked: float, setting: Setting) -> float:
    """Return the seconds until every notice stood in the sandbox, or until patience ends."""
    workspace = town.sandbox.site.workspace
    end = clicked + setting.bound * _PATIENCE
    while time.monotonic() < end:
        with workspace.lock:
            arrived = sum(len(channel.messages) for channel in workspace.channels.values() if channel.person)
        if arrived >= setting.people and len(_notices(town)) >= setting.people:
            break
        time.sleep(0.1)
    return time.monotonic() - clicked


def _notices(town: Town) -> dict[str, int]:
    return {key: count for key, count in town.arrived().items() if key.startswith("notice:")}


def _count(town: Town, people: int) -> tuple[int, int]:
    """Return how many people have no notice, and how many notices are there too often."""
    until(lambda: not town.states()["sending"], "what is under way ends", 60)
    found = _notices(town)
    return people - len(found), sum(found.values()) - len(found)
