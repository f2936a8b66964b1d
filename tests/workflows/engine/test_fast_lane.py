"""A suspected sexual offence against a pupil: straight to the bestuur, and to nobody else."""

from datetime import date, datetime

import pytest

from tests.workflows.engine.cast import Play, changed, person, protocol_of, school
from workflows.engine.actions import Correct, HandOn, Merge, Plan, Withdraw
from workflows.engine.calendar import AMSTERDAM
from workflows.engine.decide import CLOCK
from workflows.engine.errors import IncompleteError, NotAllowedError, StaleActionError
from workflows.engine.policy import may

pytestmark = [pytest.mark.rule("X-1")]
AT_ONCE = {"zeden_inspecteur", "zeden_veiligheid"}
THREAT = {"politie_dreiging", "slachtoffer_veilig"}
OTHERS = ("leidinggevende", "vervanger", "directie", "hr", "plaatser", "buitenstaander", "beheerder")


def can_read(play: Play, key: str) -> bool:
    try:
        may(key, "read", play.protocol, play.case, play.circle)
    except NotAllowedError:
        return False
    return True


def test_yes_at_the_intake_asks_the_bestuur_and_tells_nobody() -> None:
    play = Play(zedenvermoeden="ja")
    assert play.open() == AT_ONCE
    assert play.last.asked == {"bestuur": (("zeden_inspecteur", 1), ("zeden_veiligheid", 1))}
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
    assert play.open() == AT_ONCE | {"antwoord"} | THREAT, "who is threatened is not less so"
    assert all(play.asked_of(task) == {"bestuur"} for task in THREAT)
    assert play.held_by("leidinggevende") | play.held_by("directie") == set()
    assert "directie" in play.last.released
    assert play.asked_of("zeden_inspecteur") == {"bestuur"}
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
    assert play.round("zeden_inspecteur").state == "lapsed"


@pytest.mark.rule("X-2")
@pytest.mark.rule("X-3")
def test_the_bestuur_calls_informs_accused_and_parents_files_aangifte_and_closes_the_case_itself() -> None:
    play = Play(zedenvermoeden="ja")
    play.finish("zeden_inspecteur", "gebeld")
    assert set(play.round("zeden_inspecteur").answers) == {"datum_gebeld", "gesproken_met", "advies"}
    play.finish("bestuur_zeden", "redelijk_vermoeden")
    assert {"zeden_beschuldigde", "zeden_ouders"} <= play.musts()
    play.finish("zeden_ouders", "ingelicht")
    assert "zeden_aangifte" not in play.open(), "the accused is told first"
    play.finish("zeden_beschuldigde", "ingelicht")
    play.finish("zeden_aangifte", "aangifte")
    play.finish("zeden_veiligheid", "veilig")
    assert play.asked_of("afsluiten") == {"bestuur"}
    play.close()


@pytest.mark.rule("X-2")
@pytest.mark.parametrize("suspicion", ["redelijk_vermoeden", "geen_vermoeden"])
def test_no_aangifte_is_only_with_a_reason_that_is_kept(suspicion: str) -> None:
    play = Play(zedenvermoeden="ja")
    play.finish("zeden_inspecteur", "gebeld")
    with pytest.raises(IncompleteError):
        play.do(play.finishing("bestuur_zeden", suspicion, motivering=""))
    play.finish("bestuur_zeden", suspicion)
    if suspicion == "redelijk_vermoeden":
        play.finish("zeden_ouders", "ingelicht")
        play.finish("zeden_beschuldigde", "ingelicht")
        with pytest.raises(IncompleteError):
            play.do(play.finishing("zeden_aangifte", "niet_mogelijk", motivering=""))
        play.finish("zeden_aangifte", "niet_mogelijk")
    play.finish("zeden_veiligheid", "veilig")
    play.close()


@pytest.mark.rule("X-3")
def test_outside_its_hours_the_call_to_the_inspector_is_due_after_the_next_opening() -> None:
    sunday = datetime(2026, 11, 22, 21, tzinfo=AMSTERDAM)
    play = Play(zedenvermoeden="ja", now=sunday)
    due = play.round("zeden_inspecteur").due_at
    assert due is not None
    assert due.astimezone(AMSTERDAM) == datetime(2026, 11, 23, 10, tzinfo=AMSTERDAM)
    urgent = Play(zedenvermoeden="ja", spoed="ja", now=sunday).round("zeden_inspecteur").due_at
    assert urgent == due, "even with spoed nobody picks up before the opening"


