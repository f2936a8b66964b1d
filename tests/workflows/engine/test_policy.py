"""Who may do what with a case: one table for the whole cast, and the outsider may nothing."""

from typing import get_args

import pytest

from tests.workflows.engine.cast import Play, person, school
from workflows.engine.errors import NotAllowedError
from workflows.engine.policy import Grant, Verb, is_handler, is_informed, may, may_set

VERBS: tuple[Verb, ...] = get_args(Verb)
HANDLING = {"read", "add", "ask", "correct", "assign", "merge", "reopen"}
CAST = ("melder", "leidinggevende", "vervanger", "directie", "bestuur", "toezicht", "hr", "plaatser", "buitenstaander")


def verbs(play: Play, key: str) -> set[str]:
    allowed = set()
    for verb in VERBS:
        try:
            grant = may(key, verb, play.protocol, play.case, play.circle)
        except NotAllowedError:
            continue
        assert (grant.case_id, grant.person) == ("case-1", key)
        allowed.add(verb)
    return allowed


def table(play: Play) -> dict[str, set[str]]:
    return {key: found for key in CAST if (found := verbs(play, key))}


def test_at_first_the_leidinggevende_handles_and_the_informed_directie_reads() -> None:
    assert table(Play(plaatser_persoon="plaatser")) == {
        "melder": {"read", "add", "withdraw"},
        "leidinggevende": HANDLING,
        "directie": {"read"},
    }


def test_the_melder_reads_what_the_melder_wrote_and_a_handler_reads_all() -> None:
    play = Play()
    assert may("melder", "read", play.protocol, play.case, play.circle).only_author == "melder"
    whole = Grant(case_id="case-1", person="leidinggevende")
    assert may("leidinggevende", "read", play.protocol, play.case, play.circle) == whole
    assert may("directie", "read", play.protocol, play.case, play.circle).only_author is None


def test_who_was_asked_keeps_the_case_after_the_task_is_done() -> None:
    play = Play()
    play.to_directie("medewerker", "plaatser")
    assert table(play) == {
        "melder": {"read", "add", "withdraw"},
        "leidinggevende": HANDLING,
        "directie": HANDLING,
    }


@pytest.mark.parametrize("key", ["leidinggevende", "directie"])
@pytest.mark.parametrize("involved", ["plaatser_persoon", "betrokkenen"])
def test_who_the_case_is_about_loses_it_at_once(key: str, involved: str) -> None:
    play = Play()
    play.finish("strategie", "naar_directie")
    play.correct(by="directie", **{involved: key if involved == "plaatser_persoon" else (key,)})
    assert verbs(play, key) == set()
    assert not is_handler(key, play.case)
    assert not is_informed(key, play.protocol, play.case, play.circle)


def test_a_melder_who_posted_it_still_sees_what_the_melder_wrote_and_no_more() -> None:
    play = Play(melder="directie")
    play.finish("strategie", "naar_directie")
    assert verbs(play, "directie") == HANDLING | {"withdraw"}
    play.finish("plaatser_benoemen", "benoemd", plaatser="ikzelf")
    assert verbs(play, "directie") == {"read", "add", "withdraw"}
    assert may("directie", "read", play.protocol, play.case, play.circle).only_author == "directie"


@pytest.mark.rule("X-1")
def test_in_the_fast_lane_only_bestuur_and_melder_have_anything() -> None:
    assert table(Play(zedenvermoeden="ja")) == {"melder": {"read", "add", "withdraw"}, "bestuur": HANDLING}
    later = Play()
    later.finish("strategie", "naar_directie")
    later.correct(by="directie", zedenvermoeden="ja")
    assert set(table(later)) == {"melder", "bestuur"}


def test_whoever_was_informed_in_place_of_an_absent_directie_may_read_too() -> None:
    away = person("directie", "directie", vervanger="hr", absent_from=school().today)
    play = Play(circle=school(away))
    assert play.last.informed == {"hr"}
    assert verbs(play, "hr") == {"read"}


def test_a_deputy_who_was_asked_handles_and_one_who_was_not_sees_nothing() -> None:
    assert verbs(Play(), "vervanger") == set()
    away = person("leidinggevende", leidinggevende="directie", vervanger="vervanger", absent_from=school().today)
    assert verbs(Play(circle=school(away)), "vervanger") == HANDLING


def test_directie_of_another_school_sees_nothing() -> None:
    assert verbs(Play(circle=school(person("elders", "directie", school="elders"))), "elders") == set()


def test_being_asked_as_melder_gives_no_more_than_a_melder_has() -> None:
    play = Play("publicatie")
    play.finish("beoordelen", "aanpassen")
    assert play.asked_of("indienen") == {"melder"}
    assert verbs(play, "melder") == {"read", "add", "withdraw"}


def test_a_question_is_answered_by_the_roles_it_names_and_never_by_who_it_is_about() -> None:
    play = Play()
    question = play.protocol.facts["plaatser"]
    assert may_set(question, play.case, play.circle, "directie")
    assert not may_set(question, play.case, play.circle, "hr")
    play.correct(by="leidinggevende", betrokkenen=("directie",))
    assert not may_set(question, play.case, play.circle, "directie")
