"""What is left of a case that is restricted (AVG 18): it is only kept, and nothing is done to it."""

from dataclasses import replace

import pytest

from tests.workflows.engine.cast import CONTENT, Play
from tests.workflows.engine.test_policy import KEEPING, table
from workflows.engine.actions import (
    Action,
    Assign,
    Correct,
    Finish,
    HandOn,
    Merge,
    Plan,
    Remind,
    Reopen,
    Reroute,
    Withdraw,
)
from workflows.engine.decide import CLOCK
from workflows.engine.errors import NotAllowedError
from workflows.engine.policy import (
    may,
)


def restricted(play: Play) -> Play:
    play.case = replace(play.case, restricted=True)
    return play


def test_of_a_restricted_case_a_head_reads_keeps_and_lifts_and_all_others_read_their_own_words() -> None:
    play = Play()
    play.to_directie("ouder")
    restricted(play)
    assert table(play) == {
        "melder": {"read"},
        "leidinggevende": {"read"},
        "directie": {"read", "export"} | KEEPING,
        "bestuur": KEEPING,
    }
    for key in ("melder", "leidinggevende"):
        assert may(key, "read", play.protocol, play.case, play.circle).only_author == key
    assert may("directie", "read", play.protocol, play.case, play.circle).only_author is None


ON_A_RESTRICTED_CASE: list[Action] = [
    Finish(actor="directie", task="niet_reageren", number=1, outcome="verstuurd"),
    Correct(actor="directie", facts={"dreiging": "ja"}, reason=CONTENT),
    Plan(actor="directie", task="antwoord"),
    Assign(actor="directie", task="niet_reageren", number=1, to="bestuur", reason=CONTENT),
    Merge(actor="directie", into="case-2"),
    Withdraw(actor="melder"),
    Reroute(actor=CLOCK),
    Remind(actor=CLOCK, task="niet_reageren", number=1),
    HandOn(actor=CLOCK, task="niet_reageren", number=1),
]


@pytest.mark.parametrize("action", ON_A_RESTRICTED_CASE, ids=lambda one: type(one).__name__)
def test_nothing_is_done_to_a_restricted_case_by_people_or_by_the_clock(action: Action) -> None:
    play = Play()
    play.to_directie("ouder")
    before = restricted(play).case
    with pytest.raises(NotAllowedError) as refused:
        play.do(action)
    assert refused.value.key == "error.restricted"
    assert play.case is before


def test_an_ended_case_that_is_restricted_is_not_opened_again() -> None:
    play = Play()
    play.do(Withdraw(actor="melder"))
    with pytest.raises(NotAllowedError) as refused:
        restricted(play).do(Reopen(actor="leidinggevende", reason=CONTENT))
    assert refused.value.key == "error.restricted"


def test_a_stranger_does_not_learn_that_a_case_is_restricted() -> None:
    with pytest.raises(NotAllowedError) as refused:
        restricted(Play()).do(Plan(actor="buitenstaander", task="antwoord"))
    assert refused.value.key == "error.not_allowed"
