"""Udens: the police, the victims, the parents and the measures after a report."""

import pytest

from tests.workflows.engine.udens import GROUNDS, MEASURES, POLICE, TALKS, blank, reported
from workflows.engine.errors import IncompleteError, NotAllowedError


@pytest.mark.parametrize(
    "nature",
    [
        pytest.param("grof", marks=pytest.mark.rule("UDE-G2")),
        pytest.param("compromitterend", marks=pytest.mark.rule("UDE-G2")),
        pytest.param("zwartmaken", marks=pytest.mark.rule("UDE-A5")),
        pytest.param("belediging", marks=pytest.mark.rule("UDE-A5")),
        pytest.param("seksueel", marks=pytest.mark.rule("UDE-A5")),
        pytest.param("geheim", marks=pytest.mark.rule("UDE-A5")),
        "werk_van_ander",
        "overig",
    ],
)
def test_a_report_can_say_what_it_is_about(nature: str) -> None:
    assert reported(aard=(nature,)).case.facts["aard"].value == (nature,)


@pytest.mark.rule("UDE-G4a")
@pytest.mark.rule("UDE-G4b")
@pytest.mark.rule("UDE-G4c")
@pytest.mark.parametrize("left", GROUNDS)
def test_the_directie_answers_each_ground_for_the_police(left: str) -> None:
    play = reported()
    play.finish("strategie", "naar_directie")
    assert "politiegronden" in play.musts()
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing("politiegronden", "vastgelegd", **blank(left)))
    assert set(refused.value.fields) == {left}


@pytest.mark.rule("UDE-G4a")
def test_a_threat_is_one_in_three_ways_and_goes_to_the_police_at_once() -> None:
    play = reported(dreiging="ja")
    for word in ("lichamelijk", "psychisch", "spullen"):
        assert word in play.protocol.facts["dreiging"].label
    assert "politie_dreiging" in play.musts()
    play.finish("politie_dreiging", "niet_mogelijk")
    assert play.asked_of("dreiging_bevestigen") == {"bestuur"}


@pytest.mark.parametrize("fact, task, confirming", POLICE)
def test_each_ground_opens_its_own_report_to_the_police_and_no_other(fact: str, task: str, confirming: str) -> None:
    play = reported(**{fact: "ja"})
    others = {"politie_dreiging", "politie_intimidatie", "politie_beschuldiging"} - {task}
    assert play.kind.tasks[task].police
    assert task in play.musts()
    assert play.asked_of(task) == {"directie"}
    assert not others & play.open()
    assert confirming not in play.open()


@pytest.mark.parametrize("strategy", ["naar_directie", "zelf_oplossen", "buiten_bereik"])
@pytest.mark.parametrize("fact, task, confirming", POLICE)
def test_the_police_are_told_whatever_the_leidinggevende_decides(
    fact: str, task: str, confirming: str, strategy: str
) -> None:
    play = reported(**{fact: "ja"})
    play.finish("strategie", strategy, **{fact: "ja"} if strategy == "zelf_oplossen" else {})
    assert task in play.musts()
    play.finish(task, "gemeld")
    assert confirming not in play.open()
    assert task not in play.open()


@pytest.mark.parametrize("fact, task, confirming", POLICE)
def test_the_bestuur_confirms_that_the_police_could_not_be_told_or_has_it_done(
    fact: str, task: str, confirming: str
) -> None:
    play = reported(**{fact: "ja"})
    play.finish(task, "niet_mogelijk")
    assert confirming in play.musts()
    with pytest.raises(NotAllowedError):
        play.finish(confirming, "akkoord", by="directie")
    play.finish(confirming, "toch_melden")
    assert task in play.musts()
    play.finish(task, "niet_mogelijk")
    play.finish(confirming, "akkoord")
    assert not {task, confirming} & play.open()


@pytest.mark.parametrize("fact, task, confirming", POLICE)
def test_a_ground_that_the_directie_finds_later_counts_as_well(fact: str, task: str, confirming: str) -> None:
    play = reported()
    play.finish("strategie", "naar_directie")
    assert not {task, confirming} & play.open()
    answers = dict.fromkeys(GROUNDS, "weet_niet") | {fact: "ja"}
    play.finish("politiegronden", "vastgelegd", **answers)
    assert task in play.musts()


