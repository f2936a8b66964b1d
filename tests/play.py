"""A school that is played: the real app behind HTTP, the sandbox as Slack, and hands for each of the cast.

Nothing of ours is patched. Deliveries and deadlines run when ``settle`` is called, so no test sleeps.
"""

import base64
import json
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import requests
from ruamel.yaml import YAML

from models.schema import migrate
from models.store import Store
from ruggespraak.bootstrap import Installation, install, protocol_source
from ruggespraak.clock import movable_clock
from ruggespraak.http_server import HttpServer
from ruggespraak.settings import read_settings
from ruggespraak.web import create_web
from sandbox.options import Options
from sandbox.server import make_server
from workflows.engine.calendar import AMSTERDAM
from workflows.protocol_files import Source
from workflows.usecases.deliver import deliver_due
from workflows.usecases.digest import digest
from workflows.usecases.members import sync
from workflows.usecases.notice_clock import notice_clock
from workflows.usecases.staff import import_staff
from workflows.usecases.staff_file import read_staff
from workflows.usecases.tick import tick

ROOT = Path(__file__).parents[1]
KEYS = "test:" + base64.b64encode(bytes(range(32))).decode()
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=AMSTERDAM)
CAST = {
    "melder": "U01MELDER",
    "leidinggevende": "U02LEIDER",
    "vervanger": "U03VERVANG",
    "directie": "U04DIREC",
    "bestuur": "U05BESTUUR",
    "hr": "U06HR",
    "plaatser": "U07PLAATS",
    "leerkracht": "U08LEER",
    "beheerder": "U11ADMIN",
    "toezicht": "U12TOEZ",
    "buitenstaander": "U14BUIT",
    "pr": "U15PR",
    "fg": "U16FG",
}


class World:
    """One running school. ``who`` gives the hands of one of the cast."""

    def __init__(
        self,
        folder: Path,
        database_url: str,
        *,
        protocol: str = "scala",
        channel: bool = True,
        source: Source | None = None,
        read_button: bool = True,
    ) -> None:
        """``source`` is the protocol when it was read already, by who does not need it checked again."""
        self.folder = folder
        self._source = source
        self.clock_file = folder / "clock"
        self._port = _free_port()
        self._options = self._sandbox_options()
        self.sandbox = make_server(self._options, "127.0.0.1", 0)
        _run(self.sandbox)
        self.url = f"http://127.0.0.1:{self.sandbox.effective_port}"
        self.http = requests.Session()
        self.set_clock(TUESDAY)
        self._environment = self._app_environment(database_url, protocol, channel)
        self._environment["RUGGESPRAAK_READ_BUTTON"] = "aan" if read_button else "uit"
        self.installation = self._install()
        import_staff(self.installation.context, read_staff((ROOT / "ruggespraak/demo/staff.csv").read_bytes()), "test")
        sync(self.installation.context, self.installation.messenger)
        self.app = self._serve()

    def who(self, name: str) -> "Hands":
        return Hands(self, CAST.get(name, name))

    def settle(self) -> None:
        """Let the app do all that it does by itself at this moment."""
        ctx, messenger = self.installation.context, self.installation.messenger
        for _ in range(50):
            if not tick(ctx) and not digest(ctx) and not notice_clock(ctx) and not deliver_due(ctx, messenger):
                return

    def advance(self, **span: float) -> None:
        """Move the clock and let the app act; spans as of timedelta, in steps of at most four hours."""
        left = timedelta(**span)
        while left > timedelta():
            step = min(left, timedelta(hours=4))
            self.drive("clock", {"advance": step.total_seconds()})
            self.settle()
            left -= step

    def set_clock(self, moment: datetime) -> None:
        self.drive("clock", {"set": moment.timestamp()})

    def restart(self) -> None:
        """Stop the app and start it again on the same database."""
        self.app.stop()
        self.installation.context.store.close()
        self.installation = self._install()
        self.app = self._serve()

    def drive(self, path: str, given: Mapping[str, Any]) -> dict[str, Any]:
        answer = self.http.post(f"{self.url}/driver/{path}", json=dict(given), timeout=20)
        return answer.json()

    def look(self, user: str) -> dict[str, Any]:
        return self.http.get(f"{self.url}/driver/view", params={"user": user}, timeout=20).json()

    def posted(self) -> str:
        """Return everything that any person can read in messages, as one text."""
        return "\n".join(
            json.dumps(channel["messages"], ensure_ascii=False)
            for user in CAST.values()
            for channel in self.look(user)["channels"]
        )

    def close(self) -> None:
        self.http.close()
        self.app.stop()
        self.installation.context.store.close()
        self.sandbox.close()

    def _sandbox_options(self) -> Options:
        return Options(
            definition=json.loads((ROOT / "sandbox/school.json").read_text(encoding="utf-8")),
            manifest=YAML(typ="safe", pure=True).load((ROOT / "manifest.yml").read_text(encoding="utf-8")),
            clock_file=self.clock_file,
            request_url=f"http://127.0.0.1:{self._port}/slack/events",
        )

    def _app_environment(self, database_url: str, protocol: str, channel: bool) -> dict[str, str]:
        return {
            "SLACK_BOT_TOKEN": self._options.bot_token,
            "SLACK_SIGNING_SECRET": self._options.signing_secret,
            "SLACK_API_URL": f"{self.url}/api/",
            "DATABASE_URL": database_url,
            "RUGGESPRAAK_KEYS": KEYS,
            "RUGGESPRAAK_PROTOCOL": protocol,
            "RUGGESPRAAK_ANNOUNCEMENTS": "C01MEDED" if channel else "",
            "RUGGESPRAAK_PHONE": "0512 000 000",
            "RUGGESPRAAK_CLOCK_FILE": str(self.clock_file),
        }

    def _install(self) -> Installation:
        settings = read_settings(self._environment)
        if settings.database_url.get_secret_value().startswith("postgresql"):
            store = Store(settings.database_url.get_secret_value())
            migrate(store)
            store.close()
        return install(settings, self._source or checked_source(settings.ruggespraak_protocol))

    def _serve(self) -> HttpServer:
        server = HttpServer(create_web(self.installation), "127.0.0.1", self._port, threads=8)
        server.start()
        return server


@dataclass(frozen=True)
class Hands:
    """What one person can do and see."""

    world: World
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


@cache
def checked_source(name: str) -> Source:
    """Read and check a protocol once for all the schools that are played."""
    return protocol_source(name)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(server: Any) -> None:
    threading.Thread(target=server.run, daemon=True).start()


__all__ = ["CAST", "TUESDAY", "Hands", "World", "movable_clock", "words"]
