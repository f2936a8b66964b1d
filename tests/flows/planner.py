"""Which scripts are walked: as few as the engine needs to reach every target of a kind of case.

It decides the order of the gestures in a case: first what is wished, then what else can be reached, then the end. It
knows the engine and no Slack.
"""

from tests.flows.detours import Detours
from tests.flows.endings import Endings
from tests.flows.goals import Goals
from tests.flows.intake_planner import IntakePlanner
from tests.flows.played_case import PlayedCase
from tests.flows.script import IN_ADVANCE, Script, Target, targets
from workflows.engine.case import Round
from workflows.engine.conditions import holds
from workflows.engine.person import Circle
from workflows.engine.protocol import Protocol, outcome_label, outcomes

_MOST_STEPS = 120
_MOST_SCRIPTS = 60


def plan(protocol: Protocol, kind: str, circle: Circle) -> tuple[list[Script], list[Target]]:
    """Return scripts that together reach every target of a kind, and the targets that none of them reaches."""
    left = targets(protocol.kinds[kind])
    scripts: list[Script] = []
    given_up: list[Target] = []
    while left and len(scripts) < _MOST_SCRIPTS:
        script = _CasePlanner(protocol, kind, circle, left).script()
        if script.reached & set(left):
            scripts.append(script)
            left = [one for one in left if one not in script.reached]
        else:
            given_up.append(left.pop(0))
    return scripts, [*given_up, *left]


class _CasePlanner:
    """Plays one case with the engine, towards what was not reached before."""

    def __init__(self, protocol: Protocol, kind: str, circle: Circle, left: list[Target]) -> None:
        self._goals = Goals(protocol, protocol.kinds[kind], left)
        intake = IntakePlanner(protocol, protocol.kinds[kind], circle, self._goals)
        self._goals.pursue(intake.wish())
        self._played = PlayedCase(protocol, kind, circle, *intake.first_screen())
        self._tasks = self._played.kind.tasks
        self._endings = Endings(self._goals, self._played)
        self._detours = Detours(self._goals, self._played)

    def script(self) -> Script:
        """Return the case that was played; one that does not end reaches nothing."""
        played, says = self._played, self._answered_in_advance()
        while played.case.state == "open" and len(played.steps) < _MOST_STEPS and self._step():
            pass
        return Script(
            kind=played.case.kind,
            melder=played.case.melder,
            intake=played.intake,
            steps=tuple(played.steps),
            reached=frozenset(self._goals.reached) if played.case.state != "open" else frozenset(),
            state=played.case.state,
            says=says,
        )

    def _answered_in_advance(self) -> tuple[str, ...]:
        """Return what the receipt says when the protocol itself answers the question."""
        for key, answer in self._played.kind.answers.items():
            if holds(self._played.case.values, answer.when):
                self._goals.reach((IN_ADVANCE, key))
                label = outcome_label(answer.outcome, outcomes(self._tasks[answer.task])[answer.outcome])
                return label, self._played.protocol.articles[answer.rule].text
        return ()

    def _step(self) -> bool:
        """Do one thing; False when there is nothing left to do."""
        if self._detours.ask() or self._detours.withdraw() or any(self._end(one) for one in self._candidates()):
            return True
        if self._detours.fill_in_unmet() or self._detours.wait():
            return True
        return self._goals.pursue_the_rest(self._played.case) or self._close()

    def _candidates(self) -> list[Round]:
        mine = [one for one in self._played.case.open_rounds() if self._tasks[one.task].does != "close"]
        return sorted(mine, key=lambda one: (not one.holds(self._played.actor), one.task not in self._goals.pending))

    def _end(self, found: Round) -> bool:
        """End this round when that helps, or put right what keeps it from ending so."""
        if self._detours.see_bar(found):
            return True
        if found.task in self._goals.pending:
            return self._end_as_wished(found)
        free = self._endings.free(found)
        fresh = self._endings.fresh(found, free)
        if fresh is not None:
            return self._finish(found, fresh)
        if not self._tasks[found.task].blocks:
            return False
        if not free:
            return self._detours.lift_bar(found, [*outcomes(self._tasks[found.task])])
        return self._finish(found, self._endings.shortest(found, free))

    def _end_as_wished(self, found: Round) -> bool:
        ends = outcomes(self._tasks[found.task])
        wanted = [end for end in ends if end in self._goals.pending[found.task]]
        if all(ends[end].clock_only for end in wanted):
            return False
        free = [end for end in self._endings.free(found) if end in wanted]
        if not free:
            return self._detours.lift_bar(found, wanted)
        return self._finish(found, self._endings.wished(found, free))

    def _close(self) -> bool:
        for found in self._played.case.open_rounds():
            if self._tasks[found.task].does == "close":
                return self._finish(found, next(iter(outcomes(self._tasks[found.task]))))
        return False

    def _finish(self, found: Round, end: str) -> bool:
        self._endings.finish(found, end)
        return True
