"""A suspected sexual offence against a pupil: straight to the bestuur, and to nobody else."""

from datetime import date

import pytest

from tests.workflows.engine.cast import Play, changed, person, school
from workflows.engine.actions import Correct, HandOn, Merge, Plan, Withdraw
from workflows.engine.decide import CLOCK
from workflows.engine.errors import NotAllowedError, StaleActionError
from workflows.engine.policy import may

pytestmark = [pytest.mark.rule("X-1")]
OTHERS = ("leidinggevende", "vervanger", "directie", "hr", "plaatser", "buitenstaander", "beheerder")


def can_read(play: Play, key: str) -> bool:
    try:
        may(key, "read", play.protocol, play.case, play.circle)
    except NotAllowedError:
        return False
    return True


def test_yes_at_the_intake_asks_the_bestuur_and_tells_nobody() -> None:
    play = Play(zedenvermoeden="ja")
    assert play.open() == {"bestuur_zeden"}
    assert play.last.asked == {"bestuur": (("bestuur_zeden", 1),)}
    assert play.last.informed == frozenset()
    assert play.case.owner == "bestuur"
    assert [key for key in OTHERS if can_read(play, key)] == []
    assert can_read(play, "bestuur")
    assert may("melder", "read", play.protocol, play.case, play.circle).only_author == "melder"


def test_yes_later_lapses_all_else_and_takes_the_case_from_everyone_but_melder_and_bestuur() -> None:
    play = Play(dreiging="ja")
    play.to_directie("medewerker", "plaatser")
    play.do(Plan(actor="directie", task="antwoord"))
    assert can_read(play, "directie")
    play.correct(by="directie", zedenvermoeden="ja")
    assert play.open() == {"bestuur_zeden", "antwoord"}
    assert play.held_by("leidinggevende") | play.held_by("directie") == set()
    assert "directie" in play.last.released
    assert play.asked_of("bestuur_zeden") == {"bestuur"}
    assert [key for key in OTHERS if can_read(play, key)] == []


def test_an_outdated_click_of_who_lost_the_case_learns_nothing() -> None:
    play = Play()
    play.finish("strategie", "naar_directie")
    play.correct(by="directie", zedenvermoeden="ja")
    for actor, task, outcome in (
        ("directie", "niet_reageren", "verstuurd"),
        ("leidinggevende", "strategie", "naar_directie"),
    ):
        with pytest.raises(NotAllowedError) as refused:
            play.finish(task, outcome, by=actor)
        assert refused.value.params == {}


def test_who_lost_the_case_cannot_take_the_answer_back() -> None:
    play = Play()
    play.finish("strategie", "naar_directie")
    play.correct(by="directie", zedenvermoeden="ja")
    for actor in ("leidinggevende", "directie", "melder"):
        with pytest.raises(NotAllowedError):
            play.do(Correct(actor=actor, facts={"zedenvermoeden": "nee"}, reason="r"))
    play.correct(by="bestuur", zedenvermoeden="nee")
    assert {"niet_reageren", "plaatser_benoemen"} <= play.open()
    assert play.round("bestuur_zeden").state == "lapsed"


@pytest.mark.rule("X-2")
def test_the_bestuur_calls_and_decides_and_then_closes_the_case_itself() -> None:
    play = Play(zedenvermoeden="ja")
    play.finish("bestuur_zeden", "aangifte")
    assert set(play.round("bestuur_zeden").answers) == {"datum_gebeld", "gesproken_met", "advies"}
    assert play.asked_of("afsluiten") == {"bestuur"}
    play.close()


@pytest.mark.parametrize("involved", ["plaatser_persoon", "betrokkenen"])
def test_a_bestuur_that_is_involved_hands_over_to_the_toezicht(involved: str) -> None:
    value = "bestuur" if involved == "plaatser_persoon" else ("bestuur",)
    play = Play(zedenvermoeden="ja", **{involved: value})
    assert play.asked_of("bestuur_zeden") == {"toezicht"}
    assert not can_read(play, "bestuur")
    assert can_read(play, "toezicht")


def test_without_bestuur_and_toezicht_the_administrator_is_warned_but_reads_nothing_and_it_never_goes_down() -> None:
    circle = school(without=("bestuur", "toezicht"))
    play = Play(circle=circle, zedenvermoeden="ja")
    assert play.asked_of("bestuur_zeden") == {"beheerder"}
    assert not can_read(play, "beheerder")
    assert not can_read(play, "directie")


def test_a_deputy_of_the_bestuur_who_is_not_of_the_board_never_gets_the_case() -> None:
    away = person("bestuur", "bestuur", vervanger="directie", absent_until=date(2099, 1, 1))
    play = Play(circle=school(away), zedenvermoeden="ja")
    assert play.asked_of("bestuur_zeden") == {"toezicht"}
    assert not can_read(play, "directie")


def test_a_silent_bestuur_is_joined_by_the_toezicht_and_by_nobody_below() -> None:
    play = Play(zedenvermoeden="ja")
    play.do(HandOn(actor=CLOCK, task="bestuur_zeden", number=1))
    assert play.asked_of("bestuur_zeden") == {"bestuur", "toezicht"}


def test_the_director_of_two_hats_gets_the_case_as_bestuur_only() -> None:
    play = Play(circle=school(person("directie", "directie", "bestuur"), without=("bestuur",)), zedenvermoeden="ja")
    assert [who.role for who in play.round("bestuur_zeden").assignees] == ["bestuur"]


def test_a_report_is_not_taken_back_before_the_bestuur_has_done_what_the_law_asks() -> None:
    play = Play(zedenvermoeden="ja")
    play.do(Withdraw(actor="melder"))
    assert play.case.state == "open"
    assert play.asked_of("intrekking") == {"bestuur"}
    with pytest.raises(StaleActionError):
        play.do(Withdraw(actor="melder"))
    with pytest.raises(NotAllowedError):
        play.finish("intrekking", "akkoord")
    play.finish("bestuur_zeden", "geen_aangifte")
    play.finish("intrekking", "akkoord")
    assert play.case.state == "withdrawn"


def test_such_a_case_is_never_merged_into_another() -> None:
    play = Play(zedenvermoeden="ja")
    with pytest.raises(NotAllowedError):
        play.do(Merge(actor="bestuur", into="case-2"))


def test_weet_niet_stays_in_the_ordinary_lane() -> None:
    assert Play(zedenvermoeden="weet_niet").open() == {"strategie"}


def test_what_a_handler_had_asked_beside_the_protocol_lapses_too() -> None:
    extra = {"who": "leidinggevende", "discretionary": True, "strength": "may"}
    play = Play(protocol=changed("scala", {"kinds/ontsporing/tasks/meekijken": extra}))
    play.finish("strategie", "naar_directie")
    play.do(Plan(actor="directie", task="meekijken"))
    assert play.asked_of("meekijken") == {"leidinggevende"}
    play.correct(by="directie", zedenvermoeden="ja")
    assert play.open() == {"bestuur_zeden"}
    assert play.held_by("leidinggevende") == set()