@pytest.mark.parametrize("involved", ["plaatser_persoon", "betrokkenen"])
def test_a_bestuur_that_is_involved_hands_over_to_the_toezicht(involved: str) -> None:
    value = "bestuur" if involved == "plaatser_persoon" else ("bestuur",)
    play = Play(zedenvermoeden="ja", **{involved: value})
    assert play.asked_of("zeden_inspecteur") == {"toezicht"}
    assert not can_read(play, "bestuur")
    assert can_read(play, "toezicht")


def test_without_bestuur_and_toezicht_the_administrator_is_warned_but_reads_nothing_and_it_never_goes_down() -> None:
    circle = school(without=("bestuur", "toezicht"))
    play = Play(circle=circle, zedenvermoeden="ja")
    assert play.asked_of("zeden_inspecteur") == {"beheerder"}
    assert not can_read(play, "beheerder")
    assert not can_read(play, "directie")


def test_a_deputy_of_the_bestuur_who_is_not_of_the_board_never_gets_the_case() -> None:
    away = person("bestuur", "bestuur", vervanger="directie", absent_until=date(2099, 1, 1))
    play = Play(circle=school(away), zedenvermoeden="ja")
    assert play.asked_of("zeden_inspecteur") == {"toezicht"}
    assert not can_read(play, "directie")


def test_a_silent_bestuur_is_joined_by_the_toezicht_and_by_nobody_below() -> None:
    play = Play(zedenvermoeden="ja")
    play.do(HandOn(actor=CLOCK, task="zeden_inspecteur", number=1))
    assert play.asked_of("zeden_inspecteur") == {"bestuur", "toezicht"}


def test_the_director_of_two_hats_gets_the_case_as_bestuur_only() -> None:
    play = Play(circle=school(person("directie", "directie", "bestuur"), without=("bestuur",)), zedenvermoeden="ja")
    assert [who.role for who in play.round("zeden_inspecteur").assignees] == ["bestuur"]


def test_a_report_is_not_taken_back_before_the_bestuur_has_done_what_the_law_asks() -> None:
    play = Play(zedenvermoeden="ja")
    play.do(Withdraw(actor="melder"))
    assert play.case.state == "open"
    assert play.asked_of("intrekking") == {"bestuur"}
    with pytest.raises(StaleActionError):
        play.do(Withdraw(actor="melder"))
    with pytest.raises(NotAllowedError):
        play.finish("intrekking", "akkoord")
    play.finish("zeden_inspecteur", "gebeld")
    play.finish("bestuur_zeden", "geen_vermoeden")
    play.finish("zeden_veiligheid", "veilig")
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
    assert play.open() == AT_ONCE
    assert play.held_by("leidinggevende") == set()


@pytest.mark.parametrize("school_name", ["scala", "lentiz", "cvo-nwf", "udens", "laurens"])
def test_a_threat_stays_a_duty_in_the_fast_lane_and_is_the_bestuurs(school_name: str) -> None:
    play = Play(protocol=protocol_of(school_name), zedenvermoeden="ja", dreiging="ja")
    assert play.musts() == AT_ONCE | THREAT
    play.finish("politie_dreiging", "niet_mogelijk")
    assert play.asked_of("dreiging_bevestigen") == {"bestuur"}
    assert [key for key in OTHERS if can_read(play, key)] == []


def test_who_once_stood_in_for_the_bestuur_is_not_of_it_and_loses_the_case() -> None:
    away = person("bestuur", "bestuur", vervanger="directie", absent_until=date(2099, 1, 1))
    play = Play(circle=school(away), melden_aan="bestuur")
    assert play.asked_of("strategie") == {"directie"}
    assert play.round("strategie").assignees[0].role == "bestuur"
    play.correct(by="directie", zedenvermoeden="ja")
    assert play.asked_of("zeden_inspecteur") == {"toezicht"}
    assert not can_read(play, "directie")
    for verb in ("correct", "add", "ask"):
        with pytest.raises(NotAllowedError):
            may("directie", verb, play.protocol, play.case, play.circle)


def test_a_suspicion_that_is_taken_back_gives_the_case_back_to_who_owned_it() -> None:
    play = Play()
    play.finish("strategie", "naar_directie")
    play.correct(by="directie", zedenvermoeden="ja")
    assert play.case.owner == "bestuur"
    play.correct(by="bestuur", zedenvermoeden="nee")
    assert play.case.owner == "directie"
