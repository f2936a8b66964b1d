"""What the law, the police or a dossier asks does not vanish: not by an answer, a correction, a withdrawal, a merge."""

import pytest

from tests.workflows.engine.cast import Play, protocol_of
from workflows.engine.actions import Correct, Merge, Withdraw
from workflows.engine.errors import NotAllowedError

POLICE = {"dreiging": "ja", "seksuele_intimidatie": "ja", "beschuldiging": "ja"}
LADDER = ["lentiz", "cvo-nwf", "laurens"]


def at_udens() -> Play:
    return Play(protocol=protocol_of("udens"), **POLICE)


@pytest.mark.parametrize("fact", POLICE)
def test_an_answer_of_the_melder_that_asks_for_the_police_is_not_ticked_away(fact: str) -> None:
    play = at_udens()
    given = POLICE | {"leerling_betrokken": "nee", fact: "nee"}
    with pytest.raises(NotAllowedError) as refused:
        play.do(play.finishing("strategie", "zelf_oplossen", **given))
    assert refused.value.key == "error.duty_stands"
    assert play.round("strategie").state == "open"
    play.finish("strategie", "zelf_oplossen", **(given | POLICE))
    assert {"politie_dreiging", "politie_intimidatie", "politie_beschuldiging"} <= play.musts()


@pytest.mark.parametrize("actor", ["leidinggevende", "directie"])
def test_only_the_bestuur_takes_back_what_asks_for_the_police(actor: str) -> None:
    play = Play(dreiging="ja")
    with pytest.raises(NotAllowedError):
        play.do(Correct(actor=actor, facts={"dreiging": "nee"}, reason="r"))
    play.finish("politie_dreiging", "niet_mogelijk")
    assert play.asked_of("dreiging_bevestigen") == {"bestuur"}
    with pytest.raises(NotAllowedError):
        play.do(Correct(actor=actor, facts={"dreiging": "nee"}, reason="r"))
    play.do(Correct(actor="bestuur", facts={"dreiging": "nee"}, reason="r"))
    assert not {"politie_dreiging", "dreiging_bevestigen"} & play.open()


def test_what_was_done_can_be_put_right_by_who_handles_the_case() -> None:
    play = Play(dreiging="ja")
    play.finish("politie_dreiging", "gemeld")
    play.finish("slachtoffer_veilig", "veilig")
    play.do(Correct(actor="directie", facts={"dreiging": "nee"}, reason="r"))
    assert play.case.fact("dreiging") == "nee"


def test_a_melder_does_not_withdraw_what_the_police_must_hear() -> None:
    play = at_udens()
    play.do(Withdraw(actor="melder"))
    assert play.case.state == "open"
    with pytest.raises(NotAllowedError):
        play.finish("intrekking", "akkoord")


@pytest.mark.parametrize("name", LADDER)
def test_no_case_is_withdrawn_or_merged_while_a_dossier_the_inspector_or_the_police_waits(name: str) -> None:
    play = Play(protocol=protocol_of(name))
    play.to_directie("medewerker", "plaatser")
    play.finish("gesprek_medewerker", "niet_hersteld")
    play.finish("oordeel_medewerker", "in_strijd")
    assert "dossier_medewerker" in play.musts()
    play.do(Withdraw(actor="melder"))
    for end in (lambda: play.finish("intrekking", "akkoord"), lambda: play.do(Merge(actor="directie", into="case-2"))):
        with pytest.raises(NotAllowedError):
            end()
    assert play.case.state == "open"


def test_a_check_on_a_person_that_was_allowed_is_ended_not_withdrawn() -> None:
    play = Play("controle", protocol=protocol_of("lentiz"), melder="directie", doelgroep="medewerker")
    play.finish("besluit_controle", "toegestaan")
    play.do(Withdraw(actor="directie"))
    with pytest.raises(NotAllowedError):
        play.finish("intrekking", "akkoord")


def test_a_strategy_that_nobody_could_decide_on_goes_to_the_directie_with_all_its_duties() -> None:
    play = Play(protocol=protocol_of("udens"), plaatser="leerling", leerling_betrokken="ja")
    play.finish("strategie", "niet_mogelijk")
    assert play.case.owner == "directie"
    assert {"ouders_inschakelen", "slachtoffer_begeleiden", "politiegronden"} <= play.musts()


@pytest.mark.parametrize("role", ["directie", "bestuur"])
@pytest.mark.parametrize("name", ["scala", "laurens"])
@pytest.mark.parametrize("outcome", ["zelf_oplossen", "buiten_bereik"])
def test_who_was_passed_over_on_purpose_does_not_get_the_case_at_its_end(name: str, role: str, outcome: str) -> None:
    play = Play(protocol=protocol_of(name), melden_aan=role)
    play.finish("strategie", outcome)
    assert play.asked_of("afsluiten") == {role}
