"""Days away, as values: which can be taken, who may set them for whom, and who stands in."""

from datetime import date, timedelta

import pytest

from workflows.engine.leave import Request, above, leads, may_set, problems, stand_in
from workflows.engine.person import Absence, Circle, Person, Post

TODAY = date(2026, 11, 24)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def person(key: str, *roles: str, school: str = "A", deputy: str = "", away: tuple[Absence, ...] = ()) -> Person:
    post = Post(school=school, roles=frozenset(roles), vervanger=deputy or None)
    return Person(id=key, name=key.title(), posts=(post,), absences=away)


def away(first: int, last: int | None, deputy: str = "") -> tuple[Absence, ...]:
    return (Absence(first=day(first), last=None if last is None else day(last), deputy=deputy or None),)


def circle(*people: Person) -> Circle:
    return Circle(people={one.id: one for one in people}, today=TODAY)


ANNA = person("anna")


@pytest.mark.parametrize(
    "first, last, wrong",
    [
        (0, None, {}),
        (0, 0, {}),
        (5, 9, {}),
        (-1, 3, {"van": "leave.past"}),
        (5, 4, {"tot_en_met": "leave.reversed"}),
        (732, None, {"van": "leave.far"}),
        (0, 732, {"tot_en_met": "leave.far"}),
    ],
)
def test_days_lie_ahead_in_order_and_within_two_years(first: int, last: int | None, wrong: dict[str, str]) -> None:
    asked = Request(person=ANNA, first=day(first), last=None if last is None else day(last))
    assert problems(asked, TODAY) == wrong


@pytest.mark.parametrize(
    "theirs, first, last, overlaps",
    [
        ((5, 9), 9, 12, True),
        ((5, 9), 1, 5, True),
        ((5, 9), 1, None, True),
        ((5, None), 30, 31, True),
        ((5, None), 1, 4, False),
        ((5, 9), 10, None, False),
        ((5, 9), 1, 4, False),
    ],
)
def test_a_day_is_taken_once(theirs: tuple[int, int | None], first: int, last: int | None, overlaps: bool) -> None:
    anna = person("anna", away=away(*theirs))
    asked = Request(person=anna, first=day(first), last=None if last is None else day(last))
    assert problems(asked, TODAY) == ({"van": "leave.overlaps"} if overlaps else {})


@pytest.mark.parametrize(
    "theirs, last, wrong",
    [
        (away(0, 9), 9, "leave.deputy_away"),
        (away(0, None), None, "leave.deputy_away"),
        (away(0, 4) + away(5, 9), 9, "leave.deputy_away"),
        (away(0, 4) + away(5, None), None, "leave.deputy_away"),
        (away(0, 8), 9, ""),
        (away(1, 9), 9, ""),
        (away(0, 9), None, ""),
        ((), 9, ""),
    ],
)
def test_a_deputy_is_there_on_some_of_the_days(theirs: tuple[Absence, ...], last: int | None, wrong: str) -> None:
    deputy = person("bas", away=theirs)
    asked = Request(person=ANNA, first=TODAY, last=None if last is None else day(last), deputy=deputy)
    assert problems(asked, TODAY) == ({"vervanger": wrong} if wrong else {})


def test_a_deputy_works_at_the_school_or_serves_them_all_and_can_be_reached() -> None:
    def wrong(deputy: Person) -> dict[str, str]:
        return problems(Request(person=ANNA, first=TODAY, deputy=deputy), TODAY)

    assert wrong(ANNA) == {"vervanger": "leave.self"}
    assert wrong(person("bas", school="B")) == {"vervanger": "leave.not_staff"}
    assert wrong(person("bas", "manager_hrm", school="B")) == {}
    unreachable = Person(id="bas", name="Bas", in_chat=False, posts=ANNA.posts)
    assert wrong(unreachable) == {"vervanger": "leave.not_staff"}
    assert wrong(Person(id="bas", name="Bas", active=False, posts=ANNA.posts)) == {"vervanger": "leave.not_staff"}


@pytest.mark.parametrize(
    "role, school, theirs, allowed",
    [
        ("directie", "A", "", True),
        ("directie", "A", "directie", True),
        ("directie", "B", "", False),
        ("directie", "A", "bestuur", False),
        ("directie", "A", "toezicht", False),
        ("bestuur", "B", "", True),
        ("bestuur", "B", "bestuur", True),
        ("bestuur", "A", "toezicht", False),
        ("toezicht", "A", "", False),
        ("manager_hrm", "A", "", False),
        ("", "A", "", False),
    ],
)
def test_directie_and_bestuur_set_it_for_others_and_nobody_for_who_decides_above_them(
    role: str, school: str, theirs: str, allowed: bool
) -> None:
    actor = person("henk", *filter(None, [role]), school=school)
    assert may_set(actor, person("anna", *filter(None, [theirs]))) is allowed
    assert may_set(actor, actor)


def test_who_leads_knows_their_schools_and_the_bestuur_all() -> None:
    assert leads(person("henk", "bestuur")) is None
    assert leads(person("marjan", "directie")) == ("A",)
    assert leads(ANNA) == ()


def test_the_deputy_of_these_days_goes_before_the_usual_one_and_theirs_follow() -> None:
    anna = person("anna", deputy="bas", away=away(0, 9, "carla"))
    carla = person("carla", deputy="dirk", away=away(0, 3))
    people = circle(anna, person("bas"), carla, person("dirk"))
    assert _name(stand_in(people, anna, "A", TODAY)) == "dirk"
    assert _name(stand_in(people, anna, "A", day(4))) == "carla"
    assert _name(stand_in(people, anna, "A", day(10))) == "bas"


def test_two_who_replace_each_other_and_are_both_away_leave_it_to_the_level_above() -> None:
    anna, bas = person("anna", deputy="bas", away=away(0, 9)), person("bas", deputy="anna", away=away(0, 9))
    people = circle(anna, bas, person("marjan", "directie"))
    assert stand_in(people, anna, "A", TODAY) is None
    level, there = above(people, anna, "A", TODAY)
    assert (level, [one.id for one in there]) == ("directie", ["marjan"])


def test_above_directie_stands_a_colleague_then_the_bestuur_then_its_deputy_then_nobody() -> None:
    marjan = person("marjan", "directie", away=away(0, 9))
    henk, ruud = person("henk", "bestuur"), person("ruud", "toezicht")
    assert _above(marjan, person("ties", "directie"), henk) == ("directie", ["ties"])
    assert _above(marjan, henk, ruud) == ("bestuur", ["henk"])
    absent = person("henk", "bestuur", deputy="ina", away=away(0, 9))
    assert _above(marjan, absent, person("ina"), ruud) == ("bestuur", ["ina"])
    assert _above(marjan, absent, ruud) == ("toezicht", ["ruud"])
    assert _above(marjan) == ("directie", [])


def _above(who: Person, *others: Person) -> tuple[str, list[str]]:
    level, there = above(circle(who, *others), who, "A", TODAY)
    return level, [one.id for one in there]


def _name(found: Person | None) -> str:
    return found.id if found else ""
