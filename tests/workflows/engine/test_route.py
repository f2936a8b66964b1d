"""Who is asked, and why: the order of the person, the deputy, the next level and the last who can be reached."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.engine.cast import SCHOOL, TODAY, Play, person, school
from workflows.engine.actions import Reroute
from workflows.engine.case import Assignee, Case, Round, Value
from workflows.engine.decide import CLOCK
from workflows.engine.person import Absence, Circle, Person, Post
from workflows.engine.protocol import DoerOf, NamedIn, RoleIn, SetterOf, Who
from workflows.engine.roles import holds_role, subjects
from workflows.engine.route import NobodyError, resolve

AWAY: dict[str, Any] = {"absent_from": TODAY, "absent_until": date(2026, 12, 3)}
OTHER_DAYS = frozenset(range(7)) - {TODAY.weekday()}
LEIDER: dict[str, Any] = {"leidinggevende": "directie", "vervanger": "vervanger"}


def case_of(melder: str = "melder", **facts: Value) -> Case:
    play = Play(circle=school(person("directie", "directie", "bestuur")), melder=melder)
    known = play.case.facts["zedenvermoeden"]
    named = {key: replace(known, value=value, by="directie") for key, value in facts.items()}
    return replace(play.case, rounds=(), facts=named)


def asked(who: Who, case: Case, circle: Circle, *, decides: bool = True) -> list[tuple[str, str]]:
    return [(one.person, one.reason) for one in resolve(who, case, circle, decides=decides)]


SITUATIONS: list[tuple[str, Who, dict[str, Any], dict[str, Value], tuple[Person, ...], list[tuple[str, str]]]] = [
    ("the person", "leidinggevende", {}, {}, (), [("leidinggevende", "route.role")]),
    (
        "an absent person's deputy",
        "leidinggevende",
        {},
        {},
        (person("leidinggevende", **LEIDER, **AWAY),),
        [("vervanger", "route.deputy_until")],
    ),
    (
        "a person who left, by the deputy",
        "leidinggevende",
        {},
        {},
        (person("leidinggevende", active=False, **LEIDER),),
        [("vervanger", "route.left")],
    ),
    (
        "who is not in the chat product, by the deputy",
        "leidinggevende",
        {},
        {},
        (person("leidinggevende", in_chat=False, **LEIDER),),
        [("vervanger", "route.not_in_chat")],
    ),
    (
        "who is not in the chat product and has no deputy, by the next level",
        "leidinggevende",
        {},
        {},
        (person("leidinggevende", in_chat=False),),
        [("directie", "route.above")],
    ),
    (
        "the deputy for these days before the usual one",
        "leidinggevende",
        {},
        {},
        (person("leidinggevende", away=(Absence(first=TODAY, deputy="hr"),), **LEIDER),),
        [("hr", "route.deputy")],
    ),
    (
        "an absence that is over or still to come changes nothing",
        "leidinggevende",
        {},
        {},
        (
            person(
                "leidinggevende",
                away=(
                    Absence(first=TODAY - timedelta(days=9), last=TODAY - timedelta(days=1)),
                    Absence(first=TODAY + timedelta(days=1)),
                ),
                **LEIDER,
            ),
        ),
        [("leidinggevende", "route.role")],
    ),
    (
        "on a day off of a part-timer the deputy who works",
        "leidinggevende",
        {},
        {},
        (person("leidinggevende", workdays=OTHER_DAYS, **LEIDER),),
        [("vervanger", "route.deputy_day")],
    ),
    (
        "a part-timer on a day off when the deputy does not work either",
        "leidinggevende",
        {},
        {},
        (person("leidinggevende", workdays=OTHER_DAYS, **LEIDER), person("vervanger", workdays=OTHER_DAYS)),
        [("leidinggevende", "route.role")],
    ),
    (
        "an absent part-timer is away on every day",
        "leidinggevende",
        {},
        {},
        (person("leidinggevende", workdays=OTHER_DAYS, **LEIDER, **AWAY), person("vervanger", workdays=OTHER_DAYS)),
        [("vervanger", "route.deputy_until")],
    ),
    (
        "directie that posted it: the bestuur",
        "directie",
        {},
        {"plaatser_persoon": "directie"},
        (person("directie", "directie", vervanger="vervanger"),),
        [("bestuur", "route.above")],
    ),
    (
        "a melder who is the leidinggevende of themselves",
        "leidinggevende",
        {"melder": "leidinggevende"},
        {},
        (person("leidinggevende", leidinggevende="leidinggevende"),),
        [("directie", "route.above")],
    ),
    (
        "a melder who is the bestuur",
        "bestuur",
        {"melder": "bestuur"},
        {},
        (),
        [("toezicht", "route.above")],
    ),
    (
        "the deputy of an absent deputy",
        "leidinggevende",
        {},
        {},
        (person("leidinggevende", **LEIDER, **AWAY), person("vervanger", vervanger="hr", **AWAY)),
        [("hr", "route.deputy_until")],
    ),
    (
        "deputies that stand in for one another end at the next level",
        "leidinggevende",
        {},
        {},
        (person("leidinggevende", **LEIDER, **AWAY), person("vervanger", vervanger="leidinggevende", **AWAY)),
        [("directie", "route.above")],
    ),
    (
        "who posted is passed over, and so is their deputy",
        "leidinggevende",
        {},
        {"plaatser_persoon": "leidinggevende"},
        (),
        [("directie", "route.above")],
    ),
    (
        "who is involved is passed over",
        "directie",
        {},
        {"betrokkenen": ("directie", "hr")},
        (),
        [("bestuur", "route.above")],
    ),
    (
        "a deputy who is involved is passed over",
        "leidinggevende",
        {},
        {"betrokkenen": ("vervanger",)},
        (person("leidinggevende", **LEIDER, **AWAY),),
        [("directie", "route.above")],
    ),
    (
        "a melder never judges, the next level does",
        "directie",
        {"melder": "directie"},
        {},
        (person("directie", "directie", vervanger="vervanger"),),
        [("bestuur", "route.above")],
    ),
    (
        "two of a role are both asked",
        "directie",
        {},
        {},
        (person("adjunct", "directie"),),
        [("adjunct", "route.role"), ("directie", "route.role")],
    ),
    (
        "one of two is away, and the deputy stands in",
        "directie",
        {},
        {},
        (person("adjunct", "directie", vervanger="hr", **AWAY),),
        [("hr", "route.deputy_until"), ("directie", "route.role")],
    ),
    ("two roles", ("directie", "bestuur"), {}, {}, (), [("directie", "route.role"), ("bestuur", "route.role")]),
    ("a function that is there", "manager_hrm", {}, {}, (), [("hr", "route.role")]),
    ("a function that nobody has goes to the directie", "fg", {}, {}, (), [("directie", "route.above")]),
    (
        "bestuur that is involved goes to toezicht",
        "bestuur",
        {},
        {"betrokkenen": ("bestuur",)},
        (),
        [("toezicht", "route.above")],
    ),
    (
        "a melder without leidinggevende",
        "leidinggevende",
        {},
        {},
        (person("melder"),),
        [("directie", "route.above")],
    ),
    (
        "a melder who is not in the staff list",
        "leidinggevende",
        {"melder": "nobody-knows"},
        {},
        (),
        [("directie", "route.above")],
    ),
    (
        "a leidinggevende who is not in the staff list",
        "leidinggevende",
        {},
        {},
        (person("melder", leidinggevende="gone"),),
        [("directie", "route.above")],
    ),
    ("the melder", "melder", {}, {"plaatser": "ikzelf"}, (), [("melder", "route.melder")]),
    (
        "who set a fact",
        SetterOf(setter_of="plaatser_persoon"),
        {},
        {"plaatser_persoon": "plaatser"},
        (),
        [("directie", "route.role")],
    ),
    (
        "a fact that nobody set goes to the owner",
        SetterOf(setter_of="aard"),
        {},
        {},
        (),
        [("leidinggevende", "route.role")],
    ),
    (
        "a role that the melder chose",
        RoleIn(role_in="melden_aan", default="leidinggevende"),
        {},
        {"melden_aan": "bestuur"},
        (),
        [("bestuur", "route.role")],
    ),
    (
        "no role chosen",
        RoleIn(role_in="melden_aan", default="directie"),
        {},
        {},
        (),
        [("directie", "route.role")],
    ),
    ("the owner", "eigenaar", {}, {}, (), [("leidinggevende", "route.role")]),
]


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
        params={"name": "Leidinggevende", "until": "2026-12-03"},
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


KEYS = ["melder", "a", "b", "c", "d", "e", "f"]
ROLES = ["directie", "bestuur", "toezicht", "beheerder", "pr"]
POSTS = st.fixed_dictionaries(
    {
        "vervanger": st.sampled_from([None, *KEYS]),
        "leidinggevende": st.sampled_from([None, *KEYS]),
        "roles": st.frozensets(st.sampled_from(ROLES), max_size=2),
        "absent_from": st.sampled_from([None, TODAY]),
        "workdays": st.sampled_from([frozenset(range(5)), OTHER_DAYS]),
    }
)
AWAY_IN_THE_APP = st.sampled_from([(), (Absence(first=TODAY, deputy="c"),), (Absence(first=TODAY, deputy="a"),)])
SCHOOLS = st.fixed_dictionaries(
    {
        key: st.tuples(POSTS, st.booleans(), st.sampled_from([SCHOOL, "elders"]), st.booleans(), AWAY_IN_THE_APP)
        for key in KEYS
    }
)


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
    assert found.params == {"name": "Leidinggevende", "day": TODAY.isoformat()}


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
