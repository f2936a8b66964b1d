"""What one case is after: the targets that nothing reached yet, the wish that goes with them, and what it reached.

It decides which targets go together in one case, and what else the same case can still reach when its first wish is
met. It does nothing to the case.
"""

from collections.abc import Iterator

from tests.flows.script import IN_ADVANCE, WITHDRAWAL, Target, bar_in
from tests.flows.wishes import ABSENT, Wish, ways_to_open, wish_for
from workflows.engine.case import Case, Value
from workflows.engine.conditions import FAST_FACT, entries_of
from workflows.engine.kind import Kind
from workflows.engine.part import POSTER
from workflows.engine.protocol import Protocol


class Goals:
    """The targets and the wish of one case; ``pending`` is how tasks must still end, ``met`` which facts were tried."""

    def __init__(self, protocol: Protocol, kind: Kind, left: list[Target]) -> None:
        self._protocol, self._kind, self._left = protocol, kind, left
        self.fresh = set(left)
        self.reached: set[Target] = set()
        self.aim = next((one for one in left if not self._discretionary(one[0])), left[0])
        self.wish = Wish()
        self.pending: dict[str, frozenset[str]] = {}
        self.met: set[str] = set()
        self._tried: set[Target] = set()
        self._ways: dict[str, list[Wish]] = {}

    def in_order(self) -> Iterator[Target]:
        """The targets that were left, the one that this case is made for first."""
        yield from (self.aim, *self._left)

    def ways(self, target: Target) -> list[Wish]:
        """Return the wishes of which any makes the target possible."""
        task, end = target
        if task == IN_ADVANCE:
            return [wish_for(self._kind.answers[end].when)] if target == self.aim else []
        if self._discretionary(task):
            return []
        ways = self._ways_to_open(task)
        if bar_in(target):
            return ways if target == self.aim else []
        mine = Wish(ends={task: frozenset({end})})
        return [one for way in ways if (one := way.joined(mine))]

    def pursue(self, wish: Wish, done: frozenset[str] = frozenset()) -> None:
        """Wish this from now on; ``done`` is which tasks ended already."""
        self.wish, self.met = wish, set()
        self.pending = {key: ends for key, ends in wish.ends.items() if key not in done}

    def pursue_the_rest(self, case: Case) -> bool:
        """Wish what this same case can reach besides, after facts are put right; False when that is nothing."""
        if bar_in(self.aim) or any(one.task == WITHDRAWAL for one in case.open_rounds()):
            return False
        done = frozenset(one.task for one in case.rounds if one.state == "done")
        wish, some = self._unchangeable(case), False
        for target in self._left:
            new = target[0] in self._kind.tasks and target[0] not in done
            if not new or target not in self.fresh - self._tried:
                continue
            joined = next((both for way in self.ways(target) if (both := wish.joined(way))), None)
            if joined is not None:
                wish, some = joined, True
                self._tried.add(target)
        if some:
            self.pursue(wish, done)
        return some

    def reach(self, target: Target) -> None:
        """Remember that the case came there."""
        self.reached.add(target)
        self.fresh.discard(target)

    def unmet(self, case: Case) -> dict[str, frozenset[str]]:
        """Return the wished facts that are not so, with the values that are wished."""
        return {
            key: values
            for key, values in self.wish.facts.items()
            if ABSENT not in values and not values.intersection(_values(case.values.get(key, ())))
        }

    def read(self, fact: str) -> set[str]:
        """Return the values of a fact on which some task depends."""
        conditions = [one for task in self._kind.tasks.values() for one in (*entries_of(task), task.unless)]
        return {value for when in conditions for value in when.get(fact, ())}

    def leads(self, fact: str) -> dict[str, int]:
        """How many targets that were not reached need each value of a fact."""
        found: dict[str, int] = {}
        for task, _ in self.fresh:
            if task in self._kind.tasks:
                for value in {one for way in self._ways_to_open(task) for one in way.facts.get(fact, ())}:
                    found[value] = found.get(value, 0) + 1
        return found

    def _unchangeable(self, case: Case) -> Wish:
        """What was done, what the app knows, what a task asked, and who posted: each branch ends by itself."""
        first = (*self._kind.intake, *self._kind.more)
        facts = {
            key: frozenset(_values(value))
            for key, value in case.values.items()
            if key in (FAST_FACT, POSTER) or self._protocol.facts[key].known or key not in first
        }
        done = {one.task: frozenset({one.outcome or ""}) for one in case.rounds if one.state == "done"}
        return Wish(ends=done, facts=facts)

    def _ways_to_open(self, task: str) -> list[Wish]:
        """Read them back from the protocol once: they do not depend on the case."""
        if task not in self._ways:
            self._ways[task] = ways_to_open(self._protocol, self._kind, task)
        return self._ways[task]

    def _discretionary(self, task: str) -> bool:
        return task in self._kind.tasks and self._kind.tasks[task].discretionary


def _values(value: Value) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value
