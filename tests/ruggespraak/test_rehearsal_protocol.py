"""Another protocol in ``try``: on the page or by the environment, with the data and the running cases as they were."""

import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from ruggespraak.rehearsal import Rehearsal, first_protocol
from ruggespraak.settings import SettingsError
from tests.play import CAST, Hands, words
from tests.ports import free_port
from tests.ruggespraak.test_serve import begin_try, ends_cleanly
from tests.ruggespraak.town import answers, until
from texts import say

TITLE = "Protocol van de proefschool"
OTHER_TITLE = "Protocol van de tweede school"
SCALA = "Protocol social media Scala"
OWN = f"""
protocol: proef
extends: common
version: 2026-01-01
title: {TITLE}
adopted: Voor deze test
kinds:
  ontsporing:
    label: Proefmelding
    tasks:
      strategie:
        label: Proefbesluit
        help: Overleg met de melder.
        who: leidinggevende
        decides: true
        due: direct
        outcomes:
          zelf_oplossen: {{label: Proefuitkomst, help: U spreekt af wat de melder doet.}}
"""
OTHER = (
    OWN.replace("Proef", "Tweede ").replace("proef", "tweede").replace("van de tweedeschool", "van de tweede school")
)


class Page:
    """The page of a rehearsal, through the driver; it quacks like a World for the hands of the cast."""

    def __init__(self, url: str) -> None:
        self.url, self.http = url.rstrip("/"), requests.Session()

    def who(self, name: str) -> Hands:
        return Hands(self, CAST[name])  # type: ignore[arg-type]

    def drive(self, path: str, given: Any) -> dict[str, Any]:
        found: dict[str, Any] = self.http.post(f"{self.url}/driver/{path}", json=given, timeout=20).json()
        return found

    def look(self, user: str) -> dict[str, Any]:
        found: dict[str, Any] = self.http.get(f"{self.url}/driver/view", params={"user": user}, timeout=20).json()
        return found

    def choose(self, value: str) -> dict[str, Any]:
        return self.drive("switch", {"value": value})

    @property
    def current(self) -> str:
        return str(self.look(CAST["melder"])["switch"]["current"])

    def home(self) -> str:
        return words(self.who("melder").home()["blocks"])

    def report(self) -> None:
        melder = self.who("melder")
        melder.command("/melden")
        asked = {key: value for key, value in ANSWERS.items() if key in melder.fields()}
        assert melder.fill(**asked)["ok"]


ANSWERS = {"zedenvermoeden": "nee", "toelichting": "Ruzie", "spoed": "nee"}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A protocol of one's own, in a file."""
    file = tmp_path / "proef.yml"
    file.write_text(OWN, encoding="utf-8")
    return file


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A second one, which is one of the choices because it was chosen on the page the last time."""
    file = tmp_path / "tweede.yml"
    file.write_text(OTHER, encoding="utf-8")
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "protocol").write_text(str(file), encoding="utf-8")
    return file


@pytest.fixture
def rehearsal(tmp_path: Path, own: Path) -> Iterator[Rehearsal]:
    """One that goes on with what was chosen on the page the last time."""
    folder = tmp_path / "var"
    folder.mkdir()
    (folder / "protocol").write_text(str(own), encoding="utf-8")
    made = Rehearsal({"PORT": str(free_port()), "SANDBOX_PORT": str(free_port())}, folder)
    yield made
    made.stop()


@pytest.fixture
def played(rehearsal: Rehearsal) -> Iterator[Page]:
    seen = Page(rehearsal.url)
    yield seen
    seen.http.close()


def test_another_protocol_is_for_new_cases_and_a_running_one_keeps_its_own(
    tmp_path: Path, own: Path, other: Path
) -> None:
    port, sandbox_port = free_port(), free_port()
    process = begin_try(tmp_path, port, sandbox_port, RUGGESPRAAK_PROTOCOL="proef.yml")
    page = Page(f"http://127.0.0.1:{sandbox_port}")
    seen = page.look(CAST["melder"])["switch"]
    assert (seen["label"], seen["current"]) == (say("switch.label"), "proef.yml")
    labels = {one["value"]: one["label"] for one in seen["choices"]}
    assert (labels["scala"], labels["proef.yml"], labels[str(other)]) == (SCALA, TITLE, OTHER_TITLE)
    page.report()
    assert TITLE in page.home()

    said = page.choose(str(other))
    assert said["ok"], said
    assert OTHER_TITLE in said["sentence"]
    assert page.current == str(other)
    assert OTHER_TITLE in page.home()
    assert answers(f"http://127.0.0.1:{port}/readyz")
    page.report()
    leader = page.who("leidinggevende")
    until(lambda: len(leader.messages) >= 2, "both cases reach the leidinggevende")
    first, second = leader.messages[:2]
    assert "Proefbesluit" in words(first)
    assert "Tweede besluit" in words(second)
    leader.click("Bekijk en beslis", message=first)
    assert "Proefuitkomst" in leader.buttons()
    assert page.choose("proef.yml")["ok"]
    page.http.close()
    ends_cleanly(process, signal.SIGTERM, port, sandbox_port)
    assert (tmp_path / "var" / "protocol").read_text(encoding="utf-8") == "proef.yml"


def test_a_protocol_with_a_mistake_is_refused_in_a_sentence_and_the_one_before_goes_on(
    played: Page, rehearsal: Rehearsal, own: Path
) -> None:
    assert played.current == str(own)  # what was chosen the last time
    own.write_text(OWN + "kleur: blauw\n", encoding="utf-8")
    said = played.choose(str(own))
    assert said["error"] == "switch_refused"
    assert said["sentence"].startswith(f"“{TITLE}” is niet te gebruiken")
    assert f"De app werkt verder met “{TITLE}”." in said["sentence"]
    assert "proef.yml:19: kleur: unknown key" in said["sentence"]
    assert TITLE in played.home()

    own.write_text(OWN, encoding="utf-8")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port, rehearsal._app._port = rehearsal._app._port, taken.getsockname()[1]  # type: ignore[union-attr]
        said = played.choose(str(own))
    assert said["error"] == "switch_refused"
    assert "Probeer het nog eens." in said["sentence"]
    rehearsal._app._port = port  # type: ignore[union-attr]
    assert played.choose(str(own))["ok"]
    assert TITLE in played.home()


def test_the_environment_goes_before_what_was_chosen_on_the_page(tmp_path: Path, own: Path) -> None:
    kept = tmp_path / "protocol"
    kept.write_text("scala", encoding="utf-8")
    name, source = first_protocol({"RUGGESPRAAK_PROTOCOL": str(own)}, kept)
    assert (name, source.protocol.title) == (str(own), TITLE)
    own.unlink()
    with pytest.raises(SettingsError, match="RUGGESPRAAK_PROTOCOL"):
        first_protocol({"RUGGESPRAAK_PROTOCOL": str(own)}, kept)


def test_a_choice_that_is_gone_does_not_stop_the_start(
    tmp_path: Path, own: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept = tmp_path / "protocol"
    kept.write_text("weg.yml", encoding="utf-8")
    assert first_protocol({}, kept, default=str(own))[0] == str(own)
    assert "instead of what was chosen on the page" in caplog.text
