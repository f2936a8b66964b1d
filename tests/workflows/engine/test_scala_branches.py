"""Scala's stappenplan, each branch walked to its end in the engine."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.workflows.engine.cast import CALENDAR, Play, protocol_of
from workflows.engine.contact import hours_of
from workflows.engine.errors import IncompleteError, NotAllowedError


def reported(**facts: Any) -> Play:
    return Play(protocol=protocol_of("scala"), **facts)


def qualified(play: Play, answer: str = "nee") -> None:
    play.finish("kwalificatie", "vastgelegd", grensoverschrijdend=answer)


def no_measure(play: Play, task: str) -> None:
    play.finish(task, "geen" if task == "maatregel_inadequaat" else "niet")


@pytest.mark.rule("SCA-B5")
@pytest.mark.rule("SCA-F0a")
def test_a_derailing_conversation_goes_to_the_leidinggevende_and_from_there_to_the_directie() -> None:
    play = reported()
    assert play.asked_of("strategie") == {"leidinggevende"}
    play.finish("strategie", "naar_directie")
    assert play.case.owner == "directie"


@pytest.mark.rule("SCA-D2")
def test_what_falls_outside_the_protocol_ends_with_a_motivation() -> None:
    play = reported()
    play.finish("strategie", "buiten_bereik")
    assert play.round("strategie").answers == {"motivering": "content-1"}
    play.close()


@pytest.mark.rule("SCA-F0b")
def test_the_directie_must_tell_all_staff_and_must_lift_it_again() -> None:
    play = reported()
    play.finish("strategie", "naar_directie")
    assert {"niet_reageren", "plaatser_benoemen"} <= play.musts()
    play.finish("niet_reageren", "verstuurd")
    assert "opheffen" in play.musts()


@pytest.mark.rule("SCA-F0c")
@pytest.mark.rule("SCA-D1")
def test_the_directie_names_who_posted() -> None:
    play = reported()
    play.finish("strategie", "naar_directie")
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing("plaatser_benoemen", "benoemd", plaatser=""))
    assert set(refused.value.fields) == {"plaatser"}
    play.finish("plaatser_benoemen", "benoemd", plaatser="medewerker")
    assert "gesprek_medewerker" in play.musts()


@pytest.mark.rule("SCA-D1")
@pytest.mark.rule("SCA-F0c")
@pytest.mark.parametrize(
    "poster, task",
    [
        pytest.param("ikzelf", "gesprek_medewerker", marks=pytest.mark.rule("SCA-F2e")),
        pytest.param("medewerker", "gesprek_medewerker", marks=pytest.mark.rule("SCA-F2e")),
        ("oud_medewerker", "gesprek_volwassene"),
        ("ouder", "gesprek_volwassene"),
        ("andere_volwassene", "gesprek_volwassene"),
        ("leerling", "leerkracht_aanwijzen"),
        ("onbekend", "plaatser_zoeken"),
    ],
)
def test_whoever_posted_is_spoken_to_or_looked_for(poster: str, task: str) -> None:
    play = reported()
    play.to_directie(poster)
    assert task in play.musts()
    assert play.asked_of(task) == {"directie"}
    others = {"gesprek_medewerker", "gesprek_volwassene", "leerkracht_aanwijzen", "plaatser_zoeken"} - {task}
    assert not others & play.open()


@pytest.mark.parametrize(
    "poster, task, outcome, field",
    [
        pytest.param(*row, marks=pytest.mark.rule(rule))
        for rule, row in (
            ("SCA-F1.2", ("medewerker", "gesprek_medewerker", "adequaat", "reactie_medewerker")),
            ("SCA-F2a.1", ("ouder", "gesprek_volwassene", "adequaat", "reactie_volwassene")),
            ("SCA-F2k.1", ("leerling", "leerkracht_aanwijzen", "aangewezen", "leerkracht")),
            ("SCA-F2k.3", ("leerling", "gesprek_kind", "erkent", "reactie_kind")),
            ("SCA-F2k.6", ("leerling", "oplossing_ouders", "afgesproken", "oplossing")),
        )
    ],
)
def test_what_somebody_does_to_put_it_right_is_written_down(poster: str, task: str, outcome: str, field: str) -> None:
    play = reported()
    play.to_directie(poster)
    if task == "gesprek_kind":
        play.finish("leerkracht_aanwijzen", "aangewezen")
    if task == "oplossing_ouders":
        play.finish("ouders_uitnodigen", "uitgenodigd")
        play.finish("gesprek_ouders", "herkennen")
    blank: dict[str, Any] = {field: ""}
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing(task, outcome, **blank))
    assert set(refused.value.fields) == {field}


@pytest.mark.rule("SCA-F1.1")
@pytest.mark.rule("SCA-F1.2")
@pytest.mark.rule("SCA-F1.3")
@pytest.mark.rule("SCA-F1.4")
@pytest.mark.rule("SCA-S2")
@pytest.mark.rule("SCA-S4")
def test_an_employee_who_puts_it_right_comes_into_the_personnel_file_and_the_case_closes() -> None:
    play = reported()
    play.to_directie("medewerker", "plaatser")
    play.lift()
    qualified(play)
    play.finish("gesprek_medewerker", "adequaat", reactie_medewerker=("rectificeert", "verwijdert"))
    assert play.open() == {"maatregel_adequaat", "dossier_medewerker"}
    play.finish("maatregel_adequaat", "maatregel", maatregel_medewerker="waarschuwing")
    assert play.kind.tasks["dossier_medewerker"].does == "dossier_personeel"
    play.finish("dossier_medewerker", "vastgelegd")
    play.close()


@pytest.mark.rule("SCA-F1.5")
@pytest.mark.rule("SCA-F1.6")
@pytest.mark.rule("SCA-F1.7")
@pytest.mark.rule("SCA-F1.8")
@pytest.mark.rule("SCA-F1.4")
@pytest.mark.rule("SCA-S2")
@pytest.mark.rule("SCA-S4")
@pytest.mark.parametrize("statement", ["geplaatst", "niet_geplaatst"])
def test_an_employee_who_does_not_leads_to_the_bestuur_a_statement_and_a_file_on_both(statement: str) -> None:
    play = reported()
    play.to_directie("medewerker", "plaatser")
    play.lift()
    qualified(play)
    play.finish("gesprek_medewerker", "inadequaat")
    assert play.open() == {"overleg_bestuur"}
    assert play.asked_of("overleg_bestuur") == {"directie", "bestuur"}
    play.finish("overleg_bestuur", "besproken", by="bestuur")
    assert play.open() == {"statement_medewerker", "maatregel_inadequaat"}
    play.finish("statement_medewerker", statement)
    assert "dossier_medewerker_directie" not in play.open()
    no_measure(play, "maatregel_inadequaat")
    play.finish("dossier_medewerker_directie", "vastgelegd")
    play.close()


@pytest.mark.rule("SCA-S3")
@pytest.mark.rule("X-3")
def test_what_the_directie_calls_grensoverschrijdend_must_be_phoned_by_who_said_so() -> None:
    play = reported()
    play.to_directie("medewerker", "plaatser")
    with pytest.raises(IncompleteError):
        play.do(play.finishing("kwalificatie", "vastgelegd", motivering=""))
    qualified(play, "ja")
    assert play.case.facts["grensoverschrijdend"].by == "directie"
    assert "vertrouwensinspecteur" in play.musts()
    assert play.asked_of("vertrouwensinspecteur") == {"directie"}
    play.finish("vertrouwensinspecteur", "gebeld")
    assert play.round("vertrouwensinspecteur").answers["datum_gebeld"] == "2026-12-08"


@pytest.mark.rule("SCA-S3")
def test_a_leidinggevende_who_calls_it_so_phones_it_through_as_well() -> None:
    play = reported()
    play.correct(by="leidinggevende", grensoverschrijdend="ja")  # before handing on: afterwards it is not theirs
    play.to_directie("medewerker", "plaatser")
    assert play.asked_of("vertrouwensinspecteur") == {"leidinggevende"}


@pytest.mark.rule("SCA-S3")
@pytest.mark.rule("X-3")
def test_the_term_for_the_inspector_begins_when_somebody_picks_up_the_phone() -> None:
    saturday = datetime(2026, 11, 28, 20, tzinfo=UTC)
    monday = datetime(2026, 11, 30, 7, tzinfo=UTC)  # 8.00 in Amsterdam
    play = Play(protocol=protocol_of("scala"), now=saturday)
    play.to_directie("medewerker", "plaatser")
    qualified(play, "ja")
    contact = play.protocol.contacts[play.kind.tasks["vertrouwensinspecteur"].calls or ""]
    assert (contact.phone, contact.opens, contact.closes) == ("0900 111 3 111", "08:00", "17:00")
    assert play.round("vertrouwensinspecteur").due_at == hours_of(contact, CALENDAR).due("direct", monday)


@pytest.mark.rule("SCA-S3")
def test_a_conversation_of_parents_or_pupils_is_not_phoned_through() -> None:
    play = reported()
    play.to_directie("leerling")
    assert not {"kwalificatie", "vertrouwensinspecteur"} & play.open()


@pytest.mark.rule("SCA-F2a.1")
@pytest.mark.rule("SCA-F2a.2")
@pytest.mark.parametrize("complaint", ["gewezen", "overslaan"])
def test_an_adult_who_puts_it_right_may_be_pointed_at_the_complaint_procedure(complaint: str) -> None:
    play = reported()
    play.to_directie("andere_volwassene")
    play.lift()
    play.finish("gesprek_volwassene", "adequaat")
    play.finish("klacht_wijzen", complaint)
    play.close()


@pytest.mark.rule("SCA-F2a.3")
@pytest.mark.rule("SCA-F2a.4")
def test_an_adult_who_does_not_leads_to_a_statement_that_is_placed_or_not_with_a_reason() -> None:
    play = reported()
    play.to_directie("oud_medewerker")
    play.lift()
    play.finish("gesprek_volwassene", "inadequaat")
    assert play.open() == {"statement_volwassene"}
    with pytest.raises(IncompleteError):
        play.do(play.finishing("statement_volwassene", "niet_geplaatst", motivering=""))
    play.finish("statement_volwassene", "niet_geplaatst")
    play.close()


@pytest.mark.rule("SCA-S5")
@pytest.mark.rule("SCA-S6")
@pytest.mark.parametrize("reaction", ["adequaat", "inadequaat", "niet_mogelijk"])
def test_a_parent_comes_into_the_pupil_file_and_another_adult_does_not(reaction: str) -> None:
    for poster, filed in (("ouder", True), ("andere_volwassene", False)):
        play = reported()
        play.to_directie(poster)
        play.finish("gesprek_volwassene", reaction)
        assert ("dossier_ouder" in play.musts()) is filed
        assert ("maatregel_ouder" in play.open()) is filed


@pytest.mark.rule("SCA-F2k.1")
@pytest.mark.rule("SCA-F2k.2")
@pytest.mark.rule("SCA-F2k.3")
@pytest.mark.rule("SCA-F2k.4")
@pytest.mark.rule("SCA-F2k.5")
@pytest.mark.rule("SCA-F2k.6")
@pytest.mark.rule("SCA-F2k.7")
@pytest.mark.rule("SCA-B3")
@pytest.mark.rule("SCA-DN")
@pytest.mark.rule("SCA-S5")
@pytest.mark.rule("SCA-S6")
@pytest.mark.parametrize("parents", ["herkennen", "ontkennen"])
@pytest.mark.parametrize("child", ["erkent", "erkent_niet"])
def test_a_pupil_is_spoken_to_by_the_teacher_while_the_parents_come_to_school(child: str, parents: str) -> None:
    play = reported()
    play.to_directie("leerling")
    play.lift()
    assert play.musts() == {"leerkracht_aanwijzen", "ouders_uitnodigen"}
    play.finish("leerkracht_aanwijzen", "aangewezen", leerkracht="leerkracht")
    play.finish("ouders_uitnodigen", "uitgenodigd")
    assert play.asked_of("gesprek_kind") == {"leerkracht"}
    play.finish("gesprek_kind", child)
    assert ("gedragsprotocol" in play.musts()) is (child == "erkent_niet")
    assert {"dossier_kind", "denk_na_nazorg", "maatregel_leerling"} <= play.open()
    if child == "erkent_niet":
        play.finish("gedragsprotocol", "gestart")
    play.finish("dossier_kind", "vastgelegd")
    play.finish("gesprek_ouders", parents)
    if parents == "herkennen":
        play.finish("oplossing_ouders", "afgesproken")
    else:
        play.finish("mededeling_gedragsprotocol", "meegedeeld")
        play.finish("statement_kind", "niet_plaatsen")
    play.close()


@pytest.mark.rule("SCA-F2k.8")
def test_a_statement_under_a_childs_post_needs_the_leave_of_the_bestuur() -> None:
    play = reported()
    play.to_directie("leerling")
    play.finish("ouders_uitnodigen", "uitgenodigd")
    play.finish("gesprek_ouders", "ontkennen")
    play.finish("mededeling_gedragsprotocol", "meegedeeld")
    play.finish("statement_kind", "vragen")
    assert play.asked_of("statement_kind_toestemming") == {"bestuur"}
    with pytest.raises(NotAllowedError):
        play.finish("statement_kind_toestemming", "akkoord", by="directie")
    assert "statement_kind_plaatsen" not in play.open()
    play.finish("statement_kind_toestemming", "akkoord")
    assert play.asked_of("statement_kind_plaatsen") == {"directie"}


@pytest.mark.rule("SCA-F0c")
def test_an_unknown_poster_is_looked_for_until_found_or_stopped_with_a_reason() -> None:
    play = reported()
    play.to_directie("onbekend")
    play.lift()
    assert play.open() == {"plaatser_zoeken"}
    play.finish("plaatser_zoeken", "nog_niet", herzien_op="2026-12-08")
    assert "afsluiten" not in play.open()
    play.finish("plaatser_zoeken", "gestopt")
    play.close()


@pytest.mark.rule("SCA-S7")
@pytest.mark.parametrize("decision", ["aangifte", "melding", "geen"])
def test_a_possible_crime_asks_a_decision_with_a_reason_and_not_a_report(decision: str) -> None:
    play = reported()
    play.finish("strategie", "naar_directie")
    play.finish("strafbaar_beoordelen", "vastgelegd", strafbaar="ja")
    assert "politie" in play.musts()
    with pytest.raises(IncompleteError):
        play.do(play.finishing("politie", decision, motivering=""))
    play.finish("politie", decision)
    assert "politie" not in play.open()


@pytest.mark.rule("SCA-S7")
def test_what_cannot_be_a_crime_asks_no_decision() -> None:
    play = reported()
    play.finish("strategie", "naar_directie")
    play.finish("strafbaar_beoordelen", "vastgelegd", strafbaar="nee")
    assert "politie" not in play.open()
