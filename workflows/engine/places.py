"""Can every task be given to somebody, wherever melder, plaatser and involved persons stand, in time and late?

A small school is played: each of its people in turn is melder, plaatser, involved or away, and every task is routed.
Nobody may be left without a person, and no judging task may reach who it is about or who reported it.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from itertools import product

from workflows.engine.case import Case, Fact, Round, Value
from workflows.engine.conditions import FAST_FACT, FAST_VALUE
from workflows.engine.kind import Kind
from workflows.engine.part import INVOLVED, MELDER, SUBJECT
from workflows.engine.performer import RoleBy, RoleIn
from workflows.engine.person import Circle, Person, Post
from workflows.engine.protocol import Protocol
from workflows.engine.roles import subjects
from workflows.engine.route import NobodyError, resolve
from workflows.engine.task import Task

_DAY = date(2026, 1, 5)
_THEN = datetime(2026, 1, 5, tzinfo=UTC)
_SCHOOL = "school"
_TEACHER, _LEADER, _DEPUTY, _HEAD, _BOARD, _WATCH, _STAFF = "leraar", "leider", "vervanger", "hoofd", "b", "t", "staf"
_MELDERS = (_TEACHER, _LEADER, _HEAD, _BOARD)
_ANYONE = (_TEACHER, _LEADER, _DEPUTY, _HEAD, _BOARD, _WATCH, _STAFF)

Problems = Iterator[tuple[str, str]]


def place_problems(protocol: Protocol, where: str, kind: Kind) -> Problems:
    """Yield each task that in some constellation has nobody, or somebody who may not judge it."""
    alike: dict[tuple[str, bool, str], str] = {}
    for key, task in kind.tasks.items():
        asked = (repr(task.who), task.decides, task.lane)
        if asked not in alike:
            alike[asked] = next(_problems(protocol, task), "")
        if alike[asked]:
            yield f"{where}.tasks.{key}.who", alike[asked]


def _problems(protocol: Protocol, task: Task) -> Iterator[str]:
    for case, circle in _constellations(protocol, task):
        try:
            first = {one.person for one in resolve(task.who, case, circle, decides=task.decides, person=_TEACHER)}
            late = resolve(task.who, case, circle, decides=task.decides, person=_TEACHER, without=frozenset(first))
        except NobodyError:
            yield f"reaches nobody when {_words(case)}"
            continue
        people = first | {one.person for one in late}
        if task.decides and case.melder in people:
            yield f"a task that decides reaches the melder when {_words(case)}"
        if task.who != MELDER and people & subjects(case):
            yield f"reaches somebody it is about when {_words(case)}"


def _constellations(protocol: Protocol, task: Task) -> Iterator[tuple[Case, Circle]]:
    lanes = (FAST_VALUE,) if task.lane == "snel" else ("nee", FAST_VALUE) if task.lane == "beide" else ("nee",)
    chosen = _choices(protocol, task)
    for melder, plaatser, lane, choice in product(_MELDERS, (None, *_ANYONE), lanes, chosen):
        for involved in (None, _LEADER, _HEAD, _BOARD):
            yield _case(melder, plaatser, involved, {FAST_FACT: lane, **choice}), _circle()
        for away in (_LEADER, _HEAD, _BOARD):
            yield _case(melder, plaatser, None, {FAST_FACT: lane, **choice}), _circle(away)


def _choices(protocol: Protocol, task: Task) -> list[dict[str, Value]]:
    match task.who:
        case RoleIn(role_in=fact) | RoleBy(role_by=fact):
            return [{}, *_each_value(protocol, fact)]
        case _:
            return [{}]


def _each_value(protocol: Protocol, fact: str) -> Iterator[dict[str, Value]]:
    for value in protocol.facts[fact].of:
        yield {fact: value}


def _case(melder: str, plaatser: str | None, involved: str | None, given: dict[str, Value]) -> Case:
    facts = given | ({SUBJECT: plaatser} if plaatser else {}) | ({INVOLVED: (involved,)} if involved else {})
    return Case(
        id="",
        number="",
        kind="",
        protocol="",
        school=_SCHOOL,
        melder=melder,
        owner="directie",
        created_at=_THEN,
        facts={key: Fact(value=value, by=_HEAD, at=_THEN) for key, value in facts.items()},
        rounds=(Round(task="", number=1, opened_at=_THEN),),
    )


@cache
def _circle(away: str = "") -> Circle:
    people = (
        _person(_TEACHER, leader=_LEADER),
        _person(_LEADER, leader=_HEAD, deputy=_DEPUTY, away=away == _LEADER),
        _person(_DEPUTY, leader=_HEAD),
        _person(_HEAD, ("directie",), leader=_BOARD, deputy=_LEADER, away=away == _HEAD),
        _person(_BOARD, ("bestuur",), away=away == _BOARD),
        _person(_WATCH, ("toezicht",)),
        _person(_STAFF, ("manager_hrm", "pr", "fg", "vertrouwenspersoon"), leader=_HEAD),
        _person("beheer", ("beheerder",)),
    )
    return Circle(people={one.id: one for one in people}, today=_DAY)


def _person(key: str, roles: Iterable[str] = (), *, leader: str = "", deputy: str = "", away: bool = False) -> Person:
    post = Post(
        school=_SCHOOL,
        roles=frozenset(roles),
        leidinggevende=leader or None,
        vervanger=deputy or None,
        absent_from=_DAY if away else None,
        absent_until=_DAY if away else None,
    )
    return Person(id=key, name=key, posts=(post,))


def _words(case: Case) -> str:
    facts = [f"{key} = {', '.join(fact.values)}" for key, fact in case.facts.items() if key != FAST_FACT]
    return ", ".join([f"melder = {case.melder}", *facts])
