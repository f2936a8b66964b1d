"""Lentiz: the press, and the control of somebody's data that only the board can start."""

from typing import Any

import pytest

from tests.workflows.engine.lentiz import (
    authorised,
    by_person,
    controlled,
    people_in,
    permitted,
    pressed,
)
from workflows.engine.errors import IncompleteError, NotAllowedError, StaleActionError


@pytest.mark.rule("LEN-5.2b1")
@pytest.mark.rule("LEN-5.2b2")
def test_the_press_goes_to_the_directie_at_once_and_not_to_the_leidinggevende() -> None:
    play = pressed()
    assert play.kind.started_by == ("medewerker",)
    assert play.asked_of("persverzoek") == {"directie"}
    assert play.kind.tasks["persverzoek"].due == "direct"
    assert play.last.informed == {"pr"}
    assert play.open() == {"persverzoek"}
    with pytest.raises(NotAllowedError):
        play.finish("persverzoek", "te_woord", by="melder")


@pytest.mark.rule("LEN-5.2b2")
def test_a_director_whom_the_press_calls_asks_the_board() -> None:
    assert pressed("directie").asked_of("persverzoek") == {"bestuur"}


@pytest.mark.rule("LEN-5.2b1")
@pytest.mark.parametrize("spoke", ["gesproken", "niet_gesproken"])
def test_the_melder_speaks_with_the_press_only_after_leave(spoke: str) -> None:
    play = pressed()
    assert "gesproken" not in play.open()
    with pytest.raises(IncompleteError):
        play.do(play.finishing("persverzoek", "te_woord", afspraken=""))
    play.finish("persverzoek", "te_woord")
    assert play.asked_of("gesproken") == {"melder"}
    play.finish("gesproken", spoke)
    play.close()


@pytest.mark.rule("LEN-5.2b2")
def test_pr_answers_the_press_when_the_directie_says_so() -> None:
    play = pressed()
    play.finish("persverzoek", "pr_antwoordt")
    assert play.musts() == {"reactie_pers"}
    assert play.asked_of("reactie_pers") == {"pr"}
    play.finish("reactie_pers", "beantwoord")
    play.close()


@pytest.mark.parametrize(
    "answer, asked",
    [("directie_antwoordt", "afspraken"), ("geen_antwoord", "motivering"), ("niet_mogelijk", "motivering")],
)
def test_other_answers_to_the_press_end_without_the_melder(answer: str, asked: str) -> None:
    play = pressed()
    blank: dict[str, Any] = {asked: ""}
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing("persverzoek", answer, **blank))
    assert set(refused.value.fields) == {asked}
    play.finish("persverzoek", answer)
    assert not {"gesproken", "reactie_pers"} & play.open()
    play.close()


@pytest.mark.rule("LEN-6e1")
@pytest.mark.rule("LEN-7e")
@pytest.mark.parametrize("group", ["medewerker", "student", "leerling", "ouder"])
def test_nothing_is_controlled_of_anybody_before_the_board_decides(group: str) -> None:
    play = controlled(group)
    assert play.kind.confidential
    assert play.kind.started_by == ("directie",)
    assert "doelgroep" in play.kind.intake
    assert play.case.fact("doelgroep") == group
    assert play.open() == {"besluit_controle"}
    assert play.asked_of("besluit_controle") == {"bestuur"}
    with pytest.raises(NotAllowedError):
        play.finish("besluit_controle", "toegestaan", by="directie")
    with pytest.raises(IncompleteError):
        play.do(play.finishing("besluit_controle", "toegestaan", motivering=""))


@pytest.mark.rule("LEN-6e1")
@pytest.mark.rule("LEN-7e")
@pytest.mark.parametrize("decision", ["geweigerd", "niet_mogelijk"])
def test_what_the_board_refuses_is_not_controlled(decision: str) -> None:
    play = controlled()
    play.finish("besluit_controle", decision)
    assert play.musts() == set()
    play.close()


@pytest.mark.rule("LEN-6e2")
@pytest.mark.rule("LEN-7e")
def test_after_leave_the_directie_decides_on_actions_also_who_asked_for_it() -> None:
    play = permitted()
    assert play.musts() == {"acties_bepalen", "machtigen"}
    assert play.asked_of("acties_bepalen") == {"directie"}
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing("acties_bepalen", "bepaald", acties=""))
    assert set(refused.value.fields) == {"acties"}
    play.finish("acties_bepalen", "bepaald")


