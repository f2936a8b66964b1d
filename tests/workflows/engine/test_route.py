"""Who is asked, and why: the order of the person, the deputy, the next level and the last who can be reached."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.workflows.engine.cast import SCHOOL, TODAY, Play, person, school
from tests.workflows.engine.routes import (
    AWAY,
    LEIDER,
    SITUATIONS,
    asked,
    case_of,
)
from workflows.engine.case import Assignee, Round, Value
from workflows.engine.person import Circle, Person, Post
from workflows.engine.protocol import DoerOf, NamedIn, Who
from workflows.engine.roles import holds_role, subjects
from workflows.engine.route import NobodyError, resolve


@pytest.mark.parametrize(
    "who, given_case, facts, people, expected", [row[1:] for row in SITUATIONS], ids=[row[0] for row in SITUATIONS]
)
def test_each_situation_asks_the_right_people_for_the_right_reason(
    who: Who,
    given_case: dict[str, str],
    facts: Mapping[str, Value],
    people: tuple[Person, ...],
    expected: list[tuple[str, str]],
) -> None:
    case = case_of(given_case.get("melder", "melder"), **facts)
    decides = who != "melder"
    assert asked(who, case, school(*people), decides=decides) == expected


def test_a_melder_may_do_what_needs_no_judgement() -> None:
    case = case_of("directie")
    assert asked("directie", case, school(), decides=False) == [("directie", "route.role")]


def test_a_melder_in_a_list_of_roles_is_left_out_of_what_decides() -> None:
    assert asked(("melder", "directie"), case_of(), school()) == [
        ("leidinggevende", "route.role"),
        ("directie", "route.role"),
    ]


def test_the_reason_names_who_is_replaced_and_until_when() -> None:
    circle = school(person("leidinggevende", **LEIDER, **AWAY))
    (found,) = resolve("leidinggevende", case_of(), circle)
    assert found == Assignee(
        person="vervanger",
        role="leidinggevende",
        reason="route.deputy_until",
        params={"name": "leidinggevende", "until": "2026-12-03"},
    )
    (above,) = resolve("directie", case_of(betrokkenen=("directie",)), circle)
    assert (above.role, above.params) == ("bestuur", {"role": "directie"})


@pytest.mark.parametrize(
    "start, end, away",
    [(0, 0, True), (-3, -1, False), (1, 5, False), (-3, 0, True), (0, 4, True), (None, 0, True), (0, None, True)],
)
def test_absence_counts_whole_days_with_both_ends(start: int | None, end: int | None, away: bool) -> None:
    def day(days: int | None) -> date | None:
        return None if days is None else TODAY + timedelta(days=days)

    post = Post(school=SCHOOL, absent_from=day(start), absent_until=day(end))
    found = Person(id="a", name="A", posts=(post,)).absence(SCHOOL, TODAY)
    assert (found is not None) is away


def test_the_person_a_task_named_is_asked_and_the_owner_when_that_person_may_not() -> None:
    ended = Round(
        task="leerkracht_aanwijzen",
        number=1,
        state="done",
        opened_at=case_of().created_at,
        outcome="aangewezen",
        by="directie",
        answers={"toelichting": "content-9", "leerkracht": "leerkracht"},
    )
    who = NamedIn(named_in="leerkracht_aanwijzen")
    named = replace(case_of(), rounds=(ended,))
    assert asked(who, named, school()) == [("leerkracht", "route.role")]
    assert asked(DoerOf(doer_of="leerkracht_aanwijzen"), named, school()) == [("directie", "route.role")]
    involved = replace(case_of(betrokkenen=("leerkracht",)), rounds=(ended,))
    assert asked(who, involved, school()) == [("leidinggevende", "route.role")]
    refused = replace(named, rounds=(replace(ended, outcome="niet_mogelijk", answers={"motivering": "c"}),))
    assert asked(who, refused, school()) == [("leidinggevende", "route.role")]


def test_when_all_are_away_the_bestuur_is_asked_all_the_same() -> None:
    circle = school(*(person(key, key, **AWAY) for key in ("directie", "bestuur", "toezicht")))
    assert asked("directie", case_of(), circle) == [("bestuur", "route.last")]


def test_an_empty_staff_list_is_an_error_that_the_administrator_reads() -> None:
    with pytest.raises(NobodyError):
        resolve("directie", case_of(), Circle(people={}, today=TODAY))


def test_directie_is_of_one_school_and_the_bestuur_of_all() -> None:
    circle = school(person("directie", "directie", school="elders"), person("bestuur", "bestuur", school="elders"))
    assert asked("directie", case_of(), circle) == [("bestuur", "route.above")]


def test_a_role_is_held_by_right_or_by_having_been_asked_as_a_deputy() -> None:
    circle = school(person("leidinggevende", **LEIDER, **AWAY))
    case = Play(circle=circle).case
    assert holds_role(case, circle, "vervanger", "leidinggevende")
    assert holds_role(case, circle, "leidinggevende", "leidinggevende")
    assert holds_role(case, circle, "directie", "directie")
    assert not holds_role(case, circle, "buitenstaander", "leidinggevende")
    assert not holds_role(case, school(person("directie", "directie", active=False)), "directie", "directie")


def test_the_case_is_about_its_poster_its_involved_and_a_melder_who_posted() -> None:
    assert subjects(case_of()) == frozenset()
    assert subjects(case_of(plaatser="ikzelf", plaatser_persoon="plaatser", betrokkenen=("hr", "leerkracht"))) == {
        "melder",
        "plaatser",
        "hr",
        "leerkracht",
    }
