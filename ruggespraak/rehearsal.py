"""``ruggespraak try``: a demo school on this computer. The sandbox plays Slack, the app beside it is the real one.

Decides with which protocol the app runs: the environment's, else the one last chosen on the page. Another choice starts
only the app again. It must not touch the data, nor the protocol of a case that runs.
"""

import base64
import json
import logging
import re
import secrets
import threading
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from ruggespraak.bootstrap import Installation, install, protocol_source
from ruggespraak.serve import Served, hold_database, leave, wait_for_signal
from ruggespraak.settings import Settings, SettingsError, read_settings
from sandbox.options import Options
from sandbox.server import Server, make_server
from sandbox.switch import Choice, Switch, SwitchRefused
from texts import say
from workflows.protocol_files import BUILT_IN, ProtocolFileError, Source, available, read
from workflows.usecases.staff import import_staff
from workflows.usecases.staff_file import read_staff

ROOT = Path(__file__).parents[1]
SCHOOL = ROOT / "sandbox" / "school.json"
STAFF = Path(__file__).parent / "demo" / "staff.csv"
MANIFEST = ROOT / "manifest.yml"
HOST = "127.0.0.1"
PHONE = "0512 000 000"
ANNOUNCEMENTS = "C01MEDED"
PROTOCOL = "scala"
CHOSEN = "protocol"
_MOST_PROBLEMS = 3
_PATIENCE = 2.0  # somebody waits at a terminal, and what is lost is a game
_TITLE = re.compile(r"^title: *(.*\S)", re.MULTILINE)
_PORT = re.compile(r"[0-9]{1,5}")
_LOG = logging.getLogger(__name__)


