"""The clock acts: in working hours, once for each deadline, whatever happened in between."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from models import cases, deadlines, entries, tables
from models.deadlines import Deadline
from models.store import Store
from ruggespraak.bootstrap import Installation
from tests.flows.test_ontsporing import report
from tests.models.rows import at_once
from tests.play import World
from tests.usecases.school import NOW, School
from workflows.engine.calendar import AMSTERDAM
from workflows.engine.case import Case
from workflows.usecases.deliver import deliver_due
from workflows.usecases.tick import tick

NIGHT = datetime(2026, 11, 24, 23, 30, tzinfo=AMSTERDAM)


def clock_entries(world: World) -> list[str]:
    """What the clock has done, over all cases, in order."""
    with world.installation.context.store.read() as tx:
        rows = tx.exec_driver_sql("select type from entries where actor = 'klok' order by id").all()
    return [str(row[0]) for row in rows]


def reminders(installation: Installation) -> int:
    with installation.context.store.read() as tx:
        return int(
            tx.exec_driver_sql("select count(*) from deliveries where substr(key, 1, 7) = 'remind:'").scalar() or 0
        )


def reminded(world: World) -> set[str]:
    """The cases of which somebody was reminded."""
    with world.installation.context.store.read() as tx:
        rows = tx.exec_driver_sql("select case_id from deliveries where substr(key, 1, 7) = 'remind:'").all()
    return {str(row[0]) for row in rows}


def waiting(store: Store, before: datetime | None = None) -> int:
    """How many deadlines wait, or would be handled at that moment."""
    table = tables.deadlines
    when = [table.c.due_at <= before] if before else []
    with store.read() as tx:
        return tx.execute(select(func.count()).where(table.c.state == "waiting", *when)).scalar_one()


def test_a_reminder_waits_for_the_morning_and_an_urgent_one_does_not(sqlite_world: World) -> None:
    """Reported at half past four: the urgent one is due that evening, the other is made due at night by hand."""
    sqlite_world.set_clock(NIGHT - timedelta(hours=7))
    report(sqlite_world)
    with sqlite_world.installation.context.store.write() as tx:
        calm = str(tx.exec_driver_sql("select id from cases").scalar())
        tx.exec_driver_sql("update deadlines set due_at = '2026-11-24 22:00:00.000000' where type = 'remind'")
    report(sqlite_world, spoed="ja")
    sqlite_world.set_clock(NIGHT)
    tick(sqlite_world.installation.context)
    assert len(reminded(sqlite_world) - {calm}) == 1
    assert calm not in reminded(sqlite_world)
    sqlite_world.set_clock(NIGHT + timedelta(hours=9, minutes=30))
    tick(sqlite_world.installation.context)
    assert calm in reminded(sqlite_world)


def test_after_a_day_of_downtime_each_deadline_is_handled_once(world: World) -> None:
    for _ in range(3):
        report(world)
    world.drive("clock", {"advance": timedelta(days=1).total_seconds()})
    world.settle()
    world.settle()
    assert reminders(world.installation) == 3
    done = clock_entries(world)
    assert len([one for one in done if "herinner" in one]) == 3, done
    before = len(done)
    assert tick(world.installation.context) == 0
    assert len(clock_entries(world)) == before


def test_two_workers_that_tick_at_once_handle_each_deadline_once(world: World) -> None:
    for _ in range(4):
        report(world)
    world.drive("clock", {"advance": timedelta(hours=4).total_seconds()})
    due = waiting(world.installation.context.store, world.installation.context.now())

    def until_quiet(_: int) -> int:
        return sum(tick(world.installation.context) for _ in range(5))

    handled = sum(at_once(until_quiet, 3)) + tick(world.installation.context)
    assert (handled, due) == (12, 12)
    assert reminders(world.installation) == 4
    assert len([one for one in clock_entries(world) if "herinner" in one]) == 4


def test_a_deadline_that_meets_a_fault_does_not_keep_the_others_waiting_and_is_shown(school: School) -> None:
    with school.ctx.store.write() as tx:
        for key, digest in (("lost", "unknown-protocol"), ("c2", "other-unknown")):
            made = Case(
                id=key, number=key, kind="ontsporing", protocol=digest[:16], school="A", melder="melder",
                owner="directie", created_at=NOW, state="open",
            )  # fmt: skip
            cases.add(tx, made)
            due = Deadline(case_id=key, task="strategie", number=1, type="remind", due_at=NOW)
            deadlines.put(tx, [due])
    with pytest.raises(ExceptionGroup) as caught:
        tick(school.ctx)
    assert [type(one.__cause__) for one in caught.value.exceptions] == [LookupError, LookupError]
    assert waiting(school.ctx.store) == 2


def test_a_deadline_of_a_case_that_has_ended_does_nothing(world: World) -> None:
    report(world)
    with world.installation.context.store.write() as tx:
        tx.exec_driver_sql("update cases set state = 'withdrawn'")
    world.drive("clock", {"advance": timedelta(hours=4).total_seconds()})
    assert tick(world.installation.context) >= 1
    assert deliver_due(world.installation.context, world.installation.messenger) == 0
    assert reminders(world.installation) == 0
    with world.installation.context.store.read() as tx:
        case_id = str(tx.exec_driver_sql("select id from cases").scalar())
        assert {one.type for one in entries.of_case(tx, case_id) if one.actor == "klok"} == {"geopend"}
    with world.installation.context.store.write() as tx:
        tx.exec_driver_sql("update cases set state = 'open'")  # or the trail would say that somebody touched it
