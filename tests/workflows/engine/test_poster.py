"""When somebody else turns out to have posted: what was done about the first is not held of the second."""

import pytest

from tests.workflows.engine.cast import Play, protocol_of

LADDER = ["lentiz", "cvo-nwf", "laurens"]


def judged(name: str) -> Play:
    play = Play(protocol=protocol_of(name))
    play.to_directie("medewerker", "plaatser")
    play.finish("gesprek_medewerker", "niet_hersteld")
    play.finish("oordeel_medewerker", "in_strijd")
    play.finish("dossier_medewerker", "vastgelegd")
    play.finish("kwalificatie", "vastgelegd", grensoverschrijdend="nee")
    return play


@pytest.mark.parametrize("name", LADDER)
def test_another_employee_is_spoken_to_and_judged_anew(name: str) -> None:
    play = judged(name)
    before = play.case.rounds
    play.correct(by="directie", plaatser_persoon="leerkracht")
    assert {"gesprek_medewerker", "kwalificatie"} <= play.musts()
    assert not {"maatregel_medewerker", "dossier_medewerker"} & play.open()
    assert [one for one in before if one.state == "done"] == [
        one for one in play.case.rounds[: len(before)] if one.state == "done"
    ], "what was done stays in the history"
    assert play.case.fact("grensoverschrijdend") is None
    play.finish("gesprek_medewerker", "hersteld")
    play.finish("oordeel_medewerker", "in_strijd")
    play.finish("dossier_medewerker", "vastgelegd")
    assert len(list(play.case.rounds_of("dossier_medewerker"))) == 2


@pytest.mark.parametrize("name", LADDER)
def test_a_name_that_is_filled_in_later_undoes_nothing(name: str) -> None:
    play = Play(protocol=protocol_of(name))
    play.to_directie("medewerker")
    play.finish("gesprek_medewerker", "niet_hersteld")
    play.correct(by="directie", plaatser_persoon="plaatser")
    assert play.round("gesprek_medewerker").state == "done"
    assert "oordeel_medewerker" in play.musts()


def test_the_same_name_said_twice_undoes_nothing() -> None:
    play = judged("lentiz")
    play.correct(by="directie", plaatser_persoon="plaatser")
    assert "gesprek_medewerker" not in play.open()


def test_at_scala_the_stappenplan_begins_again_for_the_other_and_can_be_closed() -> None:
    play = Play()
    play.to_directie("medewerker", "plaatser")
    play.lift()
    play.finish("kwalificatie", "vastgelegd", grensoverschrijdend="nee")
    play.finish("gesprek_medewerker", "adequaat", reactie_medewerker=("verwijdert",))
    play.finish("dossier_medewerker", "vastgelegd")
    play.correct(by="directie", plaatser_persoon="leerkracht")
    assert {"gesprek_medewerker", "kwalificatie"} == play.musts()
    play.finish("kwalificatie", "vastgelegd", grensoverschrijdend="nee")
    play.finish("gesprek_medewerker", "adequaat", reactie_medewerker=("verwijdert",))
    play.finish("dossier_medewerker", "vastgelegd")
    play.finish("maatregel_adequaat", "niet")
    play.close()