class Rehearsal:
    """The sandbox and the app, started together; ``stop`` leaves nothing behind."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        port = _port(environment, "PORT", 8000)
        sandbox_port = _port(environment, "SANDBOX_PORT", 8100)
        self._chosen = folder / CHOSEN
        self._protocol, source = first_protocol(environment, self._chosen)
        self._sound = {source.digest: source}
        self._app: App | None = None
        self.sandbox = _sandbox(folder, port, sandbox_port, self._switch())
        self._thread = threading.Thread(target=self.sandbox.run, name="sandbox", daemon=True)
        self._thread.start()
        self.url = f"http://{HOST}:{self.sandbox.effective_port}/"
        with ExitStack() as undo:
            undo.callback(self.sandbox.close)
            settings = _settings(environment, folder, self.url, port)
            undo.enter_context(hold_database(settings))
            self._app = App(settings, port, source)
            self._undo = undo.pop_all()

    def stop(self) -> bool:
        """End both; False when something was still being sent."""
        ended = self._app is None or self._app.stop()
        self._undo.close()
        self._thread.join(3)
        return ended

    def _switch(self) -> Switch:
        named = (*available(), self._protocol, _kept(self._chosen))
        names = [name for name in dict.fromkeys(named) if name]
        return Switch(
            label=say("switch.label"),
            choices=lambda: [Choice(name, _title(name)) for name in names],
            current=lambda: self._protocol,
            apply=self._change,
        )

    def _change(self, name: str) -> str:
        """Let the app go on under another protocol; what is wrong with that one shows before anything stops."""
        if self._app is None:
            raise SwitchRefused(say("switch.not_yet"))
        try:
            source = self._checked(name)
        except SettingsError as error:
            raise SwitchRefused(_refusal(name, self._app.title, str(error))) from error
        try:
            self._app.change(source)
        except SettingsError as error:
            raise SwitchRefused(say("switch.failed", problem=str(error))) from error
        self._protocol = name
        self._chosen.write_text(name, encoding="utf-8")
        return say("switch.done", new=self._app.title)

    def _checked(self, name: str) -> Source:
        """Checking takes seconds: what was found sound and is still the same is not checked again."""
        with suppress(ProtocolFileError):
            known = self._sound.get(read(name).digest)
            if known is not None:
                return known
        source = protocol_source(name)
        self._sound[source.digest] = source
        return source


class App:
    """The app on its port: started with one protocol, and again when another one is wanted."""

    def __init__(self, settings: Settings, port: int, source: Source) -> None:
        self._settings, self._port = settings, port
        self._turn = threading.Lock()
        self._ending, self._ended = False, True
        self.title = source.protocol.title
        self._served = Served(_with_staff(settings, source), HOST, port)
        self._served.start()

    def change(self, source: Source) -> None:
        """Make everything ready first, so that the app is away for a moment only."""
        installation = install(self._settings, source)
        with self._turn, ExitStack() as undo:
            undo.callback(installation.context.store.close)
            if self._ending:
                raise SwitchRefused(say("switch.goes"))
            self._ended = self._served.stop(_PATIENCE) and self._ended
            self._served = Served(installation, HOST, self._port)
            self._served.start()
            self.title = source.protocol.title
            undo.pop_all()

    def stop(self) -> bool:
        """End it for good; False when something was still being sent, now or at an earlier change."""
        with self._turn:
            self._ending = True
            return self._served.stop(_PATIENCE) and self._ended


def rehearse(environment: Mapping[str, str]) -> None:
    """Run a rehearsal until SIGTERM or Ctrl-C; prints the address once the page answers."""
    rehearsal = Rehearsal(environment, Path("var"))
    print(f"Open {rehearsal.url}", flush=True)
    wait_for_signal()
    leave(ended=rehearsal.stop())


def first_protocol(environment: Mapping[str, str], chosen: Path, default: str = PROTOCOL) -> tuple[str, Source]:
    """Return the protocol to begin with. One that was chosen earlier and is broken now does not stop the start."""
    wanted = environment.get("RUGGESPRAAK_PROTOCOL")
    if wanted:
        return wanted, protocol_source(wanted)
    try:
        name = _kept(chosen) or default
        return name, protocol_source(name)
    except SettingsError as error:
        _LOG.warning("starting with %s instead of what was chosen on the page: %s", default, error)
        return default, protocol_source(default)


def _kept(chosen: Path) -> str:
    return chosen.read_text(encoding="utf-8").strip() if chosen.exists() else ""


@cache
def _title(name: str) -> str:
    """Return the title that stands in a protocol's file. Reading a protocol whole, for a menu, would take too long."""
    path = Path(name) if name.endswith((".yml", ".yaml")) or "/" in name else BUILT_IN / f"{name}.yml"
    try:
        found = _TITLE.search(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return name
    return found[1].strip("\"'") if found else name


def _refusal(name: str, old: str, error: str) -> str:
    problems = error.splitlines()[1:]
    shown = [*problems[:_MOST_PROBLEMS], *(["…"] if len(problems) > _MOST_PROBLEMS else [])]
    return say("switch.refused", new=_title(name), old=old, problems="\n".join(shown))


def _with_staff(settings: Settings, source: Source) -> Installation:
    installation = install(settings, source)
    staff = read_staff(STAFF.read_bytes())
    import_staff(installation.context, staff, "demo")
    return installation


def _sandbox(folder: Path, port: int, sandbox_port: int, switch: Switch) -> Server:
    options = Options(
        definition=json.loads(SCHOOL.read_text(encoding="utf-8")),
        manifest=YAML(typ="safe", pure=True).load(MANIFEST.read_text(encoding="utf-8")),
        request_url=f"http://{HOST}:{port}/slack/events",
        state_file=folder / "sandbox.json",
        clock_file=folder / "clock",
        switch=switch,
    )
    try:
        return make_server(options, HOST, sandbox_port)
    except OSError as error:
        raise SettingsError(f"SANDBOX_PORT: {sandbox_port} is not free ({error.strerror})") from error


def _settings(environment: Mapping[str, str], folder: Path, url: str, port: int) -> Settings:
    """The settings of the demo, over which the environment may choose the protocol, the schools and the database."""
    may = ("RUGGESPRAAK_PROTOCOL", "RUGGESPRAAK_SCHOOLS", "DATABASE_URL")
    chosen = {key: environment[key] for key in may if environment.get(key)}
    options = Options(definition={}, manifest={})
    return read_settings(
        {
            "SLACK_BOT_TOKEN": options.bot_token,
            "SLACK_SIGNING_SECRET": options.signing_secret,
            "SLACK_API_URL": f"{url}api/",
            "DATABASE_URL": f"sqlite:///{folder / 'ruggespraak.db'}",
            "RUGGESPRAAK_KEYS": _key(folder / "key"),
            "RUGGESPRAAK_PROTOCOL": PROTOCOL,
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
