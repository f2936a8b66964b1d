"""Who answers what is held on somebody, and of which cases: the fg of a school for that school, the bestuur for all."""

import pytest

from tests.workflows.engine.cast import SCHOOL, Play, person, school, with_facts
from workflows.engine.person import Person, Post
from workflows.engine.policy import to_answer_request
from workflows.engine.requests import answered_for, answers_requests, may_show

HERE, ELSEWHERE = person("fg", "fg"), person("fg_elders", "fg", school="vlieger")
BOARD_ELSEWHERE = person("bestuur_elders", "bestuur", school="vlieger")
BOTH = Person(
    id="beide",
    name="Beide",
    posts=(Post(school="vlieger", roles=frozenset({"fg"})), Post(school=SCHOOL, roles=frozenset({"fg"}))),
)
TEACHES_HERE = Person(
    id="leert", name="Leert", posts=(Post(school="vlieger", roles=frozenset({"fg"})), Post(school=SCHOOL))
)
CIRCLE = school(HERE, ELSEWHERE, BOARD_ELSEWHERE, BOTH, TEACHES_HERE)


@pytest.mark.parametrize(
    "who, shown",
    [("fg", True), ("fg_elders", False), ("leert", False), ("beide", True), ("bestuur_elders", True), ("hr", False)],
)
def test_the_fg_answers_for_the_school_where_they_have_that_role_and_the_bestuur_for_all(who: str, shown: bool) -> None:
    case = Play(circle=CIRCLE).case
    assert may_show(who, case, CIRCLE) is shown
    assert (to_answer_request(who, case, CIRCLE) is not None) is shown
    assert answers_requests(who, CIRCLE) is (who != "hr")


def test_of_a_case_of_the_fast_lane_no_fg_tells() -> None:
    case = Play(circle=CIRCLE, zedenvermoeden="ja").case
    assert [one for one in ("fg", "beide", "bestuur_elders", "bestuur") if may_show(one, case, CIRCLE)] == [
        "bestuur_elders",
        "bestuur",
    ]


def test_nobody_tells_of_a_case_about_themselves() -> None:
    case = with_facts(Play(circle=CIRCLE).case, betrokkenen=("fg", "bestuur"))
    assert [one for one in ("fg", "bestuur", "beide") if may_show(one, case, CIRCLE)] == ["beide"]


def test_a_report_says_of_which_schools_it_is() -> None:
    assert answered_for("fg", CIRCLE) == (SCHOOL,)
    assert answered_for("beide", CIRCLE) == (SCHOOL, "vlieger")
    assert answered_for("bestuur", CIRCLE) is None
