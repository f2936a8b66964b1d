"""``ruggespraak try``: a demo school on this computer. The sandbox plays Slack, the app beside it is the real one."""

import base64
import json
import re
import secrets
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from ruamel.yaml import YAML

from ruggespraak.bootstrap import Installation, install
from ruggespraak.serve import Served, hold_database, leave, wait_for_signal
from ruggespraak.settings import Settings, SettingsError, read_settings
from sandbox.options import Options
from sandbox.server import Server, make_server
from workflows.usecases.staff import import_staff, read_staff

ROOT = Path(__file__).parents[1]
SCHOOL = ROOT / "sandbox" / "school.json"
STAFF = Path(__file__).parent / "demo" / "staff.csv"
MANIFEST = ROOT / "manifest.yml"
HOST = "127.0.0.1"
PHONE = "0512 000 000"
ANNOUNCEMENTS = "C01MEDED"
_PORT = re.compile(r"[0-9]{1,5}")


class Rehearsal:
    """The sandbox and the app, started together; ``stop`` leaves nothing behind."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        port = _port(environment, "PORT", 8000)
        sandbox_port = _port(environment, "SANDBOX_PORT", 8100)
        self.sandbox = _sandbox(folder, port, sandbox_port)
        self._thread = threading.Thread(target=self.sandbox.run, name="sandbox", daemon=True)
        self._thread.start()
        self.url = f"http://{HOST}:{self.sandbox.effective_port}/"
        with ExitStack() as undo:
            undo.callback(self.sandbox.close)
            settings = _settings(environment, folder, self.url, port)
            undo.enter_context(hold_database(settings))
            self.served = Served(_with_staff(settings), HOST, port)
            self.served.start()
            self._undo = undo.pop_all()

    def stop(self) -> bool:
        """End both; False when something was still being sent."""
        ended = self.served.stop()
        self._undo.close()
        self._thread.join(3)
        return ended


def rehearse(environment: Mapping[str, str]) -> None:
    """Run a rehearsal until SIGTERM or Ctrl-C; prints the address once the page answers."""
    rehearsal = Rehearsal(environment, Path("var"))
    print(f"Open {rehearsal.url}", flush=True)
    wait_for_signal()
    leave(ended=rehearsal.stop())


def _with_staff(settings: Settings) -> Installation:
    installation = install(settings)
    staff = read_staff(STAFF.read_bytes())
    import_staff(installation.context, staff, "demo")
    return installation


def _sandbox(folder: Path, port: int, sandbox_port: int) -> Server:
    options = Options(
        definition=json.loads(SCHOOL.read_text(encoding="utf-8")),
        manifest=YAML(typ="safe", pure=True).load(MANIFEST.read_text(encoding="utf-8")),
        request_url=f"http://{HOST}:{port}/slack/events",
        state_file=folder / "sandbox.json",
        clock_file=folder / "clock",
    )
    try:
        return make_server(options, HOST, sandbox_port)
    except OSError as error:
        raise SettingsError(f"SANDBOX_PORT: {sandbox_port} is not free ({error.strerror})") from error


def _settings(environment: Mapping[str, str], folder: Path, url: str, port: int) -> Settings:
    """The settings of the demo, over which the environment may choose the protocol and the database."""
    chosen = {key: environment[key] for key in ("RUGGESPRAAK_PROTOCOL", "DATABASE_URL") if environment.get(key)}
    options = Options(definition={}, manifest={})
    return read_settings(
        {
            "SLACK_BOT_TOKEN": options.bot_token,
            "SLACK_SIGNING_SECRET": options.signing_secret,
            "SLACK_API_URL": f"{url}api/",
            "DATABASE_URL": f"sqlite:///{folder / 'ruggespraak.db'}",
            "RUGGESPRAAK_KEYS": _key(folder / "key"),
            "RUGGESPRAAK_PROTOCOL": "scala",
            "RUGGESPRAAK_BASE_URL": f"http://{HOST}:{port}",
            "RUGGESPRAAK_ANNOUNCEMENTS": ANNOUNCEMENTS,
            "RUGGESPRAAK_PHONE": PHONE,
            "RUGGESPRAAK_CLOCK_FILE": str(folder / "clock"),
            "PORT": str(port),
        }
        | chosen
    )


def _key(path: Path) -> str:
    """Return the demo's own key, made at the first start."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text("demo:" + base64.b64encode(secrets.token_bytes(32)).decode(), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def _port(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name, "") or str(default)
    if not _PORT.fullmatch(text) or not 1 <= int(text) <= 65535:
        raise SettingsError(f"{name}: is a port number, from 1 to 65535")
    return int(text)
