"""Reading and touching what one person has before them in Slack, with the sandbox's own hands.

It decides where a press lands: by the label of the button and by the heading that it stands under. What does not work
as a person would expect is an AssertionError that says what was shown.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sandbox.hands import click, submit
from tests.flows.script import NAMED, PAST, SAID, SEVERAL, Buttons
from tests.play import World, words
from workflows.engine.case import Value

_ASKING = ("Bekijk en beslis", "Bekijk en antwoord")
_TASK_BUTTONS = ("task.outcome|", "notice.compose|")


class Screen:
    """The screens of everybody in one World; ``gestures`` counts what was done on them."""

    def __init__(self, world: World) -> None:
        self._world, self._site = world, world.sandbox.site
        self.gestures = 0

    def command(self, user: str, command: str) -> None:
        """Type a command in a channel."""
        answer = self._world.drive("command", {"user": user, "channel": "C03LUNCH", "text": command})
        self.gestures += 1
        assert answer["ok"], answer

    def start_from_home(self, user: str, kind: str) -> None:
        """Press the button of a kind of case on the home page."""
        self._world.drive("home/open", {"user": user})
        home = self._site.workspace.views[self._site.workspace.homes[user]]
        block, element = next(one for one in _buttons(home.definition["blocks"]) if one[1].get("value") == kind)
        self._click(user, {"home": True}, block, element)

    def open_case(self, user: str, number: str, *, asked_for: bool) -> None:
        """Open the case from the youngest card about it; who is asked has one that says so."""
        for message in self.messages(user):
            found = [one for one in _buttons(message.get("blocks", [])) if one[1]["action_id"].startswith("case.view|")]
            if not found or number not in words(message):
                continue
            block, element = found[0]
            if asked_for and element["text"]["text"] not in _ASKING:
                continue
            where = {"channel": self._site.workspace.direct_with(user).id, "ts": message["ts"]}
            self._click(user, {"message": where}, block, element)
            self.must_be(user, "case")
            return
        texts = [words(one) for one in self.messages(user) if number in words(one)]
        raise AssertionError(f"{user} has no card {'that asks ' if asked_for else ''}about {number}: {texts}")

    def press(self, user: str, action: str, label: str = "", heading: str = "") -> None:
        """Press a button in the open modal."""
        view = self.top(user)
        found = [
            (block, element)
            for above, block, element in _under_headings(view.definition["blocks"])
            if element["action_id"].startswith(f"{action}|")
            and (not label or element["text"]["text"] == label)
            and (not heading or above == heading)
        ]
        assert found, f"{user} has no button {label or action!r} under {heading!r}: {self.shown(user)}"
        self._click(user, {"view": view.id}, *found[0])

    def fill(self, user: str, form: str, given: Mapping[str, Value], then: str) -> None:
        """Fill in the open form, and be where it leads to."""
        self.must_be(user, form)
        view = self.top(user)
        values: dict[str, Any] = {}
        inputs = [block for block in view.definition["blocks"] if block["type"] == "input"]
        missing = {key for key, value in given.items() if value} - self.fields(user)
        assert not missing, f"{form} does not ask {missing}: {self.shown(user)}"
        for block in inputs:
            key, element = block["block_id"], block["element"]
            if key in given:
                value = given[key]
                values[key] = {element["action_id"]: list(value) if isinstance(value, tuple) else value}
            elif not block["optional"] and not any(one.startswith("initial_") for one in element):
                values[key] = {element["action_id"]: something(element)}
        self.enter(user, form, values)
        answer = submit.submit(self._site, user, view.id, values)
        self.gestures += 1
        assert answer["ok"], f"{form} was refused: {answer}"
        assert not self.top(user).errors, self.top(user).errors
        self.must_be(user, then)

    def enter(self, user: str, form: str, values: dict[str, Any]) -> None:
        """Change what is filled in before it is sent; here nothing."""

    def must_be(self, user: str, form: str) -> None:
        """Be sure that this form lies on top."""
        assert self.top(user).definition["callback_id"] == form, f"{form} is not open: {self.shown(user)}"

    def fields(self, user: str) -> set[str]:
        """Return what the open form asks."""
        return {block["block_id"] for block in self.top(user).definition["blocks"] if block["type"] == "input"}

    def task_buttons(self, user: str) -> Buttons:
        """Return the buttons that end a task, each task under its heading."""
        found: dict[tuple[str, str], list[str]] = {}
        for above, block, element in _under_headings(self.top(user).definition["blocks"]):
            if element["action_id"].startswith(_TASK_BUTTONS):
                found.setdefault((above, block), []).append(element["text"]["text"])
        return tuple(sorted((above, tuple(labels)) for (above, _), labels in found.items()))

    def messages(self, user: str) -> Iterator[dict[str, Any]]:
        """The app's messages to this person, youngest first."""
        return (one.as_slack() for one in reversed(self._site.workspace.direct_with(user).messages))

    def top(self, user: str) -> Any:
        """Return the modal that lies on top."""
        stack = self._site.workspace.stacks.get(user, [])
        assert stack, f"{user} has no modal open"
        return self._site.workspace.views[stack[-1]]

    def shown(self, user: str) -> str:
        """Return all text of that modal."""
        return words(self.top(user).definition["blocks"])

    def _click(self, user: str, where: dict[str, Any], block: str, element: Mapping[str, Any]) -> None:
        """The app gets the signed request, and nobody waits for a driver."""
        self.gestures += 1
        answer = click.click(self._site, user, where, block, element["action_id"], None, {})
        assert answer["ok"], answer


def _under_headings(blocks: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    heading = ""
    for block in blocks:
        if block["type"] == "header":
            heading = block["text"]["text"]
        if block["type"] == "actions":
            for element in block["elements"]:
                yield heading, block["block_id"], element


def _buttons(blocks: Iterable[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    return [(block, element) for _, block, element in _under_headings(blocks) if element["type"] == "button"]


def something(element: Mapping[str, Any]) -> Any:
    """An answer that any such question accepts."""
    match element["type"]:
        case "radio_buttons" | "static_select":
            return element["options"][0]["value"]
        case "checkboxes" | "multi_static_select":
            return [element["options"][0]["value"]]
        case "url_text_input":
            return "https://example.org/1"
        case "datepicker":
            return PAST
        case "users_select":
            return NAMED
        case "multi_users_select":
            return list(SEVERAL)
        case _:
            return SAID[: element.get("max_length", 3000)]
