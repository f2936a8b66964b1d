"""Who may do what with a case: one table for the whole cast, and the outsider may nothing."""

from dataclasses import replace
from typing import get_args

import pytest

from tests.workflows.engine.cast import CONTENT, NOW, Play, person, protocol_of, school, with_facts
from workflows.engine.actions import (
    Assign,
)
from workflows.engine.case import Assignee, Round
from workflows.engine.errors import NotAllowedError
from workflows.engine.policy import (
    Grant,
    Verb,
    is_handler,
    is_informed,
    joined,
    may,
    may_set,
    own_words,
    to_answer,
    to_melder,
)

VERBS: tuple[Verb, ...] = get_args(Verb)
MELDER = {"read", "add", "withdraw", "correct"}
HANDLING = {"read", "add", "ask", "correct", "assign", "merge", "reopen", "export"}
KEEPING = {"hold", "restrict"}
HEAD = HANDLING | KEEPING | {"dossier"}
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
        "melder": MELDER,
        "leidinggevende": HANDLING | {"act"},
        "directie": {"read"} | KEEPING,
        "bestuur": KEEPING,
    }


def test_the_melder_reads_what_the_melder_wrote_and_a_handler_reads_all() -> None:
    play = Play()
    assert may("melder", "read", play.protocol, play.case, play.circle).only_author == "melder"
    whole = Grant(case_id="case-1", person="leidinggevende")
    assert may("leidinggevende", "read", play.protocol, play.case, play.circle) == whole
    assert may("directie", "read", play.protocol, play.case, play.circle).only_author is None


