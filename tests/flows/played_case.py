"""One case played with the engine alone: where it stands now, who acted last, and the steps that led here.

It decides nothing about where the case goes; it asks the engine what is allowed and writes down each step with what
its person must see before and after it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.flows.people import BESTUUR, DIRECTIE
from tests.flows.script import SAID, WITHDRAWAL, Step, offered
from workflows.engine.actions import Action, Correct, Start
from workflows.engine.calendar import Calendar
from workflows.engine.case import Case, Value
from workflows.engine.decide import decide
from workflows.engine.errors import WorkflowError
from workflows.engine.person import Circle
from workflows.engine.policy import may
from workflows.engine.protocol import Protocol
from workflows.usecases.correct import correctable

_CALENDAR = Calendar()
_TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)


class PlayedCase:
    """The case, started from its first screen and carried on by ``do``."""

    def __init__(self, protocol: Protocol, kind: str, circle: Circle, melder: str, intake: Mapping[str, Value]) -> None:
        self.protocol, self.kind, self.intake = protocol, protocol.kinds[kind], intake
        self.steps: list[Step] = []
        self.actor = ""
        self._circle, self._now = circle, _TUESDAY
        self.case = Case(
            id="wandeling",
            number="",
            kind=kind,
            protocol="",
            school=circle.people[melder].posts[0].school,
            melder=melder,
            owner=self.kind.owner,
            created_at=self._now,
        )
        facts = {key: value for key, value in intake.items() if key in protocol.facts}
        self._carry_on(Start(actor=melder, facts=facts, answers={"tekst": SAID}))

    def decided(self, action: Action) -> Case:
        """Return the case as it would be after this. Raises WorkflowError when the engine refuses it."""
        return decide(self.protocol, self.case, action, self._now, _CALENDAR, self._circle).case

    def do(self, action: Action, step: Step) -> None:
        """Do it, and write it down."""
        before = offered(self.protocol, self.case, step.person)
        self._carry_on(action)
        self.steps.append(replace(step, before=before, after=offered(self.protocol, self.case, step.person)))
        if step.gesture != "wait":
            self.actor = step.person

    def correct(self, facts: Mapping[str, Value], people: Iterable[str], says: str) -> bool:
        """Let the first who may put these facts right do so; False when that is nobody.

        The form asks less than the engine takes: what a deciding task still asks is decided there first.
        """
        for person in dict.fromkeys((*people, DIRECTIE, BESTUUR)):
            action = Correct(actor=person, facts=facts, reason=SAID)
            asks = frozenset(correctable(self.protocol, self.case, person, self._circle))
            if asks.issuperset(facts) and self._allowed(action):
                self.do(action, Step(gesture="correct", person=person, given=dict(facts), asks=asks, says=says))
                return True
        return False

    def may_ask(self) -> bool:
        """True when who acted last may ask the melder something."""
        try:
            may(self.actor, "ask", self.protocol, self.case, self._circle)
        except WorkflowError:
            return False
        return True

    def only_closing(self) -> bool:
        """True when no must stands open but the closing itself."""
        return not any(self.kind.tasks[one.task].blocks for one in self.case.open_rounds() if one.task != WITHDRAWAL)

    def _carry_on(self, action: Action) -> None:
        self.case = self.decided(action)
        self._now += timedelta(minutes=1)

    def _allowed(self, action: Action) -> bool:
        try:
            self.decided(action)
        except WorkflowError:
            return False
        return True
