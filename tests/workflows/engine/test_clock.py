"""What time does to a case: terms, reminders, asking the next person as well, and dates that people choose."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tests.workflows.engine.cast import CALENDAR, NOW, Play, person, school
from workflows.engine.actions import HandOn, Remind
from workflows.engine.case import Round
from workflows.engine.decide import CLOCK
from workflows.engine.errors import IncompleteError, NotAllowedError, StaleActionError, UnknownActionError


def hand_on(play: Play, task: str) -> None:
    play.do(HandOn(actor=CLOCK, task=task, number=play.round(task).number))


def test_direct_is_due_after_two_working_hours_and_handed_on_after_two_more() -> None:
    found = Play().round("strategie")
    assert found.due_at == NOW + timedelta(hours=2)
    assert found.late_at == NOW + timedelta(hours=4)


def test_a_report_in_the_evening_is_due_in_the_morning_unless_it_is_urgent() -> None:
    evening = datetime(2026, 11, 24, 20, tzinfo=UTC)
    assert Play(now=evening).round("strategie").due_at == datetime(2026, 11, 25, 9, tzinfo=UTC)
    assert Play(now=evening, spoed="ja").round("strategie").due_at == datetime(2026, 11, 24, 22, tzinfo=UTC)


def test_a_task_that_only_reminds_is_never_handed_on() -> None:
    play = Play()
    play.finish("strategie", "zelf_oplossen")
    assert play.round("afsluiten").late_at is None
    assert play.round("afsluiten").due_at is not None


def test_a_discretionary_may_without_a_term_has_no_deadline() -> None:
    play = Play("publicatie")
    play.finish("beoordelen", "akkoord")
    assert play.round("akkoord_intrekken").due_at is None


def test_a_reminder_changes_nothing_but_is_on_record() -> None:
    play = Play()
    before = play.case
    decision = play.do(Remind(actor=CLOCK, task="strategie", number=1))
    assert (decision.case.rounds, decision.case.facts) == (before.rounds, before.facts)
    assert [entry.type for entry in decision.entries] == ["herinnerd"]
    assert decision.asked == {}


def test_handing_on_asks_the_next_level_as_well_and_both_may_act() -> None:
    for actor in ("leidinggevende", "directie"):
        play = Play(circle=school(person("leidinggevende", leidinggevende="directie")))
        hand_on(play, "strategie")
        assert play.asked_of("strategie") == {"leidinggevende", "directie"}
        assert play.last.asked == {"directie": (("strategie", 1),)}
        assert play.last.released == frozenset()
        play.finish("strategie", "zelf_oplossen", by=actor)
        assert play.round("strategie").by == actor


def test_handing_on_asks_a_deputy_first_where_there_is_one() -> None:
    play = Play()
    hand_on(play, "strategie")
    assert play.asked_of("strategie") == {"leidinggevende", "vervanger"}
    reasons = {who.person: who.reason for who in play.round("strategie").assignees}
    assert reasons == {"leidinggevende": "route.role", "vervanger": "route.handed"}


def test_handing_on_again_climbs_one_more_level_and_remembers_who_was_asked_in_order() -> None:
    play = Play()
    hand_on(play, "strategie")
    hand_on(play, "strategie")
    assert play.round("strategie").passed == ("leidinggevende", "vervanger")
    assert play.asked_of("strategie") == {"leidinggevende", "vervanger", "directie"}


def test_a_round_is_handed_on_term_by_term_until_the_board_is_asked_and_no_further() -> None:
    play = Play()
    asked = [play.asked_of("strategie")]
    while play.round("strategie").late_at is not None:
        hand_on(play, "strategie")
        asked.append(play.asked_of("strategie"))
    assert [sorted(after - before) for before, after in pairwise(asked)] == [["vervanger"], ["directie"], ["bestuur"]]
    play.correct(by="leidinggevende", dreiging="nee")
    assert play.round("strategie").late_at is None
    assert play.asked_of("strategie") == {"leidinggevende", "vervanger", "directie", "bestuur"}


def test_each_next_person_gets_a_whole_term() -> None:
    play = Play()
    hand_on(play, "strategie")
    assert play.round("strategie").late_at == CALENDAR.due("direct", play.now - timedelta(minutes=1))


def test_what_reaches_nobody_new_is_not_handed_on_for_ever() -> None:
    play = Play(circle=school(without=("vervanger", "directie", "bestuur", "toezicht", "beheerder")))
    hand_on(play, "strategie")
    assert play.round("strategie").late_at is None
    assert play.asked_of("strategie") == {"leidinggevende"}


@pytest.mark.parametrize("action", [Remind, HandOn])
def test_only_the_clock_reminds_and_hands_on(action: type[Remind | HandOn]) -> None:
    with pytest.raises(NotAllowedError):
        Play().do(action(actor="leidinggevende", task="strategie", number=1))


@pytest.mark.parametrize("action", [Remind, HandOn])
def test_the_clock_comes_too_late_for_a_round_that_was_finished(action: type[Remind | HandOn]) -> None:
    play = Play()
    play.finish("strategie", "zelf_oplossen")
    with pytest.raises(StaleActionError):
        play.do(action(actor=CLOCK, task="strategie", number=1))
    with pytest.raises(UnknownActionError):
        play.do(action(actor=CLOCK, task="strategie", number=2))


def searching() -> Play:
    play = Play()
    play.to_directie("onbekend")
    return play


def next_search(day: str) -> Round:
    play = searching()
    play.finish("plaatser_zoeken", "nog_niet", herzien_op=day)
    assert [found.state for found in play.case.rounds_of("plaatser_zoeken")] == ["done", "open"]
    return play.round("plaatser_zoeken")


@pytest.mark.parametrize(
    "day, moment",
    [
        ("2026-12-08", datetime(2026, 12, 8, 7, tzinfo=UTC)),
        ("2027-03-28", datetime(2027, 3, 28, 6, tzinfo=UTC)),  # the clock goes forward that night
        ("2027-07-01", datetime(2027, 7, 1, 6, tzinfo=UTC)),
        ("2027-10-31", datetime(2027, 10, 31, 7, tzinfo=UTC)),  # and back
    ],
)
def test_not_found_yet_comes_back_on_the_chosen_day_at_eight(day: str, moment: datetime) -> None:
    found = next_search(day)
    assert found.due_at == moment
    assert found.late_at is None
    assert [who.person for who in found.assignees] == ["directie"]


def test_the_chosen_day_stands_whatever_else_changes_in_the_case() -> None:
    play = searching()
    play.finish("plaatser_zoeken", "nog_niet", herzien_op="2026-12-08")
    play.correct(dreiging="nee", betrokkenen=("directie",))
    assert play.round("plaatser_zoeken").due_at == datetime(2026, 12, 8, 7, tzinfo=UTC)
    assert play.asked_of("plaatser_zoeken") == {"bestuur"}


@pytest.mark.parametrize("day", ["", "morgen", "2026-13-01", "8-12-2026"])
def test_a_day_that_is_none_is_asked_again_and_nothing_changes(day: str) -> None:
    play = searching()
    before = play.case
    with pytest.raises(IncompleteError) as refused:
        play.finish("plaatser_zoeken", "nog_niet", herzien_op=day)
    assert set(refused.value.fields) == {"herzien_op"}
    assert play.case == before
