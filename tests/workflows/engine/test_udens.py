"""Udens College: every rule of its document kept by the protocol, and each branch walked to its end."""

from datetime import date

import pytest

from tests.workflows.engine.cast import checked_with_the_law, protocol_of
from tests.workflows.engine.udens import (
    ABSENT,
    GROUNDS,
    MEASURES,
    MOMENTS,
    TALKS,
    blank,
    guided,
    no_grounds,
    reported,
    with_parents,
)
from workflows.engine.errors import IncompleteError
from workflows.protocol_files import dump


@pytest.mark.parametrize("measure", ["maatregel", "niet"])
@pytest.mark.parametrize("reaction", ["hersteld", "niet_hersteld", "niet_mogelijk"])
@pytest.mark.parametrize("poster", TALKS)
def test_every_branch_can_be_walked_to_its_end(poster: str, reaction: str, measure: str) -> None:
    play = reported()
    play.to_directie(poster)
    no_grounds(play)
    guided(play)
    with_parents(play)
    play.finish("slachtoffer_spreken", "overslaan")
    assert play.musts() == {TALKS[poster]}
    play.finish(TALKS[poster], reaction)
    if poster in MEASURES:
        play.finish(MEASURES[poster][1], measure)
    play.close()


def test_an_unknown_poster_is_looked_for_until_found_or_stopped_with_a_reason() -> None:
    play = reported()
    play.to_directie("onbekend")
    no_grounds(play)
    guided(play)
    assert play.musts() == {"plaatser_zoeken"}
    play.finish("plaatser_zoeken", "gestopt")
    play.close()


def test_what_has_nothing_to_do_with_the_school_ends_with_a_motivation() -> None:
    play = reported()
    play.finish("strategie", "buiten_bereik")
    play.close()


def test_what_the_leidinggevende_solves_alone_still_asks_about_pupils_victims_and_the_police() -> None:
    play = reported()
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing("strategie", "zelf_oplossen", **blank(*GROUNDS, "leerling_betrokken")))
    assert set(refused.value.fields) == {*GROUNDS, "leerling_betrokken"}
    play.finish("strategie", "zelf_oplossen", leerling_betrokken="nee")
    assert play.musts() == {"slachtoffer_begeleiden"}
    play.finish("slachtoffer_begeleiden", "geen_slachtoffer")
    play.close()


def test_udens_can_always_be_closed_and_every_cite_exists() -> None:
    assert checked_with_the_law("udens").problems == ()


@pytest.mark.rule("UDE-GOV")
def test_the_header_says_who_adopted_the_protocol_and_what_it_belongs_to() -> None:
    protocol = protocol_of("udens")
    assert protocol.version == date(2012, 3, 19).isoformat()
    for words in ("MR op 7 maart 2012", "bestuur op 19 maart 2012", "schoolveiligheidsplan"):
        assert words in protocol.adopted
    assert (protocol.label("directie"), protocol.label("bestuur")) == ("schoolleiding", "directeur-bestuurder")


@pytest.mark.rule("UDE-0")
def test_only_the_fast_lane_of_the_law_phones_the_inspector() -> None:
    kinds = protocol_of("udens").kinds
    phoning = {key for kind in kinds.values() for key, task in kind.tasks.items() if task.calls}
    assert phoning == {"zeden_inspecteur"}
    play = reported(zedenvermoeden="ja")
    assert play.asked_of("zeden_inspecteur") == {"bestuur"}
    play = reported()
    play.to_directie("medewerker")
    assert not phoning & play.open()


@pytest.mark.rule("UDE-0")
def test_no_dossier_no_list_of_staff_sanctions_and_no_plichtsverzuim() -> None:
    protocol = protocol_of("udens")
    tasks = protocol.kinds["ontsporing"].tasks
    assert not {*ABSENT} & set(tasks)
    assert not [key for key, task in tasks.items() if task.does.startswith("dossier")]
    assert dict(protocol.dossiers) == {}
    assert not {"grensoverschrijdend", "strafbaar"} & set(protocol.facts)
    assert not any(protocol.fields[f"maatregel_{group}"].of for group in ("medewerker", "leerling", "ouder"))
    assert "plichtsverzuim" not in dump(protocol).lower()
    assert "0900" not in protocol.articles["UDE-0"].text


def test_what_other_schools_have_and_udens_has_not_is_absent() -> None:
    protocol = protocol_of("udens")
    assert set(protocol.kinds) == {"ontsporing", "publicatie"}
    assert protocol.task("ontsporing", "niet_reageren").strength == "may"
    assert "vrienden" not in protocol.facts["aard"].of
    assert not {"denk_na", "statementtekst"} & set(protocol.fields)
    assert "tussenantwoord" not in protocol.texts
    assert not [key for key in protocol.kinds["ontsporing"].tasks if "klacht" in key or "statement" in key]


@pytest.mark.parametrize(
    "rule, moments",
    [pytest.param(rule, moments, marks=pytest.mark.rule(rule)) for rule, moments in MOMENTS.items()],
)
def test_a_rule_is_read_at_the_moment_that_it_matters(rule: str, moments: set[str]) -> None:
    assert set(protocol_of("udens").articles[rule].shown) == moments


@pytest.mark.rule("UDE-R5a")
@pytest.mark.rule("UDE-R5b")
def test_only_who_represents_the_college_reads_the_rule_on_that() -> None:
    articles = protocol_of("udens").articles
    assert {rule for rule, article in articles.items() if article.when} == {"UDE-R5a", "UDE-R5b"}
    assert articles["UDE-R5a"].when == articles["UDE-R5b"].when == {"vertegenwoordiger": ("ja",)}
