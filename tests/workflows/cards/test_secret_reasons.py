"""A message of a confidential case names nobody: not who is replaced, not who left, not who handed it over."""

from dataclasses import replace

import pytest

from tests.workflows.engine.cast import NOW, Play
from workflows.cards.case_cards import task_card
from workflows.engine.case import Assignee

NAMED = "Ingrid de Wit"
REASONS = ("deputy", "deputy_until", "deputy_day", "handed", "left", "not_in_chat", "entrusted", "melder_gone")


def card_of(play: Play, reason: str) -> str:
    params = {"name": "ingrid", "until": "2026-12-03", "day": "2026-11-24"}
    rounds = tuple(
        replace(one, assignees=(Assignee(person="hr", role="bestuur", reason=f"route.{reason}", params=params),))
        for one in play.case.rounds
    )
    card = task_card(play.protocol, replace(play.case, rounds=rounds), "hr", {"ingrid": NAMED}, NOW)
    return card.text + str(card.elements)


@pytest.mark.parametrize("reason", REASONS)
def test_the_card_of_a_confidential_case_names_nobody_and_that_of_another_says_why(reason: str) -> None:
    assert NAMED not in card_of(Play(zedenvermoeden="ja"), reason)
    assert NAMED in card_of(Play(), reason)