def test_who_was_asked_keeps_the_case_after_the_task_is_done() -> None:
    play = Play()
    play.to_directie("ouder")
    assert table(play) == {
        "melder": MELDER,
        "leidinggevende": HANDLING,
        "directie": HEAD | {"act"},
        "bestuur": KEEPING,
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
    assert verbs(play, "directie") == HEAD | {"withdraw", "act"}
    play.finish("plaatser_benoemen", "benoemd", plaatser="ikzelf")
    assert verbs(play, "directie") == MELDER
    assert may("directie", "read", play.protocol, play.case, play.circle).only_author == "directie"


@pytest.mark.rule("X-1")
def test_in_the_fast_lane_only_bestuur_and_melder_have_anything() -> None:
    assert table(Play(zedenvermoeden="ja")) == {"melder": MELDER, "bestuur": HEAD | {"act"}}
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
    assert verbs(Play(circle=school(away)), "vervanger") == HANDLING | {"act"}


def test_directie_of_another_school_sees_nothing() -> None:
    assert verbs(Play(circle=school(person("elders", "directie", school="elders"))), "elders") == set()


def test_being_asked_as_melder_gives_no_more_than_a_melder_has() -> None:
    play = Play("publicatie")
    play.finish("beoordelen", "aanpassen")
    assert play.asked_of("indienen") == {"melder"}
    assert verbs(play, "melder") == MELDER | {"act"}


def test_a_question_is_answered_by_the_roles_it_names_and_never_by_who_it_is_about() -> None:
    play = Play()
    question = play.protocol.facts["plaatser"]
    assert may_set(question, play.case, play.circle, "directie")
    assert not may_set(question, play.case, play.circle, "hr")
    play.correct(by="leidinggevende", betrokkenen=("directie",))
    assert not may_set(question, play.case, play.circle, "directie")


# A case about a colleague


@pytest.mark.parametrize("poster", ["medewerker", "oud_medewerker", "ikzelf"])
def test_who_handed_a_case_about_a_colleague_on_reads_no_more_than_their_own_words(poster: str) -> None:
    play = Play()
    play.to_directie(poster)
    assert verbs(play, "leidinggevende") == {"read"}
    assert may("leidinggevende", "read", play.protocol, play.case, play.circle).only_author == "leidinggevende"
    assert may("directie", "read", play.protocol, play.case, play.circle).only_author is None


def test_a_leidinggevende_who_is_asked_something_sees_a_case_about_a_colleague_until_it_is_done() -> None:
    play = Play()
    play.to_directie("medewerker")
    found = play.round("niet_reageren")
    asked = replace(found, assignees=(Assignee(person="leidinggevende", role="leidinggevende"),))
    play.case = replace(play.case, rounds=tuple(asked if one.key == found.key else one for one in play.case.rounds))
    assert may("leidinggevende", "read", play.protocol, play.case, play.circle).only_author is None
    done = replace(asked, state="done", by="leidinggevende")
    play.case = replace(play.case, rounds=tuple(done if one.key == found.key else one for one in play.case.rounds))
    assert verbs(play, "leidinggevende") == {"read"}


def test_a_leidinggevende_who_handles_it_alone_keeps_a_case_about_a_colleague() -> None:
    play = Play()
    play.finish("strategie", "zelf_oplossen")
    play.correct(by="leidinggevende", plaatser="medewerker")
    assert verbs(play, "leidinggevende") >= HANDLING


def test_the_deputy_of_a_leidinggevende_looks_back_no_further_than_the_leidinggevende_would() -> None:
    away = person("leidinggevende", leidinggevende="directie", vervanger="vervanger", absent_from=school().today)
    play = Play(circle=school(away))
    play.to_directie("medewerker")
    assert verbs(play, "vervanger") == {"read"}
    assert may("vervanger", "read", play.protocol, play.case, play.circle).only_author == "vervanger"
    assert verbs(play, "leidinggevende") == set()


# Who keeps, and who has the dossier


def test_who_was_not_asked_can_keep_a_case_for_the_school_and_loads_nothing_of_it() -> None:
    play = Play()
    assert may("bestuur", "hold", play.protocol, play.case, play.circle).only_author == "bestuur"
    assert "read" not in verbs(play, "bestuur")


@pytest.mark.rule("X-1")
def test_in_the_fast_lane_the_bestuur_alone_keeps_a_case() -> None:
    play = Play(zedenvermoeden="ja", melder="leidinggevende")
    assert {key for key in CAST if verbs(play, key) & KEEPING} == {"bestuur"}


def test_a_confidential_case_is_kept_by_whoever_of_the_heads_was_asked() -> None:
    play = Play("controle", protocol=protocol_of("lentiz"), melder="directie", doelgroep="medewerker")
    assert {key for key in CAST if verbs(play, key) & KEEPING} == {"bestuur"}


def test_the_fg_keeps_a_case_only_when_asked_in_it() -> None:
    play = Play(circle=school(person("fg", "fg")))
    assert verbs(play, "fg") == set()
    asked = Round(task="strategie", number=9, opened_at=NOW, assignees=(Assignee(person="fg", role="fg"),))
    play.case = replace(play.case, rounds=(*play.case.rounds, asked))
    assert verbs(play, "fg") >= KEEPING | {"read"}
    assert "dossier" not in verbs(play, "fg")


@pytest.mark.parametrize(
    "role, has", [("manager_hrm", True), ("pr", False), ("vertrouwenspersoon", False), ("directie", True)]
)
def test_the_dossier_is_for_who_handles_the_case_in_a_role_of_it(role: str, *, has: bool) -> None:
    play = Play(circle=school(person("iemand", role)))
    asked = Round(task="strategie", number=9, opened_at=NOW, assignees=(Assignee(person="iemand", role=role),))
    assert "dossier" not in verbs(play, "iemand")
    play.case = replace(with_facts(play.case, plaatser="medewerker"), rounds=(*play.case.rounds, asked))
    assert ("dossier" in verbs(play, "iemand")) is has
    if role == "manager_hrm":
        play.case = with_facts(play.case, plaatser="ouder")
        assert "dossier" not in verbs(play, "iemand")


@pytest.mark.parametrize("roles, closed", [(("manager_hrm",), {"leerling"}), (("manager_hrm", "directie"), set())])
def test_who_is_of_personnel_alone_does_not_see_the_dossier_of_a_pupil(
    roles: tuple[str, ...], closed: set[str]
) -> None:
    play = Play(circle=school(person("iemand", *roles)))
    asked = Round(task="strategie", number=9, opened_at=NOW, assignees=(Assignee(person="iemand", role=roles[0]),))
    play.case = replace(with_facts(play.case, plaatser="medewerker"), rounds=(*play.case.rounds, asked))
    assert may("iemand", "dossier", play.protocol, play.case, play.circle).not_dossiers == closed


def test_who_is_entrusted_with_a_dossier_task_has_the_dossier_while_it_is_theirs() -> None:
    play = Play()
    play.to_directie("ouder")
    assert "dossier" not in verbs(play, "leidinggevende")
    task = next(key for key, one in play.kind.tasks.items() if one.does.startswith("dossier_"))
    asked = Round(task=task, number=1, opened_at=NOW, assignees=(Assignee(person="leidinggevende", role="directie"),))
    play.case = replace(play.case, rounds=(*play.case.rounds, asked))
    assert "dossier" in verbs(play, "leidinggevende")


# The administrator


def alone() -> Play:
    """A school that has nobody left but who runs the app."""
    return Play(circle=school(without=("leidinggevende", "vervanger", "directie", "bestuur", "toezicht")))


def test_an_administrator_who_is_asked_because_nobody_else_is_there_only_hands_the_task_over() -> None:
    play = alone()
    assert play.asked_of("strategie") == {"beheerder"}
    assert verbs(play, "beheerder") == {"read", "assign"}
    assert may("beheerder", "read", play.protocol, play.case, play.circle).only_author == "beheerder"
    assert may("beheerder", "assign", play.protocol, play.case, play.circle).only_author == "beheerder"
    with pytest.raises(NotAllowedError):
        play.finish("strategie", "naar_directie", by="beheerder")
    play.do(Assign(actor="beheerder", task="strategie", number=1, to="leerkracht", reason=CONTENT))
    assert play.asked_of("strategie") == {"leerkracht"}
    assert verbs(play, "beheerder") == set()
    play.finish("strategie", "zelf_oplossen", by="leerkracht")


def test_an_administrator_whom_the_school_named_for_the_end_stays_an_administrator() -> None:
    circle = replace(alone().circle, fallback=("beheerder",))
    assert verbs(Play(circle=circle), "beheerder") == {"read", "assign"}
    also_hr = {**circle.people, "beheerder": person("beheerder", "beheerder", "manager_hrm")}
    assert verbs(Play(circle=replace(circle, people=also_hr)), "beheerder") >= HANDLING


# Who may not see what was merged


def test_a_report_that_was_merged_is_not_for_whom_it_is_about() -> None:
    play = Play()
    grant = may("leidinggevende", "read", play.protocol, play.case, play.circle)
    other = replace(with_facts(play.case, betrokkenen=("leidinggevende",)), id="case-2", merged_into="case-1")
    assert joined(grant, other) is None
    assert joined(grant, replace(play.case, id="case-2", merged_into="case-1")) is not None
    assert joined(grant, replace(play.case, id="case-2", merged_into="case-3")) is None
    own = may("melder", "read", play.protocol, play.case, play.circle)
    assert joined(own, replace(play.case, id="case-2", merged_into="case-1")) is None


def test_leave_for_one_purpose_is_for_one_person() -> None:
    play = Play()
    own = may("melder", "read", play.protocol, play.case, play.circle)
    whole = may("leidinggevende", "read", play.protocol, play.case, play.circle)
    found = play.round("strategie")
    assert to_melder(own, play.case) == Grant(case_id="case-1", person="melder")
    assert to_melder(whole, play.case) is None
    assert to_answer(own, play.case, found) is None
    assert to_answer(whole, play.case, found) == whole
    assert to_answer(whole, play.case, replace(found, state="done")) is None
    assert own_words(whole) == Grant(case_id="case-1", person="leidinggevende", only_author="leidinggevende")
