"""What people do besides ending tasks: put facts right, ask the melder, take a report back, let the time pass.

It decides when such a thing brings the case nearer to what it is after; each method is True when it did something.
"""

from itertools import product

from tests.flows.goals import Goals
from tests.flows.played_case import PlayedCase
from tests.flows.script import ASK, WITHDRAWAL, Step, bar_seen, in_shape
from workflows.engine.actions import Finish, Plan, Withdraw
from workflows.engine.case import Round
from workflows.engine.conditions import bars_of, holds
from workflows.engine.decide import CLOCK
from workflows.engine.protocol import Task, outcome_label, outcomes


class Detours:
    """Does what a case needs beside its tasks."""

    def __init__(self, goals: Goals, played: PlayedCase) -> None:
        self._goals, self._played = goals, played

    def see_bar(self, found: Round) -> bool:
        """See something barred that was not seen before, and put right what bars it."""
        for key, bar in self._task(found).bars.items():
            target = bar_seen(found.task, key)
            if target in self._goals.fresh and holds(self._played.case.values, bar.when):
                self._goals.reach(target)
                return self.lift_bar(found, [*bar.ends], bar.text)
        return False

    def lift_bar(self, found: Round, wanted: list[str], text: str = "") -> bool:
        """Put right what keeps the round from ending as wanted; ``text`` is what says so."""
        task, played = self._task(found), self._played
        bars = [bar for end in wanted for bar in bars_of(played.case, task, end)]
        names = sorted({key for bar in bars for key in bar.when})
        for values in product(*([*played.protocol.facts[key].of] for key in names)):
            facts = {key: in_shape(played.protocol, key, value) for key, value in zip(names, values, strict=True)}
            after = {**played.case.values, **facts}
            if any(holds(after, bar.when) for bar in task.bars.values() if set(bar.ends) & set(wanted)):
                continue
            changed = {key: value for key, value in facts.items() if played.case.values.get(key) != value}
            handlers = [one.person for one in found.assignees]
            if changed and played.correct(changed, handlers, text or bars[0].text):
                return True
        return False

    def fill_in_unmet(self) -> bool:
        """What nobody was asked is filled in, while something still waits for it."""
        played = self._played
        handlers = [one.person for found in played.case.rounds for one in found.assignees]
        for key, values in self._goals.unmet(played.case).items():
            question = played.protocol.facts[key]
            if key in self._goals.met or question.known:
                continue
            self._goals.met.add(key)
            value = next(one for one in question.of if one in values)
            if played.correct({key: in_shape(played.protocol, key, value)}, handlers, ""):
                return True
        return False

    def ask(self) -> bool:
        """A handler asks the melder something, once."""
        played = self._played
        if (ASK, "beantwoord") not in self._goals.fresh or any(played.case.rounds_of(ASK)) or not played.actor:
            return False
        if played.actor == played.case.melder or ASK not in played.kind.tasks or not played.may_ask():
            return False
        played.do(Plan(actor=played.actor, task=ASK), Step(gesture="ask", person=played.actor))
        return True

    def withdraw(self) -> bool:
        """The melder wants to take it back: in the middle to go on, at the end to be taken back."""
        case = self._played.case
        fresh = {end for task, end in self._goals.fresh if task == WITHDRAWAL}
        if not fresh or any(one.task == WITHDRAWAL for one in case.open_rounds()) or not self._begun():
            return False
        stays = {end for end, one in outcomes(self._played.kind.tasks[WITHDRAWAL]).items() if not one.withdraws}
        to_go_on = bool(fresh & stays) and not any(case.rounds_of(WITHDRAWAL))
        if not to_go_on and not (fresh - stays and self._over()):
            return False
        self._played.do(Withdraw(actor=case.melder), Step(gesture="withdraw", person=case.melder))
        return True

    def wait(self) -> bool:
        """Let the clock end what only the clock can end."""
        for found in self._played.case.open_rounds():
            task = self._task(found)
            end = task.late
            if end in outcomes(task) and end in self._goals.pending.get(found.task, ()):
                action = Finish(actor=CLOCK, task=found.task, number=found.number, outcome=end)
                label = outcome_label(end, outcomes(task)[end])
                person = next(one.person for one in self._played.case.rounds[-1].assignees)
                step = Step(gesture="wait", person=person, task=found.task, outcome=end, says=label)
                self._played.do(action, step)
                self._goals.reach((found.task, end))
                self._goals.pending.pop(found.task)
                return True
        return False

    def _task(self, found: Round) -> Task:
        return self._played.kind.tasks[found.task]

    def _begun(self) -> bool:
        """True when somebody did something after the first screen."""
        tasks = self._played.kind.tasks
        return any(one.state == "done" and not tasks[one.task].starts for one in self._played.case.rounds)

    def _over(self) -> bool:
        """True when nothing is left of what this case is after, and closing is seen in another one."""
        tasks, fresh = self._played.kind.tasks, self._goals.fresh
        if any(tasks[task].does == "close" for task, _ in fresh if task in tasks):
            return False
        counted = [
            one
            for one in self._played.case.open_rounds()
            if tasks[one.task].does != "close" and not tasks[one.task].discretionary
        ]
        waits = any((one.task, end) in fresh for one in counted for end in outcomes(tasks[one.task]))
        open_tasks = {one.task for one in self._played.case.open_rounds()}
        return self._played.only_closing() and not waits and not open_tasks & set(self._goals.pending)
