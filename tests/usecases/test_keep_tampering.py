"""Whoever can write to the database and lacks the keys cannot have the app itself destroy a case: the trail decides."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, text, update

from models import cases, entries, tables, trail_check, trail_seals
from tests.usecases.keeping import LAST, Place, key
from tests.usecases.school import NOW
from workflows.engine.case import Assignee, Fact, Round
from workflows.engine.conditions import FAST_FACT, FAST_VALUE
from workflows.engine.decide import Entry
from workflows.usecases.hold import hold, release
from workflows.usecases.reopen import reopen

KEPT, CHAINS = tables.keepings, tables.chains
BY_HAND = "update keepings set until = '2026-11-01', warned_at = '2026-09-01 09:00:00+00:00'"
FREED = "update keepings set held_by = null, held_at = null, held_why = null"
DAY = LAST - timedelta(days=28)  # the Wednesday on which it is announced
OVER = LAST + timedelta(days=5)


def tamper(kept: Place, *statements: str) -> None:
    with kept.ctx.store.write() as tx:
        for one in statements:
            tx.execute(text(one))


def without_triggers(kept: Place) -> None:
    """What only an administrator of the database can do."""
    for one in ("entries", "seals", "heads"):
        if kept.ctx.store.is_sqlite:
            tamper(kept, *(f"drop trigger {one}_no_{verb}" for verb in ("update", "delete")))
        else:
            tamper(kept, f"alter table {one} disable trigger all")


def wrong(kept: Place) -> list[str]:
    with kept.ctx.store.snapshot() as tx:
        return [one.what for one in trail_check.findings(tx)]


def announced(kept: Place) -> None:
    kept.ended()
    kept.on(NOW.date())
    assert kept.on(DAY).announced == 1


def never_gone(kept: Place, day: date) -> bool:
    return kept.until_gone(day) == 0 and kept.is_there()


def test_a_day_and_an_announcement_written_by_hand_destroy_nothing_and_show(
    kept: Place, caplog: pytest.LogCaptureFixture
) -> None:
    kept.ended()
    kept.on(NOW.date())
    tamper(kept, BY_HAND)
    assert kept.on(NOW.date()).destroyed == 0
    assert kept.on(NOW.date()).destroyed == 0
    assert kept.is_there()
    said = [one.getMessage() for one in caplog.records if "not destroyed" in one.getMessage()]
    assert len(said) == 1, "once a day"
    assert said[0].endswith("2026-c1")
    assert wrong(kept) == ["until when it is kept, or by which rule, was changed"]


def test_an_announcement_written_by_hand_destroys_nothing_on_the_right_day_either(kept: Place) -> None:
    kept.ended()
    kept.on(NOW.date())
    tamper(kept, "update keepings set warned_at = '2026-09-01 09:00:00+00:00'")
    assert wrong(kept) == ["when its end was announced was changed"]
    assert never_gone(kept, OVER)


def test_a_day_that_was_brought_forward_after_the_announcement_destroys_nothing(kept: Place) -> None:
    announced(kept)
    kept.on(DAY + timedelta(days=1))
    tamper(kept, "update keepings set until = '2027-10-01'")
    assert kept.on(DAY + timedelta(days=1)).destroyed == 0
    assert wrong(kept) == ["until when it is kept, or by which rule, was changed"]


def test_a_hold_that_was_taken_away_in_the_database_still_holds(kept: Place) -> None:
    announced(kept)
    hold(kept.ctx, kept.who("marjan"), "c1", "Klacht", key())
    kept.on(DAY + timedelta(days=1))
    tamper(kept, BY_HAND, FREED)
    assert kept.on(DAY + timedelta(days=1)).destroyed == 0
    assert wrong(kept) == ["whether somebody keeps it longer, or who, was changed"]
    assert never_gone(kept, OVER)


def test_a_held_row_that_was_taken_away_still_holds(kept: Place) -> None:
    kept.ended()
    hold(kept.ctx, kept.who("marjan"), "c1", "Klacht", key())
    tamper(kept, "delete from keepings")
    assert wrong(kept) == ["whether somebody keeps it longer, or who, was changed"]
    kept.on(NOW.date())
    kept.on(DAY)
    assert wrong(kept) == ["whether somebody keeps it longer, or who, was changed"]
    assert never_gone(kept, OVER + timedelta(days=7))


@pytest.mark.parametrize("table", ["chains", "entries"])
def test_without_a_whole_chain_nothing_is_destroyed(kept: Place, table: str) -> None:
    announced(kept)
    without_triggers(kept)
    where = "" if table == "chains" else " and type = 'bewaartermijn'"
    tamper(kept, f"delete from {table} where case_id = 'c1'{where}")  # noqa: S608
    kept.on(LAST)
    tamper(kept, BY_HAND)
    assert never_gone(kept, OVER)


def test_a_hold_that_was_cut_from_the_trail_too_still_holds(kept: Place) -> None:
    announced(kept)
    with kept.ctx.store.read() as tx:
        row, head = (tx.execute(one.select().where(one.c.case_id == "c1")).one() for one in (KEPT, CHAINS))
    hold(kept.ctx, kept.who("marjan"), "c1", "Klacht", key())
    with kept.ctx.store.write() as tx:
        assert trail_seals.seal(tx, kept.ctx.now())
    without_triggers(kept)
    with kept.ctx.store.write() as tx:
        tx.execute(delete(tables.entries).where(tables.entries.c.case_id == "c1", tables.entries.c.seq > head.seq))
        tx.execute(update(CHAINS).where(CHAINS.c.case_id == "c1").values(**head._asdict()))
        tx.execute(update(KEPT).values(**row._asdict()))
    assert never_gone(kept, OVER)
    assert "was sealed and is gone" in wrong(kept)


def test_a_case_that_was_merged_in_the_database_only_does_not_go_along(kept: Place) -> None:
    announced(kept)
    other = kept.ended("c9", state="open", closed_at=None)
    with kept.ctx.store.write() as tx:
        entries.write(tx, "c9", cases.bound(other, [Entry(at=NOW, actor="melder", type="gelezen")]))
    tamper(kept, "update cases set state = 'merged', merged_into = 'c1' where id = 'c9'")
    assert never_gone(kept, OVER)
    assert kept.is_there("c9")


def test_of_a_confidential_case_the_log_says_no_number(kept: Place, caplog: pytest.LogCaptureFixture) -> None:
    fast = {FAST_FACT: Fact(value=FAST_VALUE, by="melder", at=NOW)}
    henk = Assignee(person=kept.who("henk").id, role="bestuur")
    done = Round(task="afsluiten", number=1, state="done", opened_at=NOW, ended_at=NOW, assignees=(henk,), by="x")
    kept.ended(facts=fast, rounds=(done,))
    kept.on(NOW.date())
    tamper(kept, BY_HAND)
    assert kept.on(NOW.date()).destroyed == 0
    assert [one for one in caplog.records if "not destroyed" in one.getMessage()]
    assert "c1" not in caplog.text


def test_an_announcement_of_which_no_message_is_left_reached_nobody_and_is_made_again(kept: Place) -> None:
    announced(kept)
    tamper(kept, "delete from deliveries where case_id = 'c1'")
    assert kept.on(OVER).destroyed == 0
    assert "aankondiging_mislukt" in kept.types()
    assert kept.on(OVER + timedelta(days=1)).announced == 1
    assert wrong(kept) == []


def test_whatever_was_done_to_a_term_the_trail_tells_of_it_and_the_case_goes_in_the_end(kept: Place) -> None:
    announced(kept)
    hold(kept.ctx, kept.who("marjan"), "c1", "Klacht", key())
    assert wrong(kept) == []
    release(kept.ctx, kept.who("henk"), "c1", "Klacht is klaar", key())
    assert wrong(kept) == []
    kept.on(DAY + timedelta(days=1))
    longer = kept.months(zonder_dossier=24)
    kept.on(DAY + timedelta(days=2), longer)
    assert wrong(kept) == []
    day = kept.workday(date(2028, 11, 1))
    assert kept.on(day, longer).announced == 1
    assert wrong(kept) == []
    gone = [kept.on(day + timedelta(days=one), longer).destroyed for one in range(29, 36)]
    assert sum(gone) == 1
    assert wrong(kept) == []


def test_a_hold_that_outlives_reopening_is_no_fault_and_nor_is_the_end_of_it(kept: Place) -> None:
    kept.ended(state="withdrawn")
    kept.on(NOW.date())
    hold(kept.ctx, kept.who("marjan"), "c1", "Klacht", key())
    reopen(kept.ctx, kept.who("marjan"), "c1", "Toch niet klaar", key())
    assert wrong(kept) == []
    release(kept.ctx, kept.who("marjan"), "c1", "Klaar", key())
    assert wrong(kept) == []


def test_a_term_given_to_an_open_case_is_named(kept: Place) -> None:
    kept.ended(state="withdrawn")
    kept.on(NOW.date())
    reopen(kept.ctx, kept.who("marjan"), "c1", "Toch niet klaar", key())
    tamper(kept, "insert into keepings (case_id, rule, months, until) values ('c1', 'ingetrokken', 3, '2026-11-01')")
    assert wrong(kept) == ["until when it is kept was changed: it has not ended"]
