"""The rules on dossiers and measures that CVO and Laurens have alike, each under its own number."""

from typing import Any

import pytest

from tests.workflows.engine.cast import protocol_of
from tests.workflows.engine.ladder import reported
from workflows.engine.errors import IncompleteError

STAFF_MEASURES = {"waarschuwing", "schorsing", "berisping", "ontslag", "ontslag_staande_voet"}
THREE = {"waarschuwing", "schorsing", "verwijdering"}
MEASURES = {"cvo-nwf": THREE, "laurens": THREE | {"bewaring", "verwijderen", "anders"}}


def at_both(*rules: str) -> pytest.MarkDecorator:
    """Both schools, each with those of the rules that are its own."""
    rows = {"cvo-nwf": "CVO-", "laurens": "LAU-"}
    return pytest.mark.parametrize(
        "school",
        [
            pytest.param(name, marks=[pytest.mark.rule(one) for one in rules if one.startswith(letters)])
            for name, letters in rows.items()
        ],
    )


@at_both("CVO-S1", "LAU-S2")
@pytest.mark.parametrize("plaatser", ["medewerker", "ikzelf"])
@pytest.mark.parametrize("reaction", ["hersteld", "niet_hersteld"])
def test_an_employee_against_the_rules_comes_into_the_personnel_file(reaction: str, plaatser: str, school: str) -> None:
    protocol = protocol_of(school)
    play = reported(protocol, plaatser)
    play.finish("kwalificatie", "vastgelegd", grensoverschrijdend="nee")
    play.finish("gesprek_medewerker", reaction)
    play.finish("oordeel_medewerker", "in_strijd")
    assert play.open() == {"maatregel_medewerker", "dossier_medewerker"}
    assert play.kind.tasks["dossier_medewerker"].does == "dossier_personeel"
    assert "Alle correspondentie" in play.kind.tasks["dossier_medewerker"].help
    assert protocol.dossiers[plaatser].type == "personeel"
    play.finish("maatregel_medewerker", "niet")
    play.finish("dossier_medewerker", "vastgelegd")
    play.close()


@at_both("CVO-S1", "LAU-S2")
def test_an_employee_who_did_nothing_wrong_comes_into_no_file(school: str) -> None:
    play = reported(protocol_of(school), "medewerker", "plaatser")
    play.finish("kwalificatie", "vastgelegd", grensoverschrijdend="nee")
    play.finish("gesprek_medewerker", "hersteld")
    play.finish("oordeel_medewerker", "niet_in_strijd")
    assert play.open() == {"afsluiten"}
    play.close()


@at_both("CVO-S3", "CVO-A7", "LAU-S4", "LAU-A8")
def test_five_measures_may_follow_for_an_employee_and_none_comes_by_itself(school: str) -> None:
    protocol = protocol_of(school)
    assert set(protocol.fields["maatregel_medewerker"].of) == STAFF_MEASURES
    for measure in sorted(STAFF_MEASURES):
        play = reported(protocol, "medewerker", "plaatser")
        play.finish("gesprek_medewerker", "niet_hersteld")
        play.finish("oordeel_medewerker", "in_strijd")
        assert "maatregel_medewerker" not in play.musts()
        with pytest.raises(IncompleteError):
            play.do(play.finishing("maatregel_medewerker", "maatregel", motivering=""))
        play.finish("maatregel_medewerker", "maatregel", maatregel_medewerker=measure)
        assert play.round("maatregel_medewerker").answers["maatregel_medewerker"] == measure


@at_both("CVO-S4", "LAU-S5")
@pytest.mark.parametrize("plaatser", ["leerling", "ouder"])
@pytest.mark.parametrize("reaction", ["hersteld", "niet_hersteld"])
def test_a_pupil_or_parent_against_the_rules_comes_into_the_pupil_file(
    reaction: str, plaatser: str, school: str
) -> None:
    protocol = protocol_of(school)
    play = reported(protocol, plaatser)
    assert play.musts() == {f"gesprek_{plaatser}"}
    play.finish(f"gesprek_{plaatser}", reaction)
    play.finish(f"oordeel_{plaatser}", "in_strijd")
    assert play.musts() == {f"dossier_{plaatser}"}
    assert play.kind.tasks[f"dossier_{plaatser}"].does == "dossier_leerling"
    assert "Alle correspondentie" in play.kind.tasks[f"dossier_{plaatser}"].help
    assert protocol.dossiers[plaatser].type == "leerling"
    play.finish(f"maatregel_{plaatser}_nemen", "niet")
    play.finish(f"dossier_{plaatser}", "vastgelegd")
    play.close()


@at_both("CVO-S4", "LAU-S5")
@pytest.mark.parametrize("plaatser", ["leerling", "ouder"])
def test_a_pupil_or_parent_who_did_nothing_wrong_comes_into_no_file(plaatser: str, school: str) -> None:
    play = reported(protocol_of(school), plaatser)
    play.finish(f"gesprek_{plaatser}", "hersteld")
    play.finish(f"oordeel_{plaatser}", "niet_in_strijd")
    assert play.open() == {"afsluiten"}
    play.close()


@at_both("CVO-S5", "CVO-A7", "LAU-S6", "LAU-A8")
@pytest.mark.parametrize("plaatser", ["leerling", "ouder"])
def test_the_schools_own_measures_may_follow_for_a_pupil_or_parent(plaatser: str, school: str) -> None:
    protocol = protocol_of(school)
    assert set(protocol.question(f"maatregel_{plaatser}").of) == MEASURES[school]
    for measure in sorted(MEASURES[school]):
        play = reported(protocol, plaatser)
        play.finish(f"gesprek_{plaatser}", "niet_hersteld")
        play.finish(f"oordeel_{plaatser}", "in_strijd")
        assert f"maatregel_{plaatser}_nemen" not in play.musts()
        chosen: dict[str, Any] = {f"maatregel_{plaatser}": (measure,)}
        play.finish(f"maatregel_{plaatser}_nemen", "maatregel", **chosen)
        assert play.round(f"maatregel_{plaatser}_nemen").answers[f"maatregel_{plaatser}"] == (measure,)


@pytest.mark.rule("LAU-S6")
@pytest.mark.parametrize("plaatser", ["leerling", "ouder"])
def test_at_laurens_a_pupil_deletes_a_message_themself(plaatser: str) -> None:
    options = protocol_of("laurens").question(f"maatregel_{plaatser}").of
    assert "zelf laten verwijderen" in options["verwijderen"]


@pytest.mark.parametrize("school", ["cvo-nwf", "laurens"])
def test_another_adult_is_spoken_to_and_comes_into_no_file(school: str) -> None:
    play = reported(protocol_of(school), "andere_volwassene")
    assert play.open() == {"gesprek_volwassene"}
    play.finish("gesprek_volwassene", "niet_hersteld")
    play.close()
