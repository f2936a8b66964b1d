"""A report, from the signed request to the ack with everything committed, against a bare Bolt listener.

Ours is the real app (``our_app``), theirs keeps one row (``bare_app``). Both stand behind the same web server in a
process of their own, on the same kind of database with the same guarantees, and get the same requests from a third
process: a filled in /melden, each with a view of its own. They take turns in short rounds. The worker that sends what
follows from a report is left out, in both senses: it is no part of what a melder waits for, and on PostgreSQL it is
another process. Slack is not called on this path; whoever would do so is counted as an error.
"""

import base64
import logging
import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.databases import KINDS
from bench.process import Process
from bench.result import Result, percentile
from models.keyring import Keyring
from models.schema import migrate
from models.store import Store
from ruggespraak import bootstrap
from ruggespraak.settings import read_settings
from slackapp import modals
from workflows.protocol_files import Source
from workflows.usecases.messenger import Member
from workflows.usecases.staff import import_staff
from workflows.usecases.staff_file import read_staff

AT_A_TIME = (1, 8, 32)
GOAL = 1.5
_PROTOCOL = "scala"
_SECRET = "bench"  # noqa: S105 - signs nothing but our own requests
_RANKS = {"median": 50, "99th percentile": 99}
_STAFF = Path(bootstrap.__file__).parent / "demo" / "staff.csv"
_LOG = logging.getLogger("bench")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How much is measured: rounds of at most so many requests and seconds, for each side, after one to warm up."""

    rounds: int = 6
    requests: int = 500
    seconds: float = 1.5


@dataclass(kw_only=True)
class Side:
    """One of the two apps, and what was measured of it."""

    app: Process
    port: int
    before: int = 0
    sent: int = 0
    errors: int = 0
    seconds: list[float] = field(default_factory=list)

    def begin(self) -> None:
        """Measure anew; what is kept stays."""
        self.before, self.sent, self.errors = self._kept(), 0, 0

    def missing(self) -> int:
        """How many reports were sent and are not kept; negative when some are kept twice."""
        return self.before + self.sent - self._kept()

    def _kept(self) -> int:
        return int(self.app.ask({})["kept"])


@dataclass(frozen=True, kw_only=True)
class School:
    """The demo school in our database: who may report, and the form that they get."""

    members: tuple[str, ...]
    view: Mapping[str, Any]


def run(*, full: bool = False) -> Iterator[Result]:
    """Measure on both kinds of database, at each number of people at a time."""
    plan = Plan(rounds=20, requests=2000, seconds=3.0) if full else Plan()
    source = bootstrap.protocol_source(_PROTOCOL)
    for database, fresh_databases in KINDS.items():
        with fresh_databases() as fresh, _silent_slack() as slack, ExitStack() as stack:
            environment = _environment(fresh("ours"), slack.getsockname()[1])
            school = _school(environment, source)
            ours = _side(stack, "bench.our_app", environment)
            theirs = _side(stack, "bench.bare_app", environment | {"DATABASE_URL": fresh("bare")})
            hands = Process("bench.load")
            stack.callback(hands.close)
            for at_a_time in AT_A_TIME:
                _LOG.info("report: %s, %s at a time", database, at_a_time)
                _take_turns(hands, ours, theirs, school, at_a_time, plan)
                yield from _compared(f"report, {database}, {at_a_time} at a time", ours, theirs, _calls(slack))


def _take_turns(hands: Process, ours: Side, theirs: Side, school: School, at_a_time: int, plan: Plan) -> None:
    order = {"secret": _SECRET, "view": school.view, "members": school.members, "at_a_time": at_a_time}
    order |= {"requests": plan.requests, "seconds": plan.seconds}
    for side in (ours, theirs):
        side.begin()
        _fire(hands, side, order)
        side.seconds.clear()
    for number in range(plan.rounds):
        for side in (ours, theirs) if number % 2 else (theirs, ours):
            _fire(hands, side, order)


def _fire(hands: Process, side: Side, order: Mapping[str, Any]) -> None:
    found = hands.ask({**order, "port": side.port})
    side.sent += len(found["seconds"])
    side.errors += found["errors"]
    side.seconds += found["seconds"]


def _compared(name: str, ours: Side, theirs: Side, calls: int) -> Iterable[Result]:
    missing = [side.missing() for side in (ours, theirs)]
    for what, rank in _RANKS.items():
        mine, other = (percentile(side.seconds, rank) * 1000 for side in (ours, theirs))
        yield Result(
            name=f"{name}, {what}",
            what="ours against a bare listener",
            ours=mine,
            theirs=other,
            ratio=mine / other,
            goal=GOAL,
            lost=sum(max(one, 0) for one in missing),
            doubled=sum(max(-one, 0) for one in missing),
            errors=ours.errors + theirs.errors + calls,
        )


def _side(stack: ExitStack, module: str, environment: Mapping[str, str]) -> Side:
    app = Process(module, environment)
    stack.callback(app.close)
    return Side(app=app, port=app.ask({})["port"])


def _environment(database_url: str, slack: int) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": _SECRET,
        "SLACK_API_URL": f"http://127.0.0.1:{slack}/api/",
        "DATABASE_URL": database_url,
        "RUGGESPRAAK_KEYS": "bench:" + base64.b64encode(bytes(range(32))).decode(),
        "RUGGESPRAAK_PROTOCOL": _PROTOCOL,
    }


def _school(environment: Mapping[str, str], source: Source) -> School:
    """Bring the demo school into the database, with everybody known in Slack, and take the form of /melden."""
    store = Store(environment["DATABASE_URL"], Keyring.parse(environment["RUGGESPRAAK_KEYS"]))
    migrate(store)
    store.close()
    installation = bootstrap.install(read_settings(environment), source)
    try:
        members = _enroll(installation)
        form = installation.desk.start(members[0], "ontsporing").form
    finally:
        installation.context.store.close()
    if form is None:
        raise RuntimeError("nobody may report")
    return School(members=members, view=modals.view(form))


def _enroll(installation: bootstrap.Installation) -> tuple[str, ...]:
    staff = read_staff(_STAFF.read_bytes())
    import_staff(installation.context, staff, "bench")
    members = tuple(Member(id=f"U{at:02}BENCH", email=one.email, name=one.name) for at, one in enumerate(staff.lines))
    for member in members:
        installation.desk.enroll(member)
    return tuple(member.id for member in members)


@contextmanager
def _silent_slack() -> Iterator[socket.socket]:
    """Where Slack would be: it answers nobody and remembers who knocked."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.setblocking(False)
        yield door


def _calls(slack: socket.socket) -> int:
    calls = 0
    while True:
        try:
            slack.accept()[0].close()
        except BlockingIOError:
            return calls
        calls += 1
