"""A school that is played: the real app behind HTTP, the sandbox as Slack, and hands for each of the cast.

Nothing of ours is patched. Deliveries and deadlines run when ``settle`` is called, so no test sleeps.
"""

import base64
import json
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import requests
from ruamel.yaml import YAML

from models import trail_check
from models.keyring import Keyring
from models.schema import migrate
from models.store import Store
from ruggespraak.bootstrap import Installation, install, protocol_source
from ruggespraak.clock import movable_clock
from ruggespraak.http_server import HttpServer
from ruggespraak.settings import read_settings
from ruggespraak.web import create_web
from sandbox.options import Options
from sandbox.server import make_server
from tests.hands import Hands, words
from tests.ports import free_port
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
RING = Keyring.parse(KEYS)
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
PATIENCE = 15.0  # Slack waits 3 seconds: tests/sandbox and tests/ruggespraak see to that, a busy machine may be slower
__all__ = ["CAST", "TUESDAY", "Hands", "World", "movable_clock", "words"]


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
        self._port = free_port()
        self._options = self._sandbox_options()
        self.sandbox = make_server(self._options, "127.0.0.1", 0)
        _run(self.sandbox)
        self.url = f"http://127.0.0.1:{self.sandbox.effective_port}"
        self.http = requests.Session()
        self.set_clock(TUESDAY)
        self._environment = self._app_environment(database_url, protocol, channel)
        self._environment["RUGGESPRAAK_READ_BUTTON"] = "aan" if read_button else "uit"
        self.installation = self._install()
        import_staff(self.installation.context, read_staff(self._staff_file()), "test")
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

    def close_whole(self) -> None:
        try:
            self.must_be_whole()
        finally:
            self.close()

    def must_be_whole(self) -> None:
        """Whatever was played, the trail tells of all of it, and nothing is other than it tells."""
        with self.installation.context.store.snapshot() as tx:
            found = list(trail_check.findings(tx))
        assert not found, found

    def close(self) -> None:
        self.http.close()
        self.app.stop()
        self.installation.context.store.close()
        self.sandbox.close()

    def _staff_file(self) -> bytes:
        return (ROOT / "ruggespraak/demo/staff.csv").read_bytes()

    def _sandbox_options(self) -> Options:
        return Options(
            definition=json.loads((ROOT / "sandbox/school.json").read_text(encoding="utf-8")),
            manifest=manifest(),
            clock_file=self.clock_file,
            request_url=f"http://127.0.0.1:{self._port}/slack/events",
            trigger_seconds=PATIENCE,
            answer_seconds=PATIENCE,
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
            store = Store(settings.database_url.get_secret_value(), RING)
            migrate(store)
            store.close()
        return install(settings, self._source or checked_source(settings.ruggespraak_protocol))

    def _serve(self) -> HttpServer:
        server = HttpServer(create_web(self.installation), "127.0.0.1", self._port, threads=8)
        server.start()
        return server


@cache
def manifest() -> dict[str, Any]:
    """What is registered with Slack, read once for all the schools that are played."""
    return dict(YAML(typ="safe", pure=True).load((ROOT / "manifest.yml").read_text(encoding="utf-8")))


@cache
def checked_source(name: str) -> Source:
    """Read and check a protocol once for all the schools that are played."""
    return protocol_source(name)


def _run(server: Any) -> None:
    threading.Thread(target=server.run, daemon=True).start()
