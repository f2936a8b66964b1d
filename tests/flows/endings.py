"""How a task is ended: which of its outcomes can be pressed now, which of them is best, and what is filled in.

It decides by what was not reached yet, by what is wished, and else by the shortest way to the end of the case.
"""

from tests.flows.goals import Goals
from tests.flows.played_case import PlayedCase
from tests.flows.script import FUTURE, NAMED, PAST, SAID, SEVERAL, Step, in_shape
from workflows.engine.actions import Finish
from workflows.engine.case import Round, Value
from workflows.engine.conditions import bars_of
from workflows.engine.protocol import SELF, Each, Task, asked, outcome_label, outcomes


class Endings:
    """Chooses an outcome for a round of a task, and ends it so."""

    def __init__(self, goals: Goals, played: PlayedCase) -> None:
        self._goals, self._played = goals, played

    def free(self, found: Round) -> list[str]:
        """How the round can end now, by a press; taking a report back comes last, for it ends the case."""
        task = self._task(found)
        return [
            end
            for end, outcome in outcomes(task).items()
            if not outcome.clock_only
            and not bars_of(self._played.case, task, end)
            and (not outcome.withdraws or (self._is_fresh(found, end) and self._played.only_closing()))
        ]

    def wished(self, found: Round, free: list[str]) -> str:
        """Of what goes, the end that was not reached yet."""
        return next((end for end in free if self._is_fresh(found, end)), free[0])

    def fresh(self, found: Round, free: list[str]) -> str | None:
        """Return an end that was not reached yet and that spoils nothing that is wished."""
        return next((end for end in free if self._is_fresh(found, end) and self._harmless(found, end)), None)

    def shortest(self, found: Round, free: list[str]) -> str:
        """The end after which the fewest musts stand open, itself not counted again."""

        def musts(end: str) -> tuple[int, bool]:
            after = self._played.decided(self._action(found, end))
            open_now = [one for one in after.open_rounds() if self._task(one).blocks]
            return len(open_now), outcomes(self._task(found))[end].reopens is not None

        return min(free, key=musts)

    def finish(self, found: Round, end: str) -> None:
        """End it so."""
        action, task = self._action(found, end), self._task(found)
        given = {key: value for key, value in {**action.facts, **action.answers}.items() if value != SAID}
        label = outcome_label(end, outcomes(task)[end])
        step = Step(gesture="finish", person=action.actor, task=found.task, outcome=end, given=given, says=label)
        self._played.do(action, step)
        self._goals.reach((found.task, end))
        if not isinstance(task.who, Each) or outcomes(task)[end].reopens is not None:
            self._goals.pending.pop(found.task, None)

    def _task(self, found: Round) -> Task:
        return self._played.kind.tasks[found.task]

    def _is_fresh(self, found: Round, end: str) -> bool:
        return (found.task, end) in self._goals.fresh

    def _harmless(self, found: Round, end: str) -> bool:
        """True when nothing that is wished lapses by it."""
        after = self._played.decided(self._action(found, end))
        still = {one.task for one in after.open_rounds()}
        lost = {one.task for one in self._played.case.open_rounds() if one.key != found.key} - still
        return not any(one in self._goals.pending for one in lost)

    def _action(self, found: Round, end: str) -> Finish:
        filled = {key: self._filled_in(key) for key in asked(self._task(found), end)}
        people, facts = [one.person for one in found.assignees], self._played.protocol.facts
        return Finish(
            actor=self._played.actor if self._played.actor in people else people[0],
            task=found.task,
            number=found.number,
            outcome=end,
            facts={key: value for key, value in filled.items() if value and key in facts},
            answers={key: value for key, value in filled.items() if value and key not in facts},
        )

    def _filled_in(self, key: str) -> Value:
        protocol = self._played.protocol
        question, is_fact = protocol.question(key), key in protocol.facts
        match question.type:
            case "choice" | "choices" if is_fact:
                return self._fact(key)
            case "choice" | "choices":
                return in_shape(protocol, key, next(iter(question.of)))
            case "article":
                return next(rule for rule in protocol.articles if not rule.startswith("X-"))
            case "date":
                return FUTURE if question.day == "future" else PAST
            case "person":
                return self._played.case.values.get(key, "") if is_fact else NAMED
            case "people":
                return SEVERAL if question.required else ()
            case _:
                return SAID if question.required else ""

    def _fact(self, key: str) -> Value:
        """The wished value, else the one to which most of what was not reached leads; asked again, another one."""
        goals, case = self._goals, self._played.case
        options, again, read = self._played.protocol.facts[key].of, case.facts.get(key), goals.read(key)
        if again is not None and not read:
            return again.value
        wished = goals.wish.facts.get(key, frozenset(options)) & set(options)
        spent = again is not None and set(again.values) <= wished and key not in goals.unmet(case)
        some = [one for one in options if one != SELF and (spent or one in wished)]
        if spent and again is not None and key not in self._played.intake:
            some = [one for one in some if one not in again.values]
        leads = goals.leads(key)
        return in_shape(self._played.protocol, key, max(some, key=lambda one: (leads.get(one, 0), one not in read)))
