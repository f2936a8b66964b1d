"""Somebody who presses whatever is there and fills in whatever is asked, what was pressed least first.

It decides nothing about what should happen; that nothing breaks is looked at by who lets it play.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from random import Random
from typing import Any

from sandbox.hands import click, submit
from tests.flows.canaries import CanaryScreen
from tests.flows.screen import something
from tests.flows.script import FUTURE, PAST
from tests.play import CAST, World

_COMMANDS = ("/melden", "/publiceren", "/pers", "/ruggespraak")
_YOUNGEST = 8
_TOGETHER = 0.3
_DIGITS = re.compile(r"\d+")
Move = tuple[str, Callable[[], None]]


class Monkey:
    """Plays everybody; ``pressed`` counts each sort of gesture."""

    def __init__(self, world: World, screen: CanaryScreen, random: Random) -> None:
        self._world, self._screen, self._random = world, screen, random
        self._site = world.sandbox.site
        self.pressed: Counter[str] = Counter()

    def play(self, gestures: int, *, settles: bool = True) -> None:
        """Do so many things; *settles*: the app does now and then what it does by itself."""
        for _ in range(gestures):
            user = self._random.choice([*CAST.values()])
            self._move(user)
            if settles and self._random.random() < _TOGETHER:
                self._world.settle()

    def _move(self, user: str) -> None:
        moves = [*self._in_modal(user)] or [*self._outside(user)]
        least = min(self.pressed[name] for name, _ in moves)
        name, move = self._random.choice([one for one in moves if self.pressed[one[0]] == least])
        self.pressed[name] += 1
        move()

    def _in_modal(self, user: str) -> Iterator[Move]:
        if not self._site.workspace.stacks.get(user):
            return
        view = self._screen.top(user)
        form = view.definition["callback_id"]
        yield f"close {form}", partial(self._close, user, view.id)
        yield from self._buttons(user, view.definition["blocks"], {"view": view.id})
        if view.definition.get("submit"):
            yield f"submit {form}", partial(self._submit, user, form)
            yield f"send {form}", partial(self._submit, user, form)

    def _outside(self, user: str) -> Iterator[Move]:
        for command in _COMMANDS:
            yield command, partial(self._screen.command, user, command)
        self._world.drive("home/open", {"user": user})
        home = self._site.workspace.views[self._site.workspace.homes[user]]
        yield from self._buttons(user, home.definition["blocks"], {"home": True})
        for message, _ in zip(self._screen.messages(user), range(_YOUNGEST), strict=False):
            where = {"channel": self._site.workspace.direct_with(user).id, "ts": message["ts"]}
            yield from self._buttons(user, message.get("blocks", []), {"message": where})

    def _buttons(self, user: str, blocks: Iterable[Mapping[str, Any]], where: dict[str, Any]) -> Iterator[Move]:
        for block in blocks:
            for one in block["elements"] if block["type"] == "actions" else ():
                name = _DIGITS.sub("", f"{one['action_id'].partition('|')[0]}: {one['text']['text']}")
                yield name, partial(self._press, user, where, block["block_id"], one["action_id"])

    def _press(self, user: str, where: dict[str, Any], block: str, action: str) -> None:
        answer = click.click(self._site, user, where, block, action, None, {})
        assert answer["ok"], (user, action, answer)

    def _close(self, user: str, view: str) -> None:
        submit.close(self._site, user, view)

    def _submit(self, user: str, form: str) -> None:
        view = self._screen.top(user)
        values: dict[str, Any] = {}
        for block in view.definition["blocks"]:
            if block["type"] == "input" and self._answers(block):
                values[block["block_id"]] = {block["element"]["action_id"]: self._answer(block["element"])}
        self._screen.enter(user, form, values)
        answer = submit.submit(self._site, user, view.id, values)
        assert answer["ok"] or answer["error"] == "field_errors", (user, form, answer)

    def _answers(self, block: Mapping[str, Any]) -> bool:
        return not block["optional"] or self._random.random() < 0.5

    def _answer(self, element: Mapping[str, Any]) -> Any:
        match element["type"]:
            case "radio_buttons" | "static_select":
                options = element.get("options") or element["option_groups"][0]["options"]
                return self._random.choice(options)["value"]
            case "checkboxes" | "multi_static_select":
                return [one["value"] for one in element["options"] if self._random.random() < 0.4] or [
                    element["options"][0]["value"]
                ]
            case "users_select":
                return self._random.choice([*CAST.values()])
            case "datepicker":
                return self._random.choice([PAST, FUTURE])
            case _:
                return something(element) if element["type"] != "file_input" else []
