"""Who holds a case longer says why, is reminded, and lets it go with a month for everybody else."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models import keepings, tables
from models.keepings import Keeping
from tests.usecases.keeping import LAST, Place, key
from tests.usecases.school import NOW
from workflows.engine.errors import NotAllowedError, StaleActionError
from workflows.usecases.hold import hold, release
from workflows.usecases.reopen import reopen
from workflows.usecases.submit import InvalidFormError


def test_what_is_held_is_not_destroyed_and_its_holder_is_reminded_each_year(kept: Place) -> None:
    kept.ended()
    kept.on(NOW.date())
    marjan = kept.who("marjan")
    hold(kept.ctx, marjan, "c1", "  Er loopt een klacht.  ", key())
    assert "bewaren_langer" in kept.types()
    kept.on(date(2029, 11, 26))
    kept.on(date(2029, 11, 27))
    assert kept.is_there()
    assert kept.told() == []
    with kept.ctx.store.read() as tx:
        keys = tx.execute(select(tables.deliveries.c.key).where(tables.deliveries.c.person == marjan.id)).scalars()
        assert len([one for one in keys if one.startswith("vastgehouden:")]) == 1


def test_who_lets_go_of_a_case_leaves_a_new_month(kept: Place) -> None:
    kept.ended()
    kept.on(NOW.date())
    hold(kept.ctx, kept.who("marjan"), "c1", "Klacht", key())
    kept.on(date(2029, 11, 26))
    release(kept.ctx, kept.who("henk"), "c1", "Klacht is klaar", key())
    day = date(2029, 11, 27)
    kept.on(day)
    assert [name for name, _ in kept.told()] == ["Henk Postma", "Marjan Visser"] or len(kept.told()) == 2
    assert kept.on(day + timedelta(days=30)).destroyed == 0
    assert kept.until_gone(day + timedelta(days=31)) == 1
    assert kept.types()[-1] == "vernietigd"


def test_a_hold_outlives_reopening(kept: Place) -> None:
    kept.ended(state="withdrawn")
    kept.on(NOW.date())
    hold(kept.ctx, kept.who("marjan"), "c1", "Klacht", key())
    reopen(kept.ctx, kept.who("marjan"), "c1", "Toch niet klaar", key())
    assert kept.keeping().is_held  # type: ignore[union-attr]
    release(kept.ctx, kept.who("marjan"), "c1", "Klaar", key())
    assert kept.keeping() is None


def test_a_reason_is_asked_for_and_an_outsider_may_not_hold(kept: Place) -> None:
    kept.ended()
    with pytest.raises(InvalidFormError):
        hold(kept.ctx, kept.who("marjan"), "c1", " ", key())
    for doing in (hold, release):
        with pytest.raises(NotAllowedError):
            doing(kept.ctx, kept.who("sanne"), "c1", "Ik wil het", key())
    with pytest.raises(StaleActionError):
        release(kept.ctx, kept.who("marjan"), "c1", "Er is niets", key())
    hold(kept.ctx, kept.who("marjan"), "c1", "Klacht", key())
    with pytest.raises(StaleActionError):
        hold(kept.ctx, kept.who("henk"), "c1", "Ook een klacht", key())


def test_the_reason_is_sealed_content_and_the_same_gesture_counts_once(kept: Place) -> None:
    kept.ended()
    for _ in range(2):
        hold(kept.ctx, kept.who("marjan"), "c1", "Klacht van de ouders", "one-gesture")
    with kept.ctx.store.read() as tx:
        rows = tx.execute(select(tables.contents.c.key, tables.contents.c.sealed)).all()
    assert [row.key for row in rows] == ["bewaarreden"]
    assert b"Klacht" not in rows[0].sealed


def test_a_restricted_case_and_one_with_a_held_report_in_it_stay(kept: Place) -> None:
    kept.ended(restricted=True)
    kept.ended("c2")
    kept.ended("c3", state="merged", merged_into="c2")
    kept.on(NOW.date())
    with kept.ctx.store.write() as tx:
        keepings.put(tx, Keeping(case_id="c3", rule="pers", months=1, until=NOW.date()))
        keepings.hold(tx, "c3", "melder", kept.ctx.now(), "x")
    kept.on(LAST)
    kept.on(LAST + timedelta(days=40))
    assert [kept.is_there(one) for one in ("c1", "c2", "c3")] == [True, True, True]
    assert kept.told() == []