@pytest.mark.rule("LEN-6e1")
@pytest.mark.rule("LEN-6e2")
@pytest.mark.rule("LEN-6e3")
@pytest.mark.rule("LEN-7e")
def test_a_control_is_walked_from_authorisation_to_its_end_by_the_board() -> None:
    play = authorised("ict", "beveiliging")
    assert play.musts() == {"geheimhouding"}
    assert people_in(play, "geheimhouding") == {"ict", "beveiliging"}
    by_person(play, "geheimhouding", "ict", "bevestigd")
    assert "controle_uitvoeren" not in play.open()
    by_person(play, "geheimhouding", "beveiliging", "bevestigd")
    assert people_in(play, "controle_uitvoeren") == {"ict", "beveiliging"}
    by_person(play, "controle_uitvoeren", "ict", "uitgevoerd")
    assert "controle_rapporteren" not in play.open()
    by_person(play, "controle_uitvoeren", "beveiliging", "niet_mogelijk")
    assert play.asked_of("controle_rapporteren") == {"directie"}
    play.finish("controle_rapporteren", "gerapporteerd")
    assert play.asked_of("controle_beeindigen") == {"bestuur"}
    play.finish("controle_beeindigen", "beeindigd")
    play.close()


@pytest.mark.rule("LEN-6e3")
@pytest.mark.rule("LEN-7e")
def test_only_the_board_authorises_and_names_persons() -> None:
    play = permitted()
    assert play.asked_of("machtigen") == {"bestuur"}
    with pytest.raises(NotAllowedError):
        play.finish("machtigen", "gemachtigd", by="directie")
    with pytest.raises(IncompleteError) as refused:
        play.do(play.finishing("machtigen", "gemachtigd", gemachtigden=()))
    assert set(refused.value.fields) == {"gemachtigden"}


@pytest.mark.rule("LEN-6e3")
@pytest.mark.rule("LEN-7e")
@pytest.mark.parametrize("refusal", ["weigert", "niet_mogelijk"])
def test_who_does_not_promise_secrecy_is_replaced_by_the_board(refusal: str) -> None:
    play = authorised("ict", "beveiliging")
    by_person(play, "geheimhouding", "ict", "bevestigd")
    by_person(play, "geheimhouding", "beveiliging", refusal)
    assert play.musts() == {"machtigen"}
    play.finish("machtigen", "gemachtigd", gemachtigden=("ict", "ict_nieuw"))
    assert people_in(play, "geheimhouding") == {"ict_nieuw"}
    with pytest.raises((NotAllowedError, StaleActionError)):
        play.do(play.finishing("geheimhouding", "bevestigd", by="beveiliging"))
    by_person(play, "geheimhouding", "ict_nieuw", "bevestigd")
    assert people_in(play, "controle_uitvoeren") == {"ict", "ict_nieuw"}


@pytest.mark.rule("LEN-6e2")
def test_nothing_is_carried_out_before_the_actions_are_decided() -> None:
    play = permitted()
    play.finish("machtigen", "gemachtigd", gemachtigden=("ict",))
    by_person(play, "geheimhouding", "ict", "bevestigd")
    assert play.musts() == {"acties_bepalen"}
    play.finish("acties_bepalen", "bepaald")
    assert people_in(play, "controle_uitvoeren") == {"ict"}


@pytest.mark.rule("LEN-6e1")
@pytest.mark.rule("LEN-7e")
@pytest.mark.parametrize("first", ["niemand", "niet_mogelijk"])
def test_when_nobody_is_authorised_the_board_ends_the_control(first: str) -> None:
    play = permitted()
    play.finish("machtigen", first)
    assert play.musts() == {"controle_beeindigen"}
    play.finish("controle_beeindigen", "beeindigd")
    play.close()


@pytest.mark.rule("LEN-6e1")
@pytest.mark.rule("LEN-7e")
@pytest.mark.parametrize("named", [False, True])
def test_when_the_directie_lets_it_go_the_board_ends_the_control(*, named: bool) -> None:
    play = permitted()
    if named:
        play.finish("machtigen", "gemachtigd", gemachtigden=("ict",))
    play.finish("acties_bepalen", "niet_mogelijk")
    assert play.musts() == {"controle_vervalt"}
    assert play.asked_of("controle_vervalt") == {"bestuur"}
    play.finish("controle_vervalt", "beeindigd")
    play.close()


def test_who_a_control_is_about_gets_no_part_in_it() -> None:
    play = controlled("medewerker", betrokkenen=("bestuur",))
    assert play.asked_of("besluit_controle") == {"toezicht"}
