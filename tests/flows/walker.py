"""A script is played in a World, by what its people see and click.

It decides how a person comes to a case (the card that asks them), which form a gesture goes through, and what must
hold meanwhile: the buttons are those that the engine allows, the melder hears the end, and the outsider hears nothing.
"""

import json
import re
from collections.abc import Mapping

from tests.flows.people import OUTSIDER
from tests.flows.screen import Screen
from tests.flows.script import SAID, Buttons, Script, Step
from tests.play import World, words
from workflows.engine.case import Value
from workflows.engine.protocol import Protocol, Task, asked, sends, task_label

_COMMANDS = {"ontsporing": "/melden", "publicatie": "/publiceren", "pers": "/pers"}
_REASON = "reden"


class Walker:
    """Plays scripts in one World, and remembers what was shown and clicked."""

    def __init__(self, world: World, protocol: Protocol, screen: Screen | None = None) -> None:
        self._world, self._protocol, self._screen = world, protocol, screen or Screen(world)
        world.drive("home/open", {"user": OUTSIDER})  # the app has heard of her
        self.clicked: set[tuple[str, str, str]] = set()
        self._sent_direct = False
        self._number = ""
        self._at_case = ""

    @property
    def gestures(self) -> int:
        """How much was pressed and sent in."""
        return self._screen.gestures

    def walk(self, script: Script) -> None:
        """Play one case from its first screen to its end."""
        self._at_case = ""
        self._report(script)
        for place, step in enumerate(script.steps):
            try:
                self._step(script, step)
                self._outsider()
            except AssertionError as error:
                done = [f"{one.gesture} {one.task}: {one.outcome or dict(one.given)}" for one in script.steps[:place]]
                error.add_note(f"{self._protocol.protocol}, {script.kind}, {dict(script.intake)}: {done}, then {step}")
                raise
        self._ended(script)

    def _report(self, script: Script) -> None:
        """By the kind's own command where there is one, else from the home page."""
        user, kind = script.melder, self._protocol.kinds[script.kind]
        if script.kind in _COMMANDS:
            self._screen.command(user, _COMMANDS[script.kind])
        else:
            self._screen.start_from_home(user, script.kind)
        self._screen.must_be(user, "intake")
        if any(key not in kind.intake for key in script.intake):
            self._screen.press(user, "intake.more")
        self._screen.fill(user, "intake", script.intake, "receipt")
        shown = self._screen.shown(user)
        number = re.search(r"\d{4}-\d{4,}", shown)
        assert number, shown
        self._number = number[0]
        for text in script.says:
            assert text in shown, f"{script.kind}: {text!r} is not in the receipt: {shown}"
        self._outsider()

    def _step(self, script: Script, step: Step) -> None:
        if step.gesture == "wait":
            self._wait(script, step)
            return
        if self._at_case != step.person:
            self._world.settle()
            self._screen.open_case(step.person, self._number, asked_for=bool(step.before))
            self._compare(step.before, step)
        if step.gesture == "finish":
            self._finish(script, step)
        else:
            self._aside(step)
        self._at_case = step.person
        self._compare(step.after, step)

    def _wait(self, script: Script, step: Step) -> None:
        self._world.settle()
        self._world.advance(days=9)
        self._at_case = ""
        self.clicked.add((script.kind, step.task, step.outcome))
        self._screen.open_case(step.person, self._number, asked_for=bool(step.after))
        self._is_told(step)
        self._compare(step.after, step)

    def _finish(self, script: Script, step: Step) -> None:
        user, task = step.person, self._protocol.task(script.kind, step.task)
        sending = step.outcome == sends(task)
        action = "notice.compose" if sending else "task.outcome"
        self._screen.press(user, action, step.says, task_label(step.task, task))
        then = "told" if task.blind and not step.after else "case"  # who has promised nothing sees no case
        if sending:
            self._screen.fill(user, "notice", self._via(task), "notice_send")
            self._screen.fill(user, "notice_send", {}, "case")
        elif asked(task, step.outcome):
            self._screen.fill(user, "outcome", step.given, then)
        self.clicked.add((script.kind, step.task, step.outcome))

    def _via(self, task: Task) -> Mapping[str, Value]:
        """Everybody gets the first notice, the others go to the channel."""
        if task.does == "lift":
            return {}
        first, self._sent_direct = not self._sent_direct, True
        return {"via": "direct" if first else "kanaal"}

    def _aside(self, step: Step) -> None:
        """What stands below the tasks: correct, ask, take back."""
        self._is_told(step)
        self._screen.press(step.person, f"case.{step.gesture}")
        given: Mapping[str, Value] = {}
        if step.gesture == "correct":
            given = {**step.given, _REASON: SAID}
            asked_now = self._screen.fields(step.person) - {_REASON}
            assert asked_now == step.asks, f"{step.person} is asked {sorted(asked_now)}, not {sorted(step.asks)}"
        self._screen.fill(step.person, step.gesture, given, "case")

    def _is_told(self, step: Step) -> None:
        shown = self._screen.shown(step.person)
        assert step.says in shown, f"{step.says!r} is not told: {shown}"

    def _compare(self, expected: Buttons, step: Step) -> None:
        """What can be pressed is exactly what the engine allows."""
        seen = self._screen.task_buttons(step.person)
        where = f"{step.person} at {step.gesture} {step.task}: {step.outcome}"
        assert seen == expected, f"{where}\nsees {seen}\nnot  {expected}"

    def _ended(self, script: Script) -> None:
        self._world.settle()
        if script.steps:
            view = self._screen.top(script.steps[-1].person).definition
            self._outsider(str(json.loads(view["private_metadata"])["case"]))
        assert script.state in ("closed", "withdrawn"), f"{script.kind} was not ended: {script.steps[-1:]}"
        word = "afgesloten" if script.state == "closed" else "ingetrokken"
        told = [one for one in self._screen.messages(script.melder) if self._number in words(one)]
        texts = "\n".join(words(one) for one in told)
        assert script.says or word in texts, f"the melder did not hear the end of {self._number}: {texts}"

    def _outsider(self, case_id: str = "") -> None:
        """Who has nothing to do with it gets no message, and is refused with the id of the case in hand."""
        if case_id:
            desk = self._world.installation.desk
            reply = desk.press(OUTSIDER, "case.view", case_id, context={}, answers={}, key=f"probe:{case_id}")
            assert reply.form is None, f"the outsider sees {self._number}"
        got = self._world.sandbox.site.workspace.direct_with(OUTSIDER).messages
        assert not got, "the outsider got a message"
