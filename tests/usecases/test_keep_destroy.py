"""A case is destroyed once, whole, and not while something is in the way."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from models import contents, destruction, entries, tables
from models.contents import Writing
from tests.models.rows import at_once
from tests.usecases.keeping import LAST, SCHOOL, Place, key
from tests.usecases.school import NOW, School
from workflows.engine.errors import NotAllowedError
from workflows.usecases.hold import hold, holding_form
from workflows.usecases.keep_daily import Kept, is_quiet, keep_daily


def test_a_case_goes_the_day_after_its_last_with_what_was_merged_into_it(kept: Place) -> None:
    kept.ended()
    kept.ended("c2", state="merged", merged_into="c1")
    kept.ended("c3", state="merged", merged_into="c2")
    kept.ended("c4")
    with kept.ctx.store.write() as tx:
        entries.note(tx, "c2", NOW, "melder", "samengevoegd", met="c1")
        words = Writing(id="w1", key="toelichting", author="melder", at=NOW, text="Ruzie")
        contents.put(tx, kept.ctx.keyring, "c3", [words])
    kept.on(NOW.date())
    kept.on(kept.workday(LAST - timedelta(days=30)))
    hold(kept.ctx, kept.who("marjan"), "c4", "Klacht", key())
    assert kept.on(LAST).destroyed == 0
    assert kept.until_gone(LAST + timedelta(days=1)) == 1
    assert [kept.is_there(one) for one in ("c1", "c2", "c3", "c4")] == [False, False, False, True]
    with kept.ctx.store.read() as tx:
        rows = {row.case_id: row for row in tx.execute(select(tables.destructions))}
    assert {one: (rows[one].rule, rows[one].kind, rows[one].school) for one in rows} == dict.fromkeys(
        ("c1", "c2", "c3"), ("zonder_dossier", "ontsporing", SCHOOL)
    )
    assert rows["c3"].counts == {"cases": 1, "contents": 1, "rounds": 1}


def test_what_is_being_sent_postpones_it(kept: Place) -> None:
    kept.ended()
    kept.on(NOW.date())
    kept.on(kept.workday(LAST - timedelta(days=30)))
    kept.school.put("still:going", case_id="c1", person=kept.who("marjan").id)
    kept.school.clock[0] = datetime(2027, 12, 6, 9, tzinfo=UTC)
    with kept.ctx.store.write() as tx:
        tx.exec_driver_sql("update deliveries set state = 'sending' where key = 'still:going'")
    assert (keep_daily(kept.ctx).destroyed, kept.is_there()) == (0, True)
    with kept.ctx.store.write() as tx:
        tx.exec_driver_sql("update deliveries set state = 'sent' where key = 'still:going'")
    assert kept.until_gone(date(2027, 12, 7)) == 1


def test_several_workers_at_once_announce_and_destroy_each_case_once(kept: Place) -> None:
    made = [kept.ended(f"c{one}").id for one in range(4)]
    kept.on(NOW.date())

    def together(day: date, much: Callable[[Kept], int]) -> int:
        kept.school.clock[0] = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        found = sum(at_once(lambda _: much(keep_daily(kept.ctx)), 3))
        kept.school.deliver_all()
        return found

    assert together(kept.workday(LAST - timedelta(days=30)), lambda done: done.announced) == 4
    assert len(kept.told()) == 8
    assert sum(together(LAST + timedelta(days=one), lambda done: done.destroyed) for one in range(1, 5)) == 4
    assert [kept.types(one).count("vernietigd") for one in made] == [1, 1, 1, 1]


def test_a_case_that_meets_a_fault_does_not_keep_the_others(kept: Place) -> None:
    kept.ended()
    kept.ended("c2", protocol="unknown")
    kept.on(NOW.date())
    kept.school.clock[0] = datetime(2027, 10, 25, 9, tzinfo=UTC)
    with pytest.raises(ExceptionGroup):
        keep_daily(kept.ctx)
    assert kept.keeping().warned_at is not None  # type: ignore[union-attr]


def test_who_presses_an_old_button_hears_that_the_case_is_gone_and_nothing_else(kept: Place) -> None:
    kept.ended()
    kept.on(NOW.date())
    kept.on(kept.workday(LAST - timedelta(days=30)))
    kept.until_gone(LAST + timedelta(days=1))
    with pytest.raises(NotAllowedError, match=r"error\.destroyed"):
        holding_form(kept.ctx, kept.who("marjan"), "hold", "c1")
    with pytest.raises(NotAllowedError, match=r"error\.not_allowed"):
        holding_form(kept.ctx, kept.who("marjan"), "hold", "never-was")


def test_every_table_that_names_a_case_loses_it(school: School) -> None:
    """A new table with such a column is covered by itself; one that names a case otherwise must be thought of."""
    named = {
        table.name
        for table in tables.cases.metadata.sorted_tables
        if {"case_id", "notice", "content"} & set(table.columns.keys())
    }
    assert named - destruction.STAYS <= set(destruction.touched_tables())


def test_the_disk_is_left_for_later_while_somebody_reads_and_done_by_the_next_run(kept: Place) -> None:
    kept.ended()
    kept.on(NOW.date())
    kept.on(kept.workday(LAST - timedelta(days=30)))
    kept.until_gone(LAST + timedelta(days=1))
    with kept.ctx.store.write() as tx:
        tx.exec_driver_sql("delete from errands where name = 'bewaren:schijf'")
    with kept.ctx.store.engine.connect() as writer, kept.ctx.store.read() as tx:
        busy = tx if kept.ctx.store.is_sqlite else writer
        busy.execute(select(tables.contents.c.id)).all()
        if kept.ctx.store.is_sqlite:
            writer.close()
        assert not keep_daily(kept.ctx).scrubbed
    assert keep_daily(kept.ctx).scrubbed


def test_while_a_school_is_open_nothing_is_destroyed_by_itself(kept: Place) -> None:
    kept.ended(closed_at=datetime(2020, 1, 6, 9, tzinfo=UTC))
    assert not is_quiet(kept.ctx)
    assert keep_daily(kept.ctx, destroys=False).announced == 1
    kept.school.deliver_all()
    kept.school.wait(days=35)
    for _ in range(2):
        assert keep_daily(kept.ctx, destroys=False).destroyed == 0
        kept.school.deliver_all()
    assert kept.is_there()
    kept.school.wait(hours=12)
    assert is_quiet(kept.ctx)
