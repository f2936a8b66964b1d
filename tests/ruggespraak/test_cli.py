"""The command line: what it prints, where, and with which exit code."""

import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from models.schema import is_current
from models.store import Store
from ruggespraak.bootstrap import make_context
from ruggespraak.cli import cli, main
from ruggespraak.settings import read_settings
from tests.conftest import fresh_postgres
from tests.play import KEYS, ROOT
from workflows.usecases.take_protocol import take_protocol


def environment(folder: Path, **more: str) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite:///{folder / 'r.db'}",
        "RUGGESPRAAK_KEYS": KEYS,
        "RUGGESPRAAK_PROTOCOL": "scala",
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": "s",
    } | more


def invoke(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(cli, arguments, env=environment)


def run(folder: Path, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """A process of its own, as an administrator starts it."""
    return subprocess.run(
        [sys.executable, "-m", "ruggespraak", *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "PYTHONWARNINGS": "error"} | environment(folder, **more),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def told(folder: Path, *arguments: str, **more: str) -> tuple[int, str, str]:
    """The exit code of the same command in this process, what it prints, and what it prints as an error.

    For a command that ends by itself. A traceback would come out of here as the exception that it is.
    """
    code, out, err = 0, StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(folder)
        patch.setattr(sys, "argv", ["ruggespraak", *arguments])
        for key, value in environment(folder, **more).items():
            patch.setenv(key, value)
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
    return code, out.getvalue(), err.getvalue()


def staff_file(folder: Path, text: str) -> str:
    file = folder / "personeel.csv"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_the_protocols_that_come_with_the_app_are_listed() -> None:
    found = invoke("protocol", "list")
    assert found.exit_code == 0
    assert any(line.startswith("scala ") for line in found.output.splitlines())


def test_a_protocol_is_shown_merged_with_where_each_key_comes_from() -> None:
    found = invoke("protocol", "show", "scala")
    assert found.exit_code == 0
    assert "common.yml" in found.output
    assert "scala.yml" in found.output


def test_checking_all_protocols_says_per_track_and_per_protocol_how_many_states_prove_it() -> None:
    found = invoke("protocol", "check")
    assert found.exit_code == 0
    for name in ("cvo-nwf", "laurens", "lentiz", "scala", "udens"):
        line = rf"^{name}: 0 problems, [1-9][0-9]+ states in [0-9]+ tracks, [0-9.]+ s$"
        assert re.search(line, found.output, re.MULTILINE)
    assert re.search(r"^  ontsporing +strategie +[0-9]+ states, [0-9]+ tasks$", found.output, re.MULTILINE)


def test_a_counter_example_is_a_path_of_clicks_with_the_place_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "proef.yml"
    again = "{nog_eens: {reopens: eeuwig}, niet_mogelijk: {reopens: eeuwig}}"
    task = f"{{who: directie, when: {{strategie: naar_directie}}, outcomes: {again}}}"
    file.write_text(
        "protocol: proef\nextends: ladder\nversion: 1\ntitle: Proef\n"
        f"kinds:\n  ontsporing:\n    tasks:\n      eeuwig: {task}\n",
        encoding="utf-8",
    )
    found = invoke("protocol", "check", str(file))
    assert found.exit_code == 1
    place = "proef.yml:8: kinds.ontsporing.tasks.eeuwig"
    assert f"{place}: can never be finished: strategie: naar_directie" in found.output


def test_a_protocol_is_drawn_to_the_screen_or_to_a_file_one_kind_at_a_time(tmp_path: Path) -> None:
    found = invoke("protocol", "draw", "lentiz", "--kind", "controle")
    assert found.exit_code == 0
    assert found.output.startswith("<svg")
    out = tmp_path / "controle.svg"
    assert invoke("protocol", "draw", "lentiz", "--kind", "controle", "--out", str(out)).exit_code == 0
    assert out.read_text(encoding="utf-8") == found.output
    wrong = invoke("protocol", "draw", "lentiz", "--kind", "feest")
    assert wrong.exit_code == 2
    assert "known: ontsporing, publicatie, pers, controle" in wrong.output


def test_what_differs_between_two_protocols_is_told_rule_by_rule(tmp_path: Path) -> None:
    file = tmp_path / "proef.yml"
    file.write_text(
        "protocol: scala\nextends: scala\nversion: 2023-03-09\ntitle: Protocol social media Scala\n"
        "kinds: {ontsporing: {tasks: {strategie: {due: vandaag}, denk_na_nazorg: ~}}}\n",
        encoding="utf-8",
    )
    found = invoke("protocol", "diff", "scala", str(file))
    assert "~ kinds.ontsporing.tasks.strategie.due: direct -> vandaag" in found.output
    assert "- kinds.ontsporing.tasks.denk_na_nazorg.who: directie" in found.output
    assert "+ " not in found.output


def test_before_a_start_one_sees_what_would_change_and_nothing_is_taken(tmp_path: Path) -> None:
    assert "0 rules differ" in told(tmp_path, "protocol", "diff")[1]
    context = make_context(read_settings(environment(tmp_path)))
    take_protocol(context)
    context.store.close()
    for _ in range(2):
        _, out, err = told(tmp_path, "protocol", "diff", RUGGESPRAAK_PROTOCOL="udens")
        assert "~ protocol: scala -> udens" in out, err


def test_a_protocol_that_cannot_be_read_ends_with_a_place_and_no_traceback(tmp_path: Path) -> None:
    broken = tmp_path / "school.yml"
    broken.write_text("protocol: [\n", encoding="utf-8")
    found = run(tmp_path, "protocol", "check", str(broken))
    assert found.returncode == 2
    assert "school.yml:" in found.stderr
    assert "Traceback" not in found.stderr


def test_a_protocol_with_a_problem_ends_in_one(tmp_path: Path) -> None:
    text = (ROOT / "workflows/protocols/scala.yml").read_text(encoding="utf-8")
    broken = tmp_path / "school.yml"
    broken.write_text(text.replace("cite: [", "cite: [SCA-NOWHERE, ", 1), encoding="utf-8")
    found = invoke("protocol", "check", str(broken))
    assert found.exit_code == 1
    assert "SCA-NOWHERE" in found.output


def test_migrating_brings_the_database_up_to_date_however_often(tmp_path: Path, empty_database_url: str) -> None:
    for _ in range(2):
        found = invoke("migrate", DATABASE_URL=empty_database_url)
        assert (found.exit_code, found.stdout) == (0, "The database is up to date.\n")
    store = Store(empty_database_url)
    assert is_current(store)
    store.close()


@pytest.mark.parametrize("command", ["migrate", "serve"])
def test_a_database_that_does_not_answer_is_said_in_one_line(tmp_path: Path, command: str) -> None:
    found = run(tmp_path, command, DATABASE_URL="postgresql://user:geheim@127.0.0.1:1/school")
    assert found.returncode == 2
    assert found.stderr.startswith("ruggespraak: DATABASE_URL: the database does not answer")
    assert len(found.stderr.splitlines()) == 1
    assert "geheim" not in found.stderr


def test_serving_on_postgresql_that_was_not_migrated_says_what_to_run(tmp_path: Path, postgres: str) -> None:
    found = run(tmp_path, "serve", DATABASE_URL=fresh_postgres(postgres))
    assert found.returncode == 2
    assert "run 'ruggespraak migrate'" in found.stderr


def test_a_separate_worker_on_sqlite_is_refused_and_names_postgresql(tmp_path: Path) -> None:
    code, _, err = told(tmp_path, "worker")
    assert code == 2
    assert err.startswith("ruggespraak: DATABASE_URL: a separate worker needs PostgreSQL")
    assert not (tmp_path / "r.db").exists()


@pytest.mark.parametrize("command", ["serve", "try"])
def test_a_setting_that_is_wrong_is_named_without_a_traceback(tmp_path: Path, command: str) -> None:
    found = run(tmp_path, command, PORT="geheim")
    assert found.returncode == 2
    assert found.stderr.startswith("ruggespraak: PORT: ")
    assert "geheim" not in found.stderr


def test_serving_without_settings_names_all_that_is_missing(tmp_path: Path) -> None:
    code, _, err = told(tmp_path, "serve", SLACK_BOT_TOKEN="", SLACK_SIGNING_SECRET="")
    assert code == 2
    assert err == "ruggespraak: SLACK_BOT_TOKEN: is not set\nSLACK_SIGNING_SECRET: is not set\n"


def test_of_what_nobody_expected_a_process_tells_the_kind_and_the_place_only(tmp_path: Path) -> None:
    found = run(tmp_path, "protocol", "draw", "lentiz", "--out", "nergens/Sanne.svg")
    assert found.returncode == 70
    assert found.stderr.endswith("builtins.FileNotFoundError\n")
    assert "cli.py" in found.stderr
    assert "Sanne" not in found.stderr


def test_a_command_that_is_none_is_refused(tmp_path: Path) -> None:
    assert told(tmp_path, "vlieg")[0] == 2
