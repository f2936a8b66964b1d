"""What is left of a card: who was asked together with somebody else reads who was first, never what was decided."""

from dataclasses import replace

from tests.workflows.engine.cast import NOW, Play, with_facts
from workflows.cards.case_cards import done_card, task_card
from workflows.engine.case import Assignee, Case

NAMES = {"leidinggevende": "Ingrid de Wit", "vervanger": "Bas Mulder", "melder": "Sanne Bakker"}
SAID = "Ingrid de Wit heeft dit op 24 november om 10.01 uur afgehandeld."


def both_asked(play: Play) -> Case:
    """The leidinggevende ended a round in which the deputy was asked as well."""
    play.finish("strategie", "naar_directie")
    rounds = tuple(
        replace(one, assignees=(*one.assignees, Assignee(person="vervanger", role="leidinggevende")))
        if one.task == "strategie"
        else one
        for one in play.case.rounds
    )
    return replace(play.case, rounds=rounds)


def test_who_was_second_reads_who_was_first_and_not_what_was_decided() -> None:
    play = Play()
    case = both_asked(play)
    card = task_card(play.protocol, case, "vervanger", NAMES, NOW)
    assert SAID in card.text
    assert "Naar de directie" not in str(card)


def test_who_ended_it_and_who_was_never_asked_read_that_nothing_is_asked() -> None:
    play = Play()
    case = both_asked(play)
    for person in ("leidinggevende", "hr"):
        assert "Er wordt nu niets van u gevraagd." in done_card(play.protocol, case, person, NAMES).text


def test_a_closed_case_says_both() -> None:
    play = Play()
    case = replace(both_asked(play), state="closed", closed_at=NOW)
    text = done_card(play.protocol, case, "vervanger", NAMES).text
    assert SAID in text
    assert "Deze zaak is afgesloten." in text


def test_a_confidential_case_names_nobody() -> None:
    play = Play()
    case = with_facts(both_asked(play), zedenvermoeden="ja")
    assert "Ingrid" not in done_card(play.protocol, case, "vervanger", NAMES).text
