"""What is held on one person, on the command line: in the name of who answers such a request."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from ruggespraak.cli import cli
from tests.flows.inzage import (
    OTHERS,
    about_poster,
    trail,
)
from tests.play import KEYS, World


def test_the_command_line_gives_the_same_in_the_name_of_the_fg(sqlite_world: World, tmp_path: Any) -> None:
    about_poster(sqlite_world)
    out = tmp_path / "joris.json"
    answer = run(sqlite_world, "joris@regenboog.example", "--for", "karel@regenboog.example", "--out", str(out))
    assert answer.exit_code == 0, answer.output
    told = json.loads(out.read_text(encoding="utf-8"))
    assert told["over"] == "Joris Smit"
    assert [one["zaak"] for one in told["onderdelen"]["zaken"]] == ["2026-0001"]
    assert [one for one in OTHERS if one in out.read_text(encoding="utf-8")] == []
    assert oct(out.stat().st_mode)[-3:] == "600"
    assert {one[2].get("via") for one in trail(sqlite_world, "inzage_gegeven")} == {"beheer"}
    again = run(sqlite_world, "--name", "Kevin Zwartkruis", "--for", "karel@regenboog.example", "--out", str(out))
    assert "exists already" in again.output
    assert json.loads(out.read_text(encoding="utf-8")) == told
    by_name = run(sqlite_world, "--name", "Kevin Zwartkruis", "--for", "karel@regenboog.example")
    assert json.loads(by_name.output)["over"] == "Kevin Zwartkruis"


@pytest.mark.parametrize(
    "arguments",
    [
        ("joris@regenboog.example", "--for", "marjan@regenboog.example"),
        ("joris@regenboog.example", "--for", "yara@regenboog.example"),
        ("joris@regenboog.example", "--for", "niemand@regenboog.example"),
        ("niemand@regenboog.example", "--for", "karel@regenboog.example"),
        ("joris@regenboog.example", "--name", "Kevin", "--for", "karel@regenboog.example"),
        ("--name", "foto", "--for", "karel@regenboog.example"),
        ("joris@regenboog.example", "--reference", " ", "--for", "karel@regenboog.example"),
        ("--for", "karel@regenboog.example"),
        ("joris@regenboog.example",),
    ],
)
def test_the_command_line_refuses_whoever_does_not_answer_such_requests(
    sqlite_world: World, arguments: tuple[str, ...]
) -> None:
    answer = run(sqlite_world, *arguments)
    assert answer.exit_code != 0
    assert "naam" not in answer.output
    assert "Traceback" not in answer.output


def run(world: World, *arguments: str) -> Any:
    environment = {
        "DATABASE_URL": str(world.installation.context.store.url),
        "RUGGESPRAAK_KEYS": KEYS,
        "RUGGESPRAAK_PROTOCOL": "scala",
        "RUGGESPRAAK_CLOCK_FILE": str(world.clock_file),
        "SLACK_API_URL": f"{world.url}/api/",
    }
    return CliRunner().invoke(cli, ["person", "export", *arguments], env=environment)
