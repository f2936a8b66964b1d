"""What people and the clock do, in a database with years of cases against one with few: neither may grow slow by age.

Two databases lie side by side, with the same schools and the same people; the app does the same in both, in turns. The
leidinggevende whose queue is shown has as many open tasks in each, as many deadlines are due, and as many people
report; only the history is longer. What is made in a round is closed before the next one, so that it adds to the
history and not to what is due. Nothing is sent: that is for another bench.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from random import Random
from statistics import median
from time import perf_counter

from sqlalchemy import delete, select, update

from bench.bestuur import NOW, TEACHERS, Bestuur, Teacher, found
from bench.databases import KINDS, Fresh
from bench.filling import fill
from bench.played import report, send_all
from bench.result import Result
from models import cases, claims, tables, worklists
from models.people import Contact
from models.store import Transaction
from ruggespraak.bootstrap import protocol_source
from workflows.protocol_files import Source
from workflows.usecases.deliver import LEASE, deliver_due
from workflows.usecases.home import home, waiting
from workflows.usecases.sight import see
from workflows.usecases.tick import tick

FEW, MANY, MOST = 1_000, 100_000, 1_000_000
GOAL = 1.2
TASKS, OWN = 15, 12  # of the leidinggevende: what waits, and what they reported
DUE, CLAIMED = 10, 10
_QUEUE, _CASE, _REPORT = "queue of a leidinggevende", "case of a leidinggevende", "new report"
_DUE, _TICK = f"tick with {DUE} due", "idle tick"
_CLAIM, _LOOK = f"claim of {CLAIMED} messages", "idle look at the outbox"
_ALL = (_QUEUE, _CASE, _REPORT, _DUE, _TICK, _CLAIM, _LOOK)
_CLAIMS = 2  # in a round; more of its messages wait for others of their conversation
_WARM_UP = 2
_OFTEN = 3  # what takes little time is measured so many times in a round
_LOG = logging.getLogger("bench")


@dataclass(kw_only=True)
class Side:
    """One database with its app, and what was measured on it."""

    bestuur: Bestuur
    leader: Contact
    size: int
    chance: Random = field(default_factory=lambda: Random(1))  # noqa: S311 - who reports, the same people on each side
    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    reported: int = 0
    before: int = 0
    errors: int = 0

    def timed(self, what: str, work: Callable[[], bool]) -> None:
        """Measure *work*, which tells whether it did what it should."""
        start = perf_counter()
        well = work()
        self.seconds[what].append(perf_counter() - start)
        self.errors += not well

    def begin(self) -> None:
        """Measure anew."""
        self.seconds.clear()
        self.before, self.reported = self.kept(), 0

    def kept(self) -> int:
        with self.bestuur.store.read() as tx:
            return cases.count(tx)

    def missing(self) -> int:
        """How many reports are not kept; negative when some are kept twice."""
        return self.before + self.reported - self.kept()


def run(*, full: bool = False) -> Iterator[Result]:
    """Measure on both kinds of database, with few cases and with many."""
    source = protocol_source("scala")
    sizes = (FEW, MANY, MOST) if full else (FEW, MANY)
    for database, fresh_databases in KINDS.items():
        with fresh_databases() as fresh, ExitStack() as stack:
            sides = [_side(stack, fresh, source, size) for size in sizes]
            _LOG.info("cases: %s, measuring", database)
            _take_turns(sides, rounds=60 if full else 24)
            for large in sides[1:]:
                yield from _compared(database, sides[0], large)


def _side(stack: ExitStack, fresh: Fresh, source: Source, size: int) -> Side:
    _LOG.info("cases: filling a database with %s cases", f"{size:,}")
    bestuur = found(fresh(f"cases{size}"), source)
    stack.callback(bestuur.store.close)
    leader = bestuur.teachers[TEACHERS].leader
    fill(bestuur, size, leader.id)
    side = Side(bestuur=bestuur, leader=leader, size=size)
    _prepare(side)
    return side


def _prepare(side: Side) -> None:
    """Give the leidinggevende what they always have on their page: open tasks, and reports of their own."""
    staff = side.bestuur.staff_of(side.leader)
    melder = replace(staff[0], person=side.leader, leader=staff[0].head)
    own = {f"own-{number}": melder for number in range(OWN)}
    tasks = {f"task-{number}": staff[number % len(staff)] for number in range(TASKS)}
    for key, teacher in (own | tasks).items():
        if errors := report(side.bestuur, teacher, key, more=True):
            raise RuntimeError(f"the report was refused: {errors}")
    _close(side.bestuur, own)


def _take_turns(sides: Sequence[Side], rounds: int) -> None:
    for number in range(rounds + _WARM_UP):
        if number == _WARM_UP:
            for side in sides:
                side.begin()
        for turn, step in enumerate((_reports, *[_quiet] * _OFTEN)):
            for side in sides if (number + turn) % 2 else reversed(sides):
                step(side, number)
    for side in sides:
        side.errors += not _has_all_tasks(side)


def _reports(side: Side, number: int) -> None:
    """People report; then the clock reminds who was asked. What that left behind is closed."""
    keys = [f"round-{number}-{one}" for one in range(DUE)]
    for key in keys:
        side.timed(_REPORT, partial(_is_reported, side.bestuur, side.chance.choice(side.bestuur.teachers), key))
    side.reported += len(keys)
    for _ in range(_CLAIMS):
        side.timed(_CLAIM, partial(_is_claimed, side.bestuur))
    _let_pass(side.bestuur, keys)
    side.timed(_DUE, lambda: tick(side.bestuur.context) == DUE)
    _close(side.bestuur, keys)


def _is_reported(bestuur: Bestuur, teacher: Teacher, key: str) -> bool:
    return not report(bestuur, teacher, key)


def _is_claimed(bestuur: Bestuur) -> bool:
    lane = f"{bestuur.context.options.lane}:post"
    with bestuur.store.write() as tx:
        return len(claims.claim(tx, lane, NOW, LEASE, CLAIMED)) == CLAIMED


def _quiet(side: Side, _number: int) -> None:
    """Somebody looks at their page; the clock and the courier find nothing to do."""
    context, messenger = side.bestuur.context, side.bestuur.messenger
    side.timed(_QUEUE, lambda: len(home(context, side.leader).elements) > TASKS)
    side.timed(_CASE, partial(_is_shown, side))
    side.timed(_TICK, lambda: tick(context) == 0)
    side.timed(_LOOK, lambda: deliver_due(context, messenger) == 0)


def _is_shown(side: Side) -> bool:
    """The case on top of the queue is opened, with the others that may be about the same."""
    context = side.bestuur.context
    with side.bestuur.store.read() as tx:
        first = worklists.waiting_for(tx, side.leader.id, limit=1)[0]
    return bool(see(context, side.leader, first.case_id).elements)


def _has_all_tasks(side: Side) -> bool:
    with side.bestuur.store.read() as tx:
        return len(waiting(side.bestuur.context, tx, side.leader.id)) == TASKS


def _let_pass(bestuur: Bestuur, keys: Iterable[str]) -> None:
    """All was sent, and one term of each of these cases passed a minute ago."""
    deadlines = tables.deadlines
    with bestuur.store.write() as tx:
        send_all(tx)
        here = deadlines.c.case_id.in_(_case_ids(tx, keys))
        moved = update(deadlines).where(here, deadlines.c.type == "remind")
        tx.execute(moved.values(due_at=NOW - timedelta(minutes=1)))


def _close(bestuur: Bestuur, keys: Iterable[str]) -> None:
    """These cases become history."""
    with bestuur.store.write() as tx:
        send_all(tx)
        ids = _case_ids(tx, keys)
        tx.execute(update(tables.cases).where(tables.cases.c.id.in_(ids)).values(state="closed", closed_at=NOW))
        tx.execute(delete(tables.assignments).where(tables.assignments.c.case_id.in_(ids)))
        waits = (tables.deadlines.c.case_id.in_(ids), tables.deadlines.c.state == "waiting")
        tx.execute(update(tables.deadlines).where(*waits).values(state="dropped"))


def _case_ids(tx: Transaction, keys: Iterable[str]) -> list[str]:
    rows = tx.execute(select(tables.inbox.c.result).where(tables.inbox.c.key.in_(list(keys))))
    return [row.result["case"] for row in rows]


def _compared(database: str, small: Side, large: Side) -> Iterable[Result]:
    missing = [side.missing() for side in (small, large)]
    for what in _ALL:
        ours, theirs = (median(side.seconds[what]) * 1000 for side in (large, small))
        yield Result(
            name=f"cases, {database}, {large.size:,}, {what}",
            what=f"against {small.size:,}",
            ours=ours,
            theirs=theirs,
            ratio=ours / theirs,
            goal=GOAL,
            lost=sum(max(one, 0) for one in missing),
            doubled=sum(max(-one, 0) for one in missing),
            errors=small.errors + large.errors,
        )
