"""Who was left out of a case on purpose, by the melder or by the law, may do nothing with it by their place alone."""

from dataclasses import replace

import pytest

from tests.workflows.engine.cast import NOW, Play
from tests.workflows.engine.test_policy import KEEPING, verbs
from workflows.engine.case import Assignee, Round


@pytest.mark.parametrize("chosen", ["leidinggevende", "directie", "bestuur"])
def test_a_head_who_was_passed_over_on_purpose_keeps_nothing_until_they_read_the_case(chosen: str) -> None:
    play = Play(melden_aan=chosen)
    passed = chosen == "bestuur"
    assert bool(KEEPING & verbs(play, "directie")) is not passed
    assert verbs(play, "bestuur") >= KEEPING
    asked = Round(
        task="niet_reageren", number=9, opened_at=NOW, assignees=(Assignee(person="directie", role="directie"),)
    )
    play.case = replace(play.case, rounds=(*play.case.rounds, asked))
    assert verbs(play, "directie") >= KEEPING


@pytest.mark.rule("X-1")
def test_an_open_round_that_stayed_behind_gives_nothing_to_who_may_not_read() -> None:
    play = Play(zedenvermoeden="ja")
    left = Round(
        task="dossier_kind", number=1, opened_at=NOW, assignees=(Assignee(person="directie", role="directie"),)
    )
    play.case = replace(play.case, rounds=(*play.case.rounds, left))
    assert verbs(play, "directie") == set()
