"""Who is asked when people come, go, move or cannot be reached; and in any school at all."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.engine.cast import SCHOOL, TODAY, Play, person, school
from tests.workflows.engine.routes import KEYS, LEIDER, OTHER_DAYS, SCHOOLS, asked, case_of
from workflows.engine.actions import Reroute
from workflows.engine.decide import CLOCK
from workflows.engine.person import Absence, Circle, Person, Post
from workflows.engine.protocol import Who
from workflows.engine.route import NobodyError, resolve


@given(
    SCHOOLS,
    st.sampled_from(
        ["leidinggevende", "directie", "bestuur", "pr", "eigenaar", ("directie", "bestuur"), ("melder", "pr")]
    ),
    st.lists(st.sampled_from(KEYS), max_size=4, unique=True),
    st.frozensets(st.sampled_from(KEYS), max_size=3),
    st.sampled_from([(), ("f",)]),
)
def test_in_any_school_nobody_who_is_involved_is_asked_and_never_nobody(
    staff: dict[str, Any], who: Who, involved: list[str], passed: frozenset[str], last: tuple[str, ...]
) -> None:
    people = {
        key: Person(
            id=key, name=key, active=active, in_chat=in_chat, posts=(Post(school=where, **post),), absences=away
        )
        for key, (post, active, where, in_chat, away) in staff.items()
    }
    circle = Circle(people=people, today=TODAY, fallback=last)
    case = case_of(betrokkenen=tuple(involved))
    reachable = {"bestuur", "toezicht", "beheerder"} | (set() if who == "bestuur" else {"directie"})
    leader = people["melder"].posts[0].leidinggevende if who != "bestuur" else None
    try:
        found = resolve(who, case, circle, decides=True, without=passed)
    except NobodyError:
        assert not any(
            one.active
            and (one.id in (*last, leader) or any(one.has(role, SCHOOL) for role in reachable))
            and one.id not in {*involved, "melder"}
            for one in people.values()
        )
        return
    keys = [one.person for one in found]
    assert keys
    assert len(keys) == len(set(keys))
    assert not set(keys) & {*involved, "melder"}
    assert all(people[key].active for key in keys)
    for one in found:
        assert people[one.person].in_chat or one.reason == "route.last"
        away = people[one.person].absence(SCHOOL, TODAY)
        assert not away or one.reason == "route.last"
        if one.reason in ("route.deputy", "route.deputy_until"):
            assert one.params["name"] != one.person


def test_a_role_that_nobody_can_stand_in_for_does_not_keep_the_other_from_being_asked() -> None:
    circle = school(without=("bestuur", "toezicht", "beheerder"))
    assert asked(("directie", "bestuur"), case_of(), circle) == [("directie", "route.role")]
    with pytest.raises(NobodyError):
        resolve("bestuur", case_of(), circle)


def test_when_nobody_else_can_be_told_whom_the_school_named_is_asked() -> None:
    circle = replace(school(without=("bestuur", "toezicht")), fallback=("hr",))
    assert asked("bestuur", case_of(), circle) == [("hr", "route.last")]
    assert resolve("bestuur", case_of(), circle)[0].role == "vangnet"
    unseen = replace(school(*(person(key, key, in_chat=False) for key in ("bestuur", "toezicht"))), fallback=("hr",))
    assert asked("bestuur", case_of(), unseen) == [("hr", "route.last")]
    assert asked("bestuur", case_of(betrokkenen=("hr",)), unseen) == [("beheerder", "route.last")]


def test_whose_workday_it_was_when_asked_decides_so_that_a_task_does_not_wander() -> None:
    circle = school(person("leidinggevende", workdays=OTHER_DAYS, **LEIDER))
    before = TODAY - timedelta(days=1)
    (found,) = resolve("leidinggevende", case_of(), circle, day=before)
    assert found.person == "leidinggevende"
    (found,) = resolve("leidinggevende", case_of(), circle)
    assert found.params == {"name": "leidinggevende", "day": TODAY.isoformat()}


def test_a_circle_knows_the_next_day_on_which_somebody_leaves_or_is_back_also_who_leads_from_elsewhere() -> None:
    soon, later = TODAY + timedelta(days=2), TODAY + timedelta(days=4)
    away = Absence(first=soon, last=later)
    assert school(person("leidinggevende", away=(away,))).next_change(SCHOOL) == soon
    assert school(person("leidinggevende", away=(away,)), today=soon).next_change(SCHOOL) == later + timedelta(days=1)
    assert school(person("leidinggevende", away=(away,)), today=later + timedelta(days=1)).next_change(SCHOOL) is None
    assert school(person("ver", away=(away,), school="elders")).next_change(SCHOOL) == soon
    assert school(person("bestuur", "bestuur", away=(away,), school="elders")).next_change(SCHOOL) == soon


def test_of_a_melder_who_left_the_leidinggevende_keeps_the_case_and_the_owner_does_what_the_melder_would() -> None:
    play = Play("publicatie")
    play.finish("beoordelen", "aanpassen")
    gone = Person(id="melder", name="Melder", active=False)
    circle = school(gone)
    (found,) = resolve("melder", play.case, circle)
    assert (found.person, found.role, found.reason) == ("leidinggevende", "leidinggevende", "route.melder_gone")
    assert asked("leidinggevende", play.case, circle) == [("leidinggevende", "route.role")]
    play.circle = circle
    play.do(Reroute(actor=CLOCK))
    assert play.asked_of("indienen") == {"leidinggevende"}


def test_a_melder_who_is_away_is_asked_all_the_same() -> None:
    circle = school(person("melder", leidinggevende="leidinggevende", vervanger="hr", away=(Absence(first=TODAY),)))
    assert asked("melder", case_of(), circle, decides=False) == [("melder", "route.melder")]
