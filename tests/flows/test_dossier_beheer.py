"""Papers on the command line: in the name of who may have them, for the eyes of who runs it alone."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.papers import exported, until_dossier
from tests.flows.test_ontsporing import until_directie
from tests.play import World


@pytest.fixture
def at_home(tmp_path: Path) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        yield tmp_path


def test_the_command_line_writes_the_only_dossier_for_its_owner_alone_and_says_so_on_record(
    sqlite_world: World, at_home: Path
) -> None:
    directie = until_dossier(sqlite_world)
    found = exported(sqlite_world, "2026-0001", "--for", "marjan@regenboog.example")
    assert found.exit_code == 0, found.output
    made = at_home / "2026-0001-leerling.pdf"
    assert made.read_bytes().startswith(b"%PDF")
    assert made.stat().st_mode & 0o777 == 0o600
    again = exported(sqlite_world, "2026-0001", "--for", "marjan@regenboog.example")
    assert again.exit_code == 1
    assert "exists already" in again.output
    directie.press("Tijdlijn")
    told = "De systeembeheerder haalde op in naam van deze persoon, als PDF: Leerlingendossier."
    assert told in directie.shown()


def test_the_command_line_gives_the_timeline_as_json(sqlite_world: World, tmp_path: Path) -> None:
    until_dossier(sqlite_world)
    file = tmp_path / "t.json"
    arguments = ("--for", "marjan@regenboog.example", "--dossier", "tijdlijn", "--format", "json", "--out", str(file))
    assert exported(sqlite_world, "2026-0001", *arguments).exit_code == 0
    plain = json.loads(file.read_text("utf-8"))
    assert (plain["kind"], plain["number"]) == ("tijdlijn", "2026-0001")
    assert plain["sections"][0]["parts"][0]["rows"][0]["type"] == "gestart"


@pytest.mark.parametrize(
    "number, address", [("2026-0099", "marjan@regenboog.example"), ("2026-0001", "niemand@regenboog.example")]
)
def test_the_command_line_tells_nobody_which_cases_there_are(sqlite_world: World, number: str, address: str) -> None:
    until_dossier(sqlite_world)
    found = exported(sqlite_world, number, "--for", address, "--dossier", "leerling")
    assert found.exit_code == 1
    assert "there is no such paper for this person" in found.output


def test_a_case_without_a_dossier_says_so_to_who_may_know(sqlite_world: World) -> None:
    until_directie(sqlite_world)
    found = exported(sqlite_world, "2026-0001", "--for", "marjan@regenboog.example")
    assert found.exit_code == 2
    assert "it has none" in found.output
