"""What the tests of routing share: a school in many situations, and any school at all."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.workflows.engine.cast import SCHOOL, TODAY, Play, person, school
from workflows.engine.case import Case, Value
from workflows.engine.person import Absence, Circle, Person
from workflows.engine.protocol import RoleIn, SetterOf, Who
from workflows.engine.route import resolve

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
