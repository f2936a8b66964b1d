"""The law in every school: each protocol asks what it asks, of the right people, and no case ends before it is done.

``test_fast_lane`` and ``test_law`` look closely at one school; here the five stand side by side.
"""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.workflows.engine.cast import CONTENT, Play, protocol_of
from workflows.engine.calendar import AMSTERDAM
from workflows.engine.errors import IncompleteError
from workflows.engine.protocol import asked

LADDER = ["cvo-nwf", "laurens", "lentiz", "udens"]
SCHOOLS = [*LADDER, "scala"]
SUNDAY = datetime(2026, 11, 22, 20, tzinfo=UTC)
INSPECTOR = "vertrouwensinspecteur"
PHONE = "nooit zelf in de telefoon"
every_school = pytest.mark.parametrize("name", SCHOOLS)
every_ladder = pytest.mark.parametrize("name", LADDER)


def reported(name: str, **facts: Any) -> Play:
    return Play(protocol=protocol_of(name), **facts)


def judged_where_that_is_asked(play: Play, poster: str) -> None:
    if f"oordeel_{poster}" in play.open():
        play.finish(f"oordeel_{poster}", "in_strijd")


def refused_without(play: Play, field: str, task: str, outcome: str) -> None:
    given: dict[str, Any] = {field: ""}
    finishing = play.finishing(task, outcome, **given)
    with pytest.raises(IncompleteError) as refused:
        play.do(finishing)
    assert field in refused.value.fields


@pytest.mark.rule("X-1")
@every_school
def test_a_suspicion_is_asked_first_and_goes_to_the_bestuur_alone(name: str) -> None:
    play = reported(name, zedenvermoeden="ja")
    assert play.kind.intake[0] == "zedenvermoeden"
    assert play.musts() == play.open() == {"zeden_inspecteur", "zeden_veiligheid"}
    assert set(play.last.asked) == {"bestuur"}
    assert play.last.informed == frozenset()


@pytest.mark.rule("X-2")
@pytest.mark.rule("X-3")
@every_school
def test_the_bestuur_calls_decides_tells_both_sides_and_files_before_it_can_close(name: str) -> None:
    play = reported(name, zedenvermoeden="ja")
    play.finish("zeden_veiligheid", "veilig")
    for tasks, outcome in (
        ({"zeden_inspecteur"}, "gebeld"),
        ({"bestuur_zeden"}, "redelijk_vermoeden"),
        ({"zeden_beschuldigde", "zeden_ouders"}, "ingelicht"),
        ({"zeden_aangifte"}, "aangifte"),
    ):
        assert play.musts() == tasks
        assert "afsluiten" not in play.open()
        for task in sorted(tasks):
            assert play.asked_of(task) == {"bestuur"}
            play.finish(task, outcome)
    play.close()


@pytest.mark.rule("X-3")
@every_school
def test_the_inspector_is_phoned_when_somebody_picks_up(name: str) -> None:
    contact = protocol_of(name).contacts[INSPECTOR]
    assert (contact.phone, contact.opens, contact.closes) == ("0900 111 3 111", "08:00", "17:00")
    play = reported(name, zedenvermoeden="ja", now=SUNDAY)
    due = play.round("zeden_inspecteur").due_at
    assert due is not None
    assert due.astimezone(AMSTERDAM) == datetime(2026, 11, 23, 10, tzinfo=AMSTERDAM)


@pytest.mark.rule("X-3")
@pytest.mark.parametrize(
    "name, qualified, task",
    [
        ("cvo-nwf", "ja", INSPECTOR),
        ("laurens", "ja", "inspecteur_besluit"),
        ("laurens", "seksueel", INSPECTOR),
        ("lentiz", "ja", INSPECTOR),
        ("scala", "ja", INSPECTOR),
    ],
)
def test_what_an_employee_did_is_phoned_to_the_inspector_too(name: str, qualified: str, task: str) -> None:
    play = reported(name)
    play.to_directie("medewerker")
    play.finish("kwalificatie", "vastgelegd", grensoverschrijdend=qualified)
    assert task in play.musts()
    assert play.kind.tasks[task].calls == INSPECTOR


@pytest.mark.rule("X-4")
@every_school
def test_a_threat_goes_to_the_police_at_once_and_the_bestuur_confirms_when_it_did_not(name: str) -> None:
    play = reported(name, dreiging="ja")
    assert "dreiging" in play.kind.more
    assert {"politie_dreiging", "slachtoffer_veilig"} <= play.musts()
    assert "afsluiten" not in play.open()
    play.finish("politie_dreiging", "niet_mogelijk")
    assert "dreiging_bevestigen" in play.musts()
    assert play.asked_of("dreiging_bevestigen") == {"bestuur"}
    play.finish("dreiging_bevestigen", "toch_melden")
    assert "politie_dreiging" in play.musts()


@pytest.mark.rule("X-4")
@pytest.mark.rule("X-7")
@every_school
def test_who_is_threatened_is_spoken_to_and_made_safe(name: str) -> None:
    play = reported(name, dreiging="ja")
    assert "slachtoffer_veilig" in play.musts()
    refused_without(play, "afspraken", "slachtoffer_veilig", "veilig")
    play.finish("slachtoffer_veilig", "niet_mogelijk")
    assert "veiligheid_bevestigen" in play.musts()
    assert play.asked_of("veiligheid_bevestigen") == {"bestuur"}
    play.finish("veiligheid_bevestigen", "toch_regelen")
    assert "slachtoffer_veilig" in play.musts()


@pytest.mark.rule("X-6")
@every_school
def test_evidence_with_a_date_goes_with_the_report(name: str) -> None:
    protocol = protocol_of(name)
    assert "bijlagen" in protocol.kinds["ontsporing"].intake
    assert protocol.fields["bijlagen"].type == "file"
    assert "datum" in protocol.fields["bijlagen"].help
    assert "datum" in protocol.texts["bewaar_bewijs"]


