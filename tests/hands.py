"""The hands of one person in a school that is played: what they type, press, open and read."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.play import World


@dataclass(frozen=True)
class Hands:
    """What one person can do and see."""

    world: "World"
    user: str

    def command(self, text: str, channel: str = "C03LUNCH") -> dict[str, Any]:
        return self.world.drive("command", {"user": self.user, "channel": channel, "text": text})

    def shortcut(self, callback: str, message: dict[str, str] | None = None) -> dict[str, Any]:
        return self.world.drive("shortcut", {"user": self.user, "callback_id": callback, "message": message})

    @property
    def modal(self) -> dict[str, Any]:
        stack = self.world.look(self.user)["modals"]
        assert stack, f"{self.user} has no modal open"
        return stack[-1]

    @property
    def modals(self) -> list[dict[str, Any]]:
        return self.world.look(self.user)["modals"]

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The messages of the app to this person, oldest first."""
        return [
            message
            for channel in self.world.look(self.user)["channels"]
            if channel["kind"] == "im"
            for message in channel["messages"]
        ]

    @property
    def whispers(self) -> list[str]:
        channels = self.world.look(self.user)["channels"]
        return [one["text"] for channel in channels for one in channel["messages"] if one["ephemeral"]]

    def in_channel(self, channel: str) -> list[dict[str, Any]]:
        return next(one["messages"] for one in self.world.look(self.user)["channels"] if one["id"] == channel)

    def home(self) -> dict[str, Any]:
        self.world.drive("home/open", {"user": self.user})
        return self.world.look(self.user)["home"]

    def shown(self) -> str:
        """All text of the open modal."""
        return words(self.modal)

    def buttons(self) -> list[str]:
        return [element["text"]["text"] for _, element in _buttons(self.modal["blocks"])]

    def press(self, label: str, *, nth: int = 0) -> dict[str, Any]:
        """Press a button in the open modal."""
        view = self.modal
        found = [one for one in _buttons(view["blocks"]) if one[1]["text"]["text"] == label]
        assert len(found) > nth, f"no button {label!r} in {[b['text']['text'] for _, b in _buttons(view['blocks'])]}"
        block, element = found[nth]
        given = {"user": self.user, "view": view["id"], "block_id": block, "action_id": element["action_id"]}
        return self._ok(self.world.drive("click", given))

    def choose(self, key: str, value: str) -> None:
        """Choose an option of a question that answers at once, in the open modal."""
        view = self.modal
        block = next(one for one in view["blocks"] if one["block_id"] == key)
        assert block.get("dispatch_action"), f"{key} does not answer at once"
        action = block["element"]["action_id"]
        given = {"user": self.user, "view": view["id"], "block_id": key, "action_id": action, "value": value}
        self._ok(self.world.drive("click", given | {"values": {key: {action: value}}}))

    def click(self, label: str, *, message: dict[str, Any] | None = None) -> dict[str, Any]:
        """Press a button in the youngest message that has it, or in this one."""
        candidates = [message] if message else list(reversed(self.messages))
        for one in candidates:
            for block, element in _buttons(one.get("blocks", [])):
                if element["text"]["text"] == label:
                    where = {"channel": one["channel"], "ts": one["ts"]} if "channel" in one else self._where(one)
                    given = {"user": self.user, "message": where, "block_id": block, "action_id": element["action_id"]}
                    return self._ok(self.world.drive("click", given))
        raise AssertionError(f"no message to {self.user} has a button {label!r}")

    def fill(self, **answers: Any) -> dict[str, Any]:
        """Submit the open modal with these answers, by field key."""
        view = self.modal
        actions = {
            block["block_id"]: block["element"]["action_id"] for block in view["blocks"] if block["type"] == "input"
        }
        unknown = set(answers) - set(actions)
        assert not unknown, f"no fields {unknown} in {sorted(actions)}"
        values = {key: {actions[key]: value} for key, value in answers.items()}
        return self.world.drive("submit", {"user": self.user, "view_id": view["id"], "values": values})

    def fields(self) -> list[str]:
        return [block["block_id"] for block in self.modal["blocks"] if block["type"] == "input"]

    def upload(self, name: str, data: bytes) -> str:
        answer = self.world.http.post(
            f"{self.world.url}/driver/upload", data={"user": self.user}, files={"file": (name, data)}, timeout=20
        ).json()
        return str(answer["file"]["id"])

    def open_case(self) -> str:
        """Open the case of the youngest card and return what is shown."""
        for label in ("Bekijk en beslis", "Bekijk en antwoord", "Bekijk"):
            try:
                self.click(label)
            except AssertionError:
                continue
            return self.shown()
        raise AssertionError(f"{self.user} has no card")

    def decide(self, outcome: str, **answers: Any) -> str:
        """Press an outcome in the open case and fill in what it asks."""
        self.press(outcome)
        if answers:
            answer = self.fill(**answers)
            assert answer["ok"], (answer, self.modal.get("errors"))
            assert not self.modal.get("errors"), self.modal["errors"]
        self.world.settle()
        return self.shown()

    def _where(self, message: dict[str, Any]) -> dict[str, str]:
        for channel in self.world.look(self.user)["channels"]:
            if any(one["ts"] == message["ts"] for one in channel["messages"]):
                return {"channel": channel["id"], "ts": message["ts"]}
        raise AssertionError("that message is gone")

    def _ok(self, answer: dict[str, Any]) -> dict[str, Any]:
        assert answer["ok"], answer
        return answer


def words(thing: Any) -> str:
    """Return all that a person reads in blocks, without buttons' values and ids."""
    if isinstance(thing, list):
        return "\n".join(filter(None, map(words, thing)))
    if not isinstance(thing, dict):
        return ""
    found = [thing["text"]] if isinstance(thing.get("text"), str) else []
    parts = [value for key, value in thing.items() if isinstance(value, dict | list) and key != "state"]
    return "\n".join(filter(None, [*found, *map(words, parts)]))


def _buttons(blocks: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (block["block_id"], element)
        for block in blocks
        for element in block.get("elements", [])
        if element.get("type") == "button"
    ]
