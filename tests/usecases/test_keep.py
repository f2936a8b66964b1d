"""How long a case is kept: counted anew each day, and announced in time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.usecases.keeping import LAST, Place, key
from tests.usecases.school import NOW
from workflows.engine.case import Assignee, Fact, Round
from workflows.engine.conditions import FAST_FACT, FAST_VALUE
from workflows.engine.errors import NotAllowedError
from workflows.usecases.hold import hold, holding_form, release
from workflows.usecases.keep_daily import keep_daily
from workflows.usecases.messenger import RefusedError
from workflows.usecases.reopen import reopen


def test_a_case_that_ended_before_there_were_terms_gets_one_on_the_first_day(kept: Place) -> None:
    kept.ended()
    kept.ended("c2", state="withdrawn")
    kept.ended("c3", state="open", closed_at=None)
    kept.on(NOW.date())
    found = [kept.keeping(one) for one in ("c1", "c2", "c3")]
    assert [(one.rule, one.until) if one else None for one in found] == [
        ("zonder_dossier", LAST),
        ("ingetrokken", date(2027, 2, 24)),
        None,
    ]
    assert kept.types() == ["bewaartermijn"]
    kept.on(NOW.date() + timedelta(days=1))
    assert kept.types() == ["bewaartermijn"]


def test_a_case_that_ended_long_ago_is_announced_before_anything_else(kept: Place) -> None:
    kept.ended(closed_at=datetime(2020, 1, 6, 9, tzinfo=UTC))
    done = kept.on(NOW.date())
    assert (done.announced, done.destroyed) == (1, 0)
    assert kept.keeping().until == NOW.date() + timedelta(days=30)  # type: ignore[union-attr]


def test_a_dossier_that_is_added_after_closing_makes_the_term_longer_the_next_day(kept: Place) -> None:
    kept.ended()
    kept.on(NOW.date())
    kept.filed("c1", "leerling")
    kept.on(NOW.date() + timedelta(days=1))
    found = kept.keeping()
    assert found is not None
    assert (found.rule, found.until) == ("leerlingdossier", date(2028, 11, 24))
    assert kept.types() == ["bewaartermijn", "bewaartermijn"]


def test_a_shorter_setting_brings_the_day_forward_but_leaves_a_month_to_say_no(kept: Place) -> None:
    kept.ended()
    kept.on(NOW.date())
    later = date(2027, 3, 1)
    kept.on(later, kept.months(zonder_dossier=1))
    found = kept.keeping()
    assert found is not None
    assert (found.months, found.until) == (1, later + timedelta(days=30))
    assert kept.is_there()


def test_a_longer_setting_takes_an_announcement_back(kept: Place) -> None:
    kept.ended()
    kept.on(NOW.date())
    kept.on(LAST - timedelta(days=30))
    assert kept.keeping().warned_at is not None  # type: ignore[union-attr]
    longer = kept.months(zonder_dossier=24)
    kept.on(LAST - timedelta(days=29), longer)
    assert kept.keeping().warned_at is None  # type: ignore[union-attr]
    kept.on(LAST + timedelta(days=3), longer)
    assert kept.is_there()


def test_reopening_ends_the_term_and_closing_again_begins_a_new_one(kept: Place) -> None:
    kept.ended(state="withdrawn")
    kept.on(NOW.date())
    reopen(kept.ctx, kept.who("marjan"), "c1", "Toch niet klaar", key())
    assert kept.keeping() is None
    kept.on(date(2028, 11, 24))
    assert kept.is_there()


def test_directie_and_bestuur_are_told_a_month_before_with_a_pointer_only(kept: Place) -> None:
    kept.ended()
    kept.on(NOW.date())
    kept.on(LAST - timedelta(days=31))
    assert kept.told() == []
    done = kept.on(kept.workday(LAST - timedelta(days=30)))
    assert done.announced == 1
    assert sorted(kept.told()) == [("Henk Postma", "sent"), ("Marjan Visser", "sent")]
    assert kept.types() == ["bewaartermijn", "vernietiging_aangekondigd"]
    assert kept.on(LAST - timedelta(days=20)).announced == 0


def test_of_a_confidential_case_the_bestuur_alone_is_told(kept: Place) -> None:
    fast = {FAST_FACT: Fact(value=FAST_VALUE, by="melder", at=NOW)}
    henk = Assignee(person=kept.who("henk").id, role="bestuur")
    done = Round(task="afsluiten", number=1, state="done", opened_at=NOW, ended_at=NOW, assignees=(henk,), by="x")
    kept.ended(facts=fast, rounds=(done,))
    ctx = kept.months(vertrouwelijk=1)
    kept.on(NOW.date(), ctx)
    assert kept.told() == [("Henk Postma", "sent")]
    with pytest.raises(NotAllowedError):
        holding_form(kept.ctx, kept.who("marjan"), "hold", "c1")


def test_after_months_of_downtime_the_case_is_announced_first_and_kept_for_a_month(kept: Place) -> None:
    kept.ended()
    kept.on(NOW.date())
    late = date(2029, 6, 5)
    assert kept.on(late).destroyed == 0
    assert kept.on(late + timedelta(days=29)).destroyed == 0
    assert kept.on(late + timedelta(days=30)).destroyed == 0
    assert kept.is_there()
    assert kept.until_gone(late + timedelta(days=31)) == 1
    assert not kept.is_there()


def test_what_the_chat_product_refused_for_everybody_is_announced_again(kept: Place) -> None:
    kept.ended()
    kept.on(NOW.date())
    kept.school.chat.will("send", RefusedError("channel_not_found"), RefusedError("channel_not_found"))
    first = kept.workday(LAST - timedelta(days=30))
    kept.on(first)
    assert {state for _, state in kept.told()} == {"failed"}
    assert kept.on(LAST + timedelta(days=7)).destroyed == 0
    assert kept.keeping().warned_at is None  # type: ignore[union-attr]
    again = kept.workday(LAST + timedelta(days=8))
    kept.on(again)
    assert [state for _, state in kept.told()] == ["failed", "failed", "sent", "sent"]
    assert kept.until_gone(again + timedelta(days=31)) == 1


def test_what_was_refused_then_held_and_released_is_announced_anew_the_same_day(kept: Place) -> None:
    kept.ended()
    kept.on(NOW.date())
    kept.school.chat.will("send", RefusedError("channel_not_found"), RefusedError("channel_not_found"))
    day = kept.workday(LAST + timedelta(days=8))
    kept.on(day)
    hold(kept.ctx, kept.who("marjan"), "c1", "Klacht", key())
    release(kept.ctx, kept.who("henk"), "c1", "Klacht is klaar", key())
    kept.school.clock[0] += timedelta(hours=1)
    assert keep_daily(kept.ctx).announced == 1
    kept.school.deliver_all()
    assert [state for _, state in kept.told()] == ["failed", "failed", "sent", "sent"]
    assert kept.until_gone(day + timedelta(days=31)) == 1
