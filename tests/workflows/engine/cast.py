"""A school of eleven people, and a hand that plays one case: every act goes through ``decide``, time is passed in."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from workflows.engine.actions import Action, Correct, Finish, Start
from workflows.engine.calendar import Calendar
from workflows.engine.case import Case, Round, Value
from workflows.engine.check import Found, check
from workflows.engine.decide import Decision, decide
from workflows.engine.person import Absence, Circle, Person, Post
from workflows.engine.protocol import Protocol, Task, asked
from workflows.protocol_files import read

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)  # a Tuesday, 10.00 in Amsterdam
TODAY = date(2026, 11, 24)
SCHOOL = "regenboog"
CALENDAR = Calendar()
CONTENT = "content-1"
PLANTED: ContextVar[Mapping[str, Protocol]] = ContextVar("PLANTED", default=MappingProxyType({}))


def person(
    key: str,
    *roles: str,
    school: str = SCHOOL,
    active: bool = True,
    in_chat: bool = True,
    away: tuple[Absence, ...] = (),
    **post: Any,
) -> Person:
    """Return one member of staff with one post; ``post`` as of Post."""
    posts = (Post(school=school, roles=frozenset(roles), **post),)
    return Person(id=key, name=key.title(), active=active, in_chat=in_chat, posts=posts, absences=away)


def school(*changed: Person, today: date = TODAY, without: tuple[str, ...] = ()) -> Circle:
    """Return the fixed cast, with some people changed, added or left out."""
    cast = (
        person("melder", leidinggevende="leidinggevende"),
        person("leidinggevende", leidinggevende="directie", vervanger="vervanger"),
        person("vervanger", leidinggevende="directie"),
        person("directie", "directie", leidinggevende="bestuur"),
        person("bestuur", "bestuur"),
        person("toezicht", "toezicht"),
        person("hr", "manager_hrm", "vertrouwenspersoon", leidinggevende="directie"),
        person("leerkracht", leidinggevende="leidinggevende"),
        person("plaatser", leidinggevende="leidinggevende"),
        person("beheerder", "beheerder", leidinggevende="directie"),
        person("buitenstaander", leidinggevende="leidinggevende"),
    )
    people = {one.id: one for one in (*cast, *changed)}
    return Circle(people={key: one for key, one in people.items() if key not in without}, today=today)


def protocol_of(name: str) -> Protocol:
    """Return a protocol that comes with the app, or what ``tests.traceability`` planted in its place."""
    return PLANTED.get().get(name) or _built_in(name)


@cache
def _built_in(name: str) -> Protocol:
    return read(name).protocol


def checked_with_the_law(name: str) -> Found:
    """Return what checking a protocol comes to; what comes with the app is walked once, what was planted every time."""
    if PLANTED.get().keys() & {name, "common"}:
        return check(protocol_of(name), protocol_of("common"))
    return _checked_built_in(name)


@cache
def _checked_built_in(name: str) -> Found:
    return check(_built_in(name), _built_in("common"))


class Play:
    """One case as it goes; every act takes a minute."""

    def __init__(
        self,
        kind: str = "ontsporing",
        *,
        protocol: Protocol | None = None,
        circle: Circle | None = None,
        melder: str = "melder",
        now: datetime = NOW,
        **facts: Value,
    ) -> None:
        self.protocol = protocol or protocol_of("scala")
        self.circle = circle or school()
        self.now = now
        self.kind = self.protocol.kinds[kind]
        self.case = Case(
            id="case-1",
            number="2026-0001",
            kind=kind,
            protocol="pin",
            school=SCHOOL,
            melder=melder,
            owner=self.kind.owner,
            created_at=now,
        )
        first = facts.pop("zedenvermoeden", "nee") if "zedenvermoeden" in self.kind.intake else None
        given = facts | ({"zedenvermoeden": first} if first else {})
        self.last = self.do(Start(actor=melder, facts=given, answers={"tekst": "text-1"}))

    def do(self, action: Action) -> Decision:
        decision = decide(self.protocol, self.case, action, self.now, CALENDAR, self.circle)
        self.case, self.last = decision.case, decision
        self.now += timedelta(minutes=1)
        return decision

    def round(self, task: str) -> Round:
        """Return the youngest round of a task, which must exist."""
        found = self.case.latest(task)
        assert found is not None, f"{task} never opened; open: {sorted(self.open())}"
        return found

    def open(self) -> set[str]:
        return {found.task for found in self.case.open_rounds()}

    def musts(self) -> set[str]:
        return {task for task in self.open() if self.kind.tasks[task].blocks}

    def asked_of(self, task: str) -> set[str]:
        return {who.person for who in self.round(task).assignees}

    def held_by(self, key: str) -> set[str]:
        return {found.task for found in self.case.open_rounds() if found.holds(key)}

    def finish(self, task: str, outcome: str, *, by: str = "", **given: Value) -> Decision:
        """End the youngest round of a task, everything that is required filled in."""
        return self.do(self.finishing(task, outcome, by=by, **given))

    def finishing(self, task: str, outcome: str, *, by: str = "", number: int = 0, **given: Value) -> Finish:
        found = self.round(task)
        filled = filled_in(self.protocol, self.kind.tasks[task], outcome, given)
        return Finish(
            actor=by or found.assignees[0].person,
            task=task,
            number=number or found.number,
            outcome=outcome,
            facts={key: value for key, value in filled.items() if key in self.protocol.facts},
            answers={key: value for key, value in filled.items() if key not in self.protocol.facts},
        )

    def correct(self, *, by: str = "directie", reason: str = CONTENT, **facts: Value) -> Decision:
        return self.do(Correct(actor=by, facts=facts, reason=reason))

    def to_directie(self, plaatser: str = "", persoon: str = "") -> None:
        """Let the leidinggevende bring the case to directie, and directie say who posted."""
        self.finish("strategie", "naar_directie")
        if plaatser:
            given = {"plaatser": plaatser} | ({"plaatser_persoon": persoon} if persoon else {})
            self.finish("plaatser_benoemen", "benoemd", **given)

    def lift(self) -> None:
        """Send the notice and lift it, and say that nothing was a crime: what every branch has beside its own."""
        self.finish("niet_reageren", "verstuurd")
        self.finish("opheffen", "opgeheven")
        self.finish("strafbaar_beoordelen", "vastgelegd", strafbaar="nee")

    def close(self) -> None:
        assert self.musts() == set()
        self.finish("afsluiten", "gesloten")
        assert self.case.state == "closed"


def filled_in(protocol: Protocol, task: Task, outcome: str, given: Mapping[str, Value]) -> dict[str, Value]:
    """Return *given* with an answer for every other question that is required."""
    answers: dict[str, Value] = dict(given)
    for key in asked(task, outcome):
        question = protocol.question(key)
        if question.required and key not in answers:
            some: dict[str, Value] = {"person": "leerkracht", "people": ("leerkracht",), "date": "2026-12-08"}
            value: Value = next(iter(question.of), CONTENT)
            answers[key] = some.get(question.type, (str(value),) if question.type == "choices" else value)
    return answers


def with_facts(case: Case, **facts: Value) -> Case:
    """Return a case in which these facts hold, for what does not go through ``decide``."""
    given = Play(plaatser_persoon="x").case.facts["plaatser_persoon"]
    return replace(case, facts={**case.facts, **{key: replace(given, value=value) for key, value in facts.items()}})


def changed(name: str, changes: Mapping[str, Any]) -> Protocol:
    """Return a protocol with a planted change: paths with ``/``, and None takes a key away."""
    plain = protocol_of(name).model_dump(mode="json")
    for path, value in changes.items():
        *above, last = path.split("/")
        here = plain
        for part in above:
            here = here.setdefault(part, {})
        if value is None:
            here.pop(last)
        else:
            here[last] = value
    return Protocol.model_validate(plain)