@pytest.mark.rule("X-6")
@pytest.mark.parametrize("name", ["cvo-nwf", "laurens", "lentiz", "scala"])
def test_what_may_be_a_crime_brings_the_evidence_to_a_decision_on_the_police(name: str) -> None:
    play = reported(name)
    play.to_directie("leerling")
    play.finish("strafbaar_beoordelen", "vastgelegd", strafbaar="ja")
    assert "politie" in play.musts()


@pytest.mark.rule("X-7")
@every_school
def test_the_pupil_is_safe_before_all_else(name: str) -> None:
    play = reported(name, zedenvermoeden="ja")
    assert "zeden_veiligheid" in play.musts()
    refused_without(play, "afspraken", "zeden_veiligheid", "veilig")


@pytest.mark.rule("X-7")
@every_ladder
def test_who_is_hurt_is_asked_first_what_they_need(name: str) -> None:
    play = reported(name)
    play.finish("strategie", "naar_directie")
    assert "slachtoffer_spreken" in play.open()
    assert "nodig" in play.kind.tasks["slachtoffer_spreken"].help


@pytest.mark.rule("X-7")
@pytest.mark.parametrize(
    "poster, task",
    [
        ("medewerker", "gesprek_medewerker"),
        ("leerling", "gesprek_leerling"),
        ("ouder", "gesprek_ouder"),
        ("andere_volwassene", "gesprek_volwassene"),
    ],
)
@every_ladder
def test_nobody_is_judged_before_they_were_heard(name: str, poster: str, task: str) -> None:
    heard_first(name, poster, task, "niet_hersteld")


@pytest.mark.rule("X-7")
@pytest.mark.parametrize("poster, task", [("medewerker", "gesprek_medewerker"), ("ouder", "gesprek_volwassene")])
def test_nobody_of_scala_is_judged_before_they_were_heard(poster: str, task: str) -> None:
    heard_first("scala", poster, task, "inadequaat")


def heard_first(name: str, poster: str, task: str, outcome: str) -> None:
    play = reported(name)
    play.to_directie(poster)
    assert task in play.musts()
    assert [one for one in play.open() if one.startswith(("oordeel", "maatregel", "dossier"))] == []
    refused_without(play, "verslag", task, outcome)
    assert "zienswijze" in asked(play.kind.tasks[task], outcome)
    assert play.protocol.question("zienswijze").type == "longtext"


@pytest.mark.rule("X-11")
@pytest.mark.parametrize(
    "name, task",
    [
        *((name, task) for name in LADDER for task in ("gesprek_leerling", "maatregel_leerling_nemen")),
        ("scala", "gesprek_kind"),
        ("scala", "maatregel_leerling"),
    ],
)
def test_nobody_reads_the_phone_of_a_pupil(name: str, task: str) -> None:
    assert PHONE in protocol_of(name).kinds["ontsporing"].tasks[task].help


@pytest.mark.rule("X-11")
@pytest.mark.parametrize(
    "name, question, option",
    [
        *((name, "herstel", "verwijdert") for name in LADDER),
        ("laurens", "maatregel_leerling", "verwijderen"),
        ("laurens", "maatregel_ouder", "verwijderen"),
        ("scala", "reactie_kind", "verwijdert"),
        ("scala", "maatregel_leerling", "verwijderen"),
    ],
)
def test_a_post_is_removed_by_who_placed_it(name: str, question: str, option: str) -> None:
    label = protocol_of(name).question(question).of[option]
    assert "zelf" in label or label.startswith("De leerling")


@pytest.mark.rule("X-12")
@every_ladder
def test_a_suspension_is_written_down_and_told_to_the_inspection(name: str) -> None:
    play = reported(name)
    play.to_directie("leerling")
    play.finish("gesprek_leerling", "hersteld")
    judged_where_that_is_asked(play, "leerling")
    is_fact = "maatregel_leerling" in play.protocol.facts
    measure = ("schorsing",) if is_fact else CONTENT
    play.finish("maatregel_leerling_nemen", "maatregel", maatregel_leerling=measure)
    assert "schorsing_leerling" in play.open()
    for word in ("een week", "een dag", "redenen", "inspectie"):
        assert word in play.kind.tasks["schorsing_leerling"].help


@pytest.mark.rule("X-13")
@every_ladder
def test_a_measure_against_an_employee_is_chosen_and_signed_by_who_may(name: str) -> None:
    play = reported(name)
    play.to_directie("medewerker")
    play.finish("gesprek_medewerker", "niet_hersteld")
    judged_where_that_is_asked(play, "medewerker")
    assert "maatregel_medewerker" in play.open() - play.musts()
    for field in ("maatregel_medewerker", "bevoegde"):
        refused_without(play, field, "maatregel_medewerker", "maatregel")
    assert "cao" in play.protocol.fields["maatregel_medewerker"].help


@pytest.mark.rule("X-13")
@pytest.mark.parametrize("outcome, task", [("adequaat", "maatregel_adequaat"), ("inadequaat", "maatregel_inadequaat")])
def test_a_measure_against_an_employee_of_scala_follows_the_cao(outcome: str, task: str) -> None:
    play = reported("scala")
    play.to_directie("medewerker")
    play.finish("gesprek_medewerker", outcome)
    if outcome == "inadequaat":
        play.finish("overleg_bestuur", "besproken")
    assert task in play.open()
    refused_without(play, "maatregel_medewerker", task, "maatregel")
    assert "cao" in play.kind.tasks[task].help
    assert "cao" in play.protocol.fields["maatregel_medewerker"].help