@pytest.mark.rule("UDE-G5")
@pytest.mark.parametrize("strategy", ["naar_directie", "zelf_oplossen"])
def test_the_schoolleiding_sees_to_it_that_victims_are_guided_before_a_case_is_closed(strategy: str) -> None:
    play = reported()
    play.finish("strategie", strategy)
    assert "slachtoffer_begeleiden" in play.musts()
    assert play.asked_of("slachtoffer_begeleiden") == {"directie"}
    assert "afsluiten" not in play.open()
    with pytest.raises(IncompleteError):
        play.do(play.finishing("slachtoffer_begeleiden", "geen_slachtoffer", motivering=""))


@pytest.mark.rule("UDE-G3")
def test_the_parents_of_a_pupil_who_posted_must_be_involved() -> None:
    play = reported()
    play.to_directie("leerling")
    assert "ouders_inschakelen" in play.musts()
    assert "ouders_slachtoffer" not in play.open()
    assert play.asked_of("ouders_inschakelen") == {"directie"}
    play.finish("ouders_inschakelen", "ingeschakeld")
    assert "ouders_inschakelen" not in play.open()


@pytest.mark.rule("UDE-G3")
@pytest.mark.parametrize("poster", [poster for poster in TALKS if poster != "leerling"])
def test_the_parents_of_a_pupil_who_is_concerned_otherwise_must_be_involved_too(poster: str) -> None:
    play = reported()
    play.finish("strategie", "naar_directie")
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing("plaatser_benoemen", "benoemd", plaatser=poster, leerling_betrokken=""))
    assert set(refused.value.fields) == {"leerling_betrokken"}
    play.finish("plaatser_benoemen", "benoemd", plaatser=poster, leerling_betrokken="ja")
    assert "ouders_slachtoffer" in play.musts()
    play.correct(leerling_betrokken="nee")
    assert "ouders_slachtoffer" not in play.open()


@pytest.mark.rule("UDE-G3")
def test_the_parents_are_involved_by_the_leidinggevende_who_solves_it_alone() -> None:
    play = reported()
    play.finish("strategie", "zelf_oplossen", leerling_betrokken="ja")
    assert play.asked_of("ouders_slachtoffer") == {"leidinggevende"}
    assert "ouders_slachtoffer" in play.musts()


@pytest.mark.rule("UDE-A3")
@pytest.mark.parametrize("poster", ["medewerker", "leerling", "ouder", "andere_volwassene"])
def test_who_puts_it_right_corrects_it_openly_or_has_a_good_reason_to_delete_it(poster: str) -> None:
    play = reported()
    play.to_directie(poster)
    options = play.protocol.fields["herstel"].of
    assert next(iter(options)) == "rectificeert"
    assert "openlijk" in options["rectificeert"]
    assert "wie het wijzigde" in options["rectificeert"]
    assert "goede reden" in options["verwijdert"]
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing(TALKS[poster], "hersteld", herstel=()))
    assert set(refused.value.fields) == {"herstel"}
    play.finish(TALKS[poster], "hersteld", herstel=("rectificeert",))


@pytest.mark.rule("UDE-R10")
@pytest.mark.parametrize("reaction", ["hersteld", "niet_hersteld"])
@pytest.mark.parametrize("poster", MEASURES)
def test_a_measure_is_written_from_the_schools_own_list_and_is_never_automatic(poster: str, reaction: str) -> None:
    talk, measure = MEASURES[poster]
    field = measure.removesuffix("_nemen")
    play = reported()
    play.to_directie(poster)
    assert measure not in play.open()
    play.finish(talk, reaction)
    assert measure in play.open() - play.musts()
    question = play.protocol.fields[field]
    assert (question.type, dict(question.of)) == ("longtext", {})
    assert "maatregelenlijst van het Udens College" in question.label
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing(measure, "maatregel", **blank(field)))
    assert set(refused.value.fields) == {field}
    play.finish(measure, "maatregel")


@pytest.mark.rule("X-13")
def test_a_measure_against_staff_follows_the_cao_and_names_who_may_decide() -> None:
    play = reported()
    play.to_directie("medewerker")
    play.finish("gesprek_medewerker", "niet_hersteld")
    question = play.protocol.fields["maatregel_medewerker"]
    assert "cao" in question.help
    assert "bevoegd" in question.help
    with pytest.raises(IncompleteError):
        play.do(play.finishing("maatregel_medewerker", "maatregel", bevoegde=""))


@pytest.mark.rule("X-12")
def test_after_a_measure_for_a_pupil_the_rules_on_suspension_are_offered() -> None:
    play = reported()
    play.to_directie("leerling")
    play.finish("gesprek_leerling", "niet_hersteld")
    play.finish("maatregel_leerling_nemen", "maatregel")
    assert "schorsing_leerling" in play.open() - play.musts()
