"""Whom a round goes to next: handed over by a person with a reason, or looked at again when people come and go."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.workflows.engine.cast import CALENDAR, CONTENT, TODAY, Play, person, school
from workflows.engine.actions import Assign, HandOn, Reroute
from workflows.engine.decide import CLOCK
from workflows.engine.entrust import may_take
from workflows.engine.errors import IncompleteError, NotAllowedError, StaleActionError
from workflows.engine.performer import RoleIn
from workflows.engine.person import Absence
from workflows.engine.policy import Verb, is_handler, may
from workflows.engine.route import resolve

COLLEAGUES = ("leerkracht", "vervanger", "hr")


def hand_over(
    play: Play, to: str, *, by: str = "leidinggevende", task: str = "strategie", reason: str = CONTENT
) -> None:
    play.do(Assign(actor=by, task=task, number=play.round(task).number, to=to, reason=reason))


@pytest.mark.parametrize("to", COLLEAGUES)
def test_a_handler_hands_a_task_to_a_colleague_who_then_handles_the_case(to: str) -> None:
    play = Play()
    hand_over(play, to)
    assert play.asked_of("strategie") == {to}
    assert play.last.asked == {to: (("strategie", 1),)}
    assert "leidinggevende" in play.last.released
    (who,) = play.round("strategie").assignees
    assert (who.role, who.reason, who.params) == ("leidinggevende", "route.entrusted", {"name": "leidinggevende"})
    entry = play.last.entries[0]
    assert (entry.type, entry.actor, entry.data["aan"], entry.data["reden"]) == (
        "overgedragen",
        "leidinggevende",
        to,
        CONTENT,
    )
    assert is_handler(to, play.case)
    play.finish("strategie", "naar_directie")


def test_a_task_that_was_handed_over_stays_there_whatever_else_changes() -> None:
    play = Play()
    hand_over(play, "leerkracht")
    play.correct(by="leerkracht", dreiging="nee")
    assert play.asked_of("strategie") == {"leerkracht"}


def test_who_took_a_task_over_and_is_away_is_replaced_and_who_left_gives_it_back() -> None:
    play = Play()
    hand_over(play, "leerkracht")
    play.circle = school(person("leerkracht", vervanger="hr", away=(Absence(first=TODAY),)))
    play.do(Reroute(actor=CLOCK))
    assert play.asked_of("strategie") == {"hr"}
    play.circle = school(person("leerkracht", active=False))
    play.do(Reroute(actor=CLOCK))
    assert play.asked_of("strategie") == {"leidinggevende"}


@pytest.mark.parametrize(
    "to, facts",
    [
        ("melder", {}),
        ("plaatser", {"plaatser_persoon": "plaatser"}),
        ("hr", {"betrokkenen": ("hr",)}),
        ("leidinggevende", {}),
        ("weg", {}),
        ("ongezien", {}),
        ("elders", {}),
        ("afwezig", {}),
        ("wie-is-dat", {}),
    ],
)
def test_a_colleague_who_may_not_or_cannot_take_it_is_refused_without_a_word_on_why(
    to: str, facts: dict[str, str | tuple[str, ...]]
) -> None:
    circle = school(
        person("weg", active=False),
        person("ongezien", in_chat=False),
        person("elders", school="elders"),
        person("afwezig", away=(Absence(first=TODAY),)),
    )
    play = Play(circle=circle, **facts)
    before = play.case
    with pytest.raises(IncompleteError) as refused:
        hand_over(play, to)
    assert refused.value.fields == {"collega": "error.cannot_take"}
    assert play.case == before


def test_what_directie_decides_goes_to_nobody_below_that_level() -> None:
    play = Play(circle=school(person("adjunct", "directie"), person("bestuur", "bestuur", vervanger="vervanger")))
    play.finish("strategie", "naar_directie")
    for to in ("leerkracht", "hr", "leidinggevende"):
        with pytest.raises(IncompleteError):
            hand_over(play, to, by="directie", task="niet_reageren")
    for to in ("bestuur", "vervanger"):
        other = Play(circle=play.circle)
        other.finish("strategie", "naar_directie")
        hand_over(other, to, by="directie", task="niet_reageren")
        assert other.asked_of("niet_reageren") == {to}


@pytest.mark.rule("X-1")
def test_in_the_fast_lane_only_the_board_can_take_a_task_over() -> None:
    play = Play(zedenvermoeden="ja", circle=school(person("lid", "bestuur")))
    task = next(iter(play.held_by("bestuur")))
    for to in ("directie", "leidinggevende", "hr"):
        with pytest.raises(IncompleteError):
            hand_over(play, to, by="bestuur", task=task)
    hand_over(play, "toezicht", by="bestuur", task=task)
    assert is_handler("toezicht", play.case)


def test_only_a_handler_hands_over_and_a_reason_is_needed() -> None:
    play = Play()
    for who in ("melder", "directie", "buitenstaander", "leerkracht"):
        with pytest.raises(NotAllowedError):
            hand_over(play, "vervanger", by=who)
    with pytest.raises(IncompleteError) as refused:
        hand_over(play, "vervanger", reason="")
    assert refused.value.fields == {"reden": "field.required"}


def test_what_the_melder_must_do_and_closing_stay_where_they_are() -> None:
    play = Play("publicatie")
    play.finish("beoordelen", "aanpassen")
    with pytest.raises(NotAllowedError):
        hand_over(play, "vervanger", task="indienen")


def test_a_task_that_was_finished_meanwhile_cannot_be_handed_over() -> None:
    play = Play()
    action = Assign(actor="leidinggevende", task="strategie", number=1, to="hr", reason=CONTENT)
    play.finish("strategie", "naar_directie")
    with pytest.raises(StaleActionError):
        play.do(action)


def test_an_absence_that_began_moves_open_tasks_and_they_come_back_after() -> None:
    play = Play()
    away = Absence(first=TODAY, last=TODAY + timedelta(days=2))
    play.circle = school(person("leidinggevende", leidinggevende="directie", vervanger="vervanger", away=(away,)))
    play.do(Reroute(actor=CLOCK))
    assert play.asked_of("strategie") == {"vervanger"}
    assert play.last.asked == {"vervanger": (("strategie", 1),)}
    play.circle = replace(play.circle, today=TODAY + timedelta(days=3))
    play.do(Reroute(actor=CLOCK))
    assert play.asked_of("strategie") == {"leidinggevende"}
    assert play.last.released == {"vervanger"}


def test_looking_again_changes_nothing_when_everybody_is_there() -> None:
    play = Play()
    before = play.case
    play.do(Reroute(actor=CLOCK))
    assert play.case.rounds == before.rounds
    assert play.last.asked == {}


def test_only_the_clock_looks_again() -> None:
    with pytest.raises(NotAllowedError):
        Play().do(Reroute(actor="directie"))


def test_what_several_roles_or_a_chosen_role_are_asked_is_no_colleagues_either() -> None:
    play = Play()
    circle = play.circle
    for who in (("directie", "bestuur"), RoleIn(role_in="melden_aan", default="directie")):
        assert not may_take(play.case, circle, "leerkracht", who, decides=True)
        assert may_take(play.case, circle, "bestuur", who, decides=True)
    assert may_take(play.case, circle, "leerkracht", ("directie", "leidinggevende"), decides=True)


@pytest.mark.rule("X-1")
def test_in_the_fast_lane_what_is_asked_of_others_is_handed_over_as_the_boards() -> None:
    play = Play(zedenvermoeden="ja", dreiging="ja", circle=school(person("lid", "bestuur")))
    hand_over(play, "toezicht", by="bestuur", task="politie_dreiging")
    (who,) = play.round("politie_dreiging").assignees
    assert (who.person, who.role) == ("toezicht", "bestuur")
    may("toezicht", "read", play.protocol, play.case, play.circle)


def test_a_deputy_has_the_case_while_a_task_is_theirs_and_who_was_replaced_gets_it_back() -> None:
    away = Absence(first=TODAY, last=TODAY)
    play = Play(circle=school(person("leidinggevende", leidinggevende="directie", vervanger="vervanger", away=(away,))))
    may("vervanger", "correct", play.protocol, play.case, play.circle)
    play.finish("strategie", "zelf_oplossen")
    play.circle = replace(play.circle, today=TODAY + timedelta(days=9))
    play.do(Reroute(actor=CLOCK))
    verbs: tuple[Verb, ...] = ("correct", "merge", "reopen", "assign")
    for verb in verbs:
        with pytest.raises(NotAllowedError):
            may("vervanger", verb, play.protocol, play.case, play.circle)
    may("vervanger", "read", play.protocol, play.case, play.circle)
    may("leidinggevende", "correct", play.protocol, play.case, play.circle)


def test_who_was_asked_as_the_next_level_and_has_it_no_more_may_only_look_back() -> None:
    play = Play(circle=school(person("leidinggevende", active=False)))
    assert play.asked_of("strategie") == {"directie"}
    play.circle = school(person("leidinggevende", active=False), person("directie"), person("hoofd", "directie"))
    play.do(Reroute(actor=CLOCK))
    with pytest.raises(NotAllowedError):
        may("directie", "read", play.protocol, play.case, play.circle)


def test_what_climbed_stays_with_whoever_was_asked_when_the_first_comes_back() -> None:
    away = Absence(first=TODAY, last=TODAY)
    circle = school(person("leidinggevende", leidinggevende="directie", vervanger="vervanger", away=(away,)))
    play = Play(circle=circle)
    while play.round("strategie").late_at is not None:
        play.do(HandOn(actor=CLOCK, task="strategie", number=1))
    assert play.asked_of("strategie") == {"vervanger", "directie", "bestuur"}
    play.circle = replace(circle, today=TODAY + timedelta(days=1))
    play.do(Reroute(actor=CLOCK))
    assert play.asked_of("strategie") == {"leidinggevende", "directie", "bestuur"}
    play.circle = school(person("directie", "directie", active=False), person("leidinggevende", active=False))
    play.do(Reroute(actor=CLOCK))
    assert "bestuur" in play.asked_of("strategie")
    assert not {"directie", "leidinggevende"} & play.asked_of("strategie")


def test_who_takes_a_task_over_after_it_climbed_has_a_term_of_their_own() -> None:
    play = Play()
    while play.round("strategie").late_at is not None:
        play.do(HandOn(actor=CLOCK, task="strategie", number=1))
    hand_over(play, "leerkracht", by="directie")
    assert play.asked_of("strategie") == {"leerkracht"}
    assert play.round("strategie").late_at == CALENDAR.due("direct", play.now - timedelta(minutes=1))


def test_a_colleague_who_moved_to_another_school_gives_a_task_back() -> None:
    play = Play()
    hand_over(play, "leerkracht")
    play.circle = school(person("leerkracht", school="elders"))
    play.do(Reroute(actor=CLOCK))
    assert play.asked_of("strategie") == {"leidinggevende"}


def test_haste_that_is_found_later_shortens_what_is_left_of_a_term() -> None:
    play = Play(now=datetime(2026, 11, 27, 15, 30, tzinfo=UTC))
    calm = play.round("strategie")
    play.correct(by="leidinggevende", spoed="ja")
    hurried = play.round("strategie")
    assert calm.due_at is not None
    assert hurried.due_at == calm.opened_at + timedelta(hours=2) < calm.due_at
    assert hurried.late_at is not None
    assert calm.late_at is not None
    assert hurried.late_at < calm.late_at


def test_a_deputy_of_ones_own_choice_counts_only_where_they_work() -> None:
    away = Absence(first=TODAY, deputy="vriend")
    circle = school(person("directie", "directie", vervanger="hr", away=(away,)), person("vriend", school="elders"))
    (found,) = resolve("directie", Play(circle=circle).case, circle, decides=True)
    assert found.person == "hr"
