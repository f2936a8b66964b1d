"""A choice that whoever starts the sandbox offers on its page, such as what the app beside it runs on.

Decides that one change is made at a time. It must not know what is switched, nor what a choice means.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sandbox.hands.refusal import Refusal
from sandbox.json_types import Json


@dataclass(frozen=True)
class Choice:
    """One thing that can be chosen, and what a person reads for it."""

    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Switch:
    """What can be chosen. `apply` makes the change and returns what to tell, or raises SwitchRefused."""

    label: str
    choices: Callable[[], Sequence[Choice]]
    current: Callable[[], str]
    apply: Callable[[str], str]


class SwitchRefused(Exception):
    """The change is not made. Its text is a whole sentence, for who asked for it."""


class Lever:
    """The switch of one running sandbox: it makes one change at a time, and shows that one is under way."""

    def __init__(self, switch: Switch | None) -> None:
        self._switch = switch
        self._turn = threading.Lock()
        self.version = 0

    def pull(self, value: str) -> Json:
        """Make a change and wait for it; refuses at once while another one is under way."""
        switch = self._switch
        if switch is None or value not in {choice.value for choice in switch.choices()}:
            raise Refusal("unknown_choice")
        if not self._turn.acquire(blocking=False):
            raise Refusal("switch_busy")
        self.version += 1
        try:
            return _told(switch, value)
        finally:
            self._turn.release()
            self.version += 1

    def seen(self) -> Json | None:
        """What the page shows; nothing when there is nothing to choose."""
        if self._switch is None:
            return None
        return {
            "label": self._switch.label,
            "choices": [vars(choice) for choice in self._switch.choices()],
            "current": self._switch.current(),
            "busy": self._turn.locked(),
        }


def _told(switch: Switch, value: str) -> Json:
    try:
        return {"ok": True, "sentence": switch.apply(value)}
    except SwitchRefused as refused:
        return {"ok": False, "error": "switch_refused", "sentence": str(refused)}
