"""A sandbox that plays Slack, and real processes of the app beside it: what an administrator starts, and what dies."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType
from typing import Any

import requests

from models.schema import migrate
from models.store import Store
from ruggespraak.bootstrap import install
from ruggespraak.settings import read_settings
from sandbox.options import Limits, Options
from sandbox.server import make_server
from tests.play import CAST, KEYS, RING, ROOT, TUESDAY, Hands, checked_source, manifest
from tests.ports import free_port
from tests.ruggespraak.gate import Gate
from workflows.usecases.staff import import_staff
from workflows.usecases.staff_file import read_staff

SECONDS = 20.0
NO_LIMITS: Mapping[str, Limits] = MappingProxyType({})


def until(holds: Callable[[], Any], what: str, seconds: float = SECONDS) -> None:
    """Return as soon as it holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"never happened: {what}"
        time.sleep(0.05)


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).status_code == 200
    except requests.ConnectionError:
        return False


class Process:
    """``python -m ruggespraak ...`` as a process of its own."""

    def __init__(self, folder: Path, environment: Mapping[str, str], *arguments: str) -> None:
        self.log = folder / f"{'-'.join(arguments)}.{time.monotonic_ns()}.log"
        kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
        with self.log.open("wb") as log:
            self.inner = subprocess.Popen(
                [sys.executable, "-m", "ruggespraak", *arguments],
                cwd=folder,
                env=kept | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"} | dict(environment),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def output(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def signal(self, number: signal.Signals) -> None:
        self.inner.send_signal(number)

    def ended(self, within: float) -> int:
        """Return the exit code; fails when it takes longer."""
        return self.inner.wait(within)

    def leaves_nothing(self) -> bool:
        """True when no process of its session is left."""
        try:
            os.killpg(self.inner.pid, 0)
        except ProcessLookupError:
            return True
        return False

    def close(self) -> None:
        if self.inner.poll() is None:
            self.inner.kill()
            self.inner.wait(5)


class Town:
    """A school in a sandbox; ``start`` begins a process of the app. Quacks like a World for the hands of the cast."""

    def __init__(
        self,
        folder: Path,
        database_url: str,
        *,
        extra: int = 0,
        elsewhere: int = 0,
        gated: bool = False,
        limits: Mapping[str, Limits] = NO_LIMITS,
    ) -> None:
        """``extra`` colleagues work there too, and so many *elsewhere*; *gated*: what Slack sends passes ``door``."""
        self.folder, self.port = folder, free_port()
        self.http = requests.Session()
        self._stack = ExitStack()
        self.door = Gate(self.port) if gated else None
        if self.door is not None:
            self._stack.callback(self.door.stop)
        self.options = self._sandbox_options(extra + elsewhere, limits)
        self.sandbox = make_server(self.options, "127.0.0.1", 0)
        threading.Thread(target=self.sandbox.run, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.sandbox.effective_port}"
        self.drive("clock", {"set": TUESDAY.timestamp()})
        self.environment = self._environment(database_url)
        self.store = Store(database_url, RING)
        migrate(self.store)
        self._import(extra, elsewhere)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, command: str = "serve") -> Process:
        process = Process(self.folder, self.environment, command)
        self._stack.callback(process.close)
        if command == "serve":
            until(lambda: answers(f"{self.base}/healthz") or process.inner.poll() is not None, "serve answers")
            assert process.inner.poll() is None, process.output
        return process

    def behind_a_gate(self) -> Gate:
        """Have the processes that start from now on reach Slack through a gate."""
        gate = Gate(int(self.sandbox.effective_port))
        self._stack.callback(gate.stop)
        self.environment["SLACK_API_URL"] = f"http://127.0.0.1:{gate.port}/api/"
        return gate

    def who(self, name: str) -> Hands:
        return Hands(self, CAST.get(name, name))  # type: ignore[arg-type]

    def drive(self, path: str, given: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.http.post(f"{self.url}/driver/{path}", json=given, timeout=20).json()
        return answer

    def look(self, user: str) -> dict[str, Any]:
        found: dict[str, Any] = self.http.get(f"{self.url}/driver/view", params={"user": user}, timeout=20).json()
        return found

    def settle(self) -> None:
        """Wait until nothing is due any more."""
        until(lambda: not self.states().keys() & {"waiting", "sending"}, "all sent", 60)

    def states(self) -> Counter[str]:
        with self.store.read() as tx:
            rows = tx.exec_driver_sql("select state, count(*) from deliveries group by state").all()
        return Counter({str(row[0]): int(row[1]) for row in rows})

    def certain(self) -> int:
        """How many wait of which nobody has to find out whether they arrived."""
        with self.store.read() as tx:
            query = "select count(*) from deliveries where state = 'waiting' and not uncertain"
            return int(tx.exec_driver_sql(query).scalar_one())

    def posts_of(self, state: str = "sent") -> set[str]:
        """The keys of the messages that should stand in Slack."""
        with self.store.read() as tx:
            query = f"select key from deliveries where type = 'post' and state = '{state}'"  # noqa: S608
            return {str(row[0]) for row in tx.exec_driver_sql(query)}

    def arrived(self) -> Counter[str]:
        """How often each message stands in Slack, by our key."""
        workspace = self.sandbox.site.workspace
        with workspace.lock:
            messages = [one for channel in workspace.channels.values() for one in channel.messages]
        return Counter(_key(one) for one in messages if _key(one))

    def slow(self, seconds: float) -> None:
        self.drive("faults", {"method": "chat.postMessage", "times": 10_000, "delay": seconds})

    def at_full_speed(self) -> None:
        self.http.delete(f"{self.url}/driver/faults", timeout=5)

    def pass_the_lease(self) -> None:
        self.drive("clock", {"advance": 40})

    def close(self) -> None:
        self._stack.close()
        self.http.close()
        self.store.close()
        self.sandbox.close()

    def _sandbox_options(self, extra: int, limits: Mapping[str, Limits]) -> Options:
        definition = json.loads((ROOT / "sandbox/school.json").read_text(encoding="utf-8"))
        pattern = definition["users"][0]
        for number in range(extra):
            more = {
                "id": f"U9{number:04}",
                "email": f"p{number}@regenboog.example",
                "name": f"p{number}",
                "is_admin": False,
            }
            definition["users"].append(pattern | {key: value for key, value in more.items() if key in pattern})
        return Options(
            definition=definition,
            manifest=manifest(),
            clock_file=self.folder / "clock",
            request_url=f"http://127.0.0.1:{self.door.port if self.door else self.port}/slack/events",
            threads=40,
            limits=limits,
        )

    def _environment(self, database_url: str) -> dict[str, str]:
        return {
            "SLACK_BOT_TOKEN": self.options.bot_token,
            "SLACK_SIGNING_SECRET": self.options.signing_secret,
            "SLACK_API_URL": f"{self.url}/api/",
            "DATABASE_URL": database_url,
            "RUGGESPRAAK_KEYS": KEYS,
            "RUGGESPRAAK_PROTOCOL": "scala",
            "RUGGESPRAAK_ANNOUNCEMENTS": "C01MEDED",
            "RUGGESPRAAK_CLOCK_FILE": str(self.folder / "clock"),
            "PORT": str(self.port),
        }

    def _import(self, extra: int, elsewhere: int) -> None:
        lines = (ROOT / "ruggespraak/demo/staff.csv").read_text(encoding="utf-8").splitlines()
        schools = ["De Regenboog"] * extra + ["Elders"] * elsewhere
        lines += [_colleague(number, school) for number, school in enumerate(schools)]
        installation = install(read_settings(self.environment), checked_source("scala"))
        import_staff(installation.context, read_staff("\n".join(lines).encode()), "test")
        installation.context.store.close()


def _colleague(number: int, school: str) -> str:
    """A line of the staff file."""
    name = f"Xq{number:04} Vandermeulen"
    return f"p{number}@regenboog.example,{name},Leerkracht,{school},,marjan@regenboog.example,,,,"


def _key(message: Any) -> str:
    metadata = message.body.get("metadata") or {}
    return str((metadata.get("event_payload") or {}).get("key") or "")
