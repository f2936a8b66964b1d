"""Who reports, and what the first screen says: chosen so that the case can become what it is after.

It decides the melder and the facts of the intake: what is wished, and else what keeps nothing from ending well.
"""

from collections.abc import Mapping
from itertools import product

from tests.flows.goals import Goals
from tests.flows.people import MELDERS
from tests.flows.script import IN_ADVANCE, bar_in, in_shape
from tests.flows.wishes import ABSENT, Wish, wish_for
from workflows.engine.case import Value
from workflows.engine.conditions import FAST_FACT, FAST_VALUE, holds
from workflows.engine.kind import Kind
from workflows.engine.known import known_facts, questions_for
from workflows.engine.person import Circle
from workflows.engine.protocol import SELF, Protocol


class IntakePlanner:
    """Chooses the melder and the first screen of one case."""

    def __init__(self, protocol: Protocol, kind: Kind, circle: Circle, goals: Goals) -> None:
        self._protocol, self._kind, self._circle, self._goals = protocol, kind, circle, goals

    def wish(self) -> Wish:
        """Join the ways to as many targets as go together, the first one surely."""
        wish = Wish()
        for target in self._goals.in_order():
            for way in self._goals.ways(target):
                joined = wish.joined(way)
                if joined is not None and self._melder_for(joined) is not None:
                    wish = joined
                    break
        return wish

    def first_screen(self) -> tuple[str, dict[str, Value]]:
        """Return who reports, and what they fill in."""
        wish = self._goals.wish
        melder = self._melder_for(wish) or MELDERS[0]
        known = self._known(melder)
        intake = self._barred(known) or self._facts(known, wish)
        assert intake is not None, f"{self._protocol.protocol}: no first screen of {self._kind.label} for {wish}"
        return melder, intake

    def _melder_for(self, wish: Wish) -> str | None:
        for one in MELDERS:
            person = self._circle.people[one]
            fits = all(value in wish.facts.get(key, {value}) for key, value in self._known(one).items())
            starts = "medewerker" in self._kind.started_by or any(
                person.has(role, person.posts[0].school) for role in self._kind.started_by
            )
            if fits and starts:
                return one
        return None

    def _known(self, melder: str) -> Mapping[str, Value]:
        person = self._circle.people[melder]
        return known_facts(self._protocol, person, person.posts[0].school)

    def _barred(self, known: Mapping[str, Value]) -> dict[str, Value] | None:
        """Return a first screen with which something is barred that was not seen barred before, when there is one."""
        for target in self._goals.in_order():
            bar = bar_in(target)
            both = self._goals.wish.joined(wish_for(self._kind.tasks[target[0]].bars[bar].when)) if bar else None
            intake = self._facts(known, both, may_bar=True) if both is not None else None
            if intake is not None:
                return intake
        return None

    def _facts(self, known: Mapping[str, Value], wish: Wish, *, may_bar: bool = False) -> dict[str, Value] | None:
        """Choose facts that go together."""
        first = questions_for(self._protocol, self._kind.intake, known)
        more = [
            key
            for key in questions_for(self._protocol, self._kind.more, known)
            if key in wish.facts and ABSENT not in wish.facts[key]
        ]
        keys = [key for key in (*first, *more) if self._is_choice(key)]
        for values in product(*(self._in_order(key, wish) for key in keys)):
            facts = dict(zip(keys, values, strict=True))
            if self._fits({**known, **facts}, may_bar=may_bar):
                return {key: in_shape(self._protocol, key, value) for key, value in facts.items()}
        return None

    def _is_choice(self, key: str) -> bool:
        return self._protocol.question(key).type in ("choice", "choices") and key in self._protocol.facts

    def _in_order(self, key: str, wish: Wish) -> list[str]:
        """Values of a fact: the wished ones, of the others first those that no bar and no answer reads."""
        options = sorted(self._protocol.facts[key].of, key=lambda one: one == SELF)
        if key in wish.facts:
            return [one for one in options if one in wish.facts[key]] or options
        read = self._read_by_bars(key)
        return sorted(options, key=lambda one: (one in read, one == FAST_VALUE and key == FAST_FACT))

    def _read_by_bars(self, key: str) -> set[str]:
        conditions = [bar.when for task in self._kind.tasks.values() for bar in task.bars.values()]
        conditions += [answer.when for answer in self._kind.answers.values()]
        return {value for when in conditions for value in when.get(key, ())}

    def _fits(self, facts: Mapping[str, Value], *, may_bar: bool) -> bool:
        for key, value in facts.items():
            if any(one == value and holds(facts, when) for one, when in self._protocol.facts[key].excluded.items()):
                return False
        answered = any(holds(facts, answer.when) for answer in self._kind.answers.values())
        if answered != (self._goals.aim[0] == IN_ADVANCE):
            return False
        return may_bar or answered or not self._bars_something_new(facts)

    def _bars_something_new(self, facts: Mapping[str, Value]) -> bool:
        return any(
            holds(facts, bar.when) and (key, end) in self._goals.fresh
            for key, task in self._kind.tasks.items()
            for bar in task.bars.values()
            for end in bar.ends
        )
