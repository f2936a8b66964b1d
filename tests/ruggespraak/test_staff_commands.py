"""The staff list on the command line: what is shown before, what is asked, and what is done."""

import os
import pty
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import roster
from models.roster import Roster
from models.store import Store
from tests.play import RING, ROOT
from tests.ruggespraak.test_cli import environment as plain_environment
from tests.ruggespraak.test_cli import invoke, run, staff_file
from tests.ruggespraak.town import Town

HEADER = "email,naam,functie,school,rollen,leidinggevende,vervanger,afwezig_van,afwezig_tot,werkdagen\n"
ANNA = "anna@school.example,Anna,Docent,A,,bas@school.example,,,,\n"
BAS = "bas@school.example,Bas,Directeur,A,directie;bestuur;toezicht,,,,,\n"
GOOD = HEADER + ANNA + BAS
WRONG = HEADER + "anna,Anna,Docent,A,keizer,,,,,\nbas@school.example,,Docent,A,,,,,,\n"
NOBODY = "http://127.0.0.1:1/api/"  # nothing answers there


def environment(folder: Path, **more: str) -> dict[str, str]:
    return plain_environment(folder) | {"SLACK_BOT_TOKEN": "", "SLACK_API_URL": NOBODY} | more


def listed(folder: Path) -> Roster:
    store = Store(f"sqlite:///{folder / 'r.db'}", RING)
    with store.read() as tx:
        found = roster.load(tx)
    store.close()
    return found


def dumped(folder: Path) -> list[str]:
    connection = sqlite3.connect(folder / "r.db")
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def many(count: int) -> str:
    return "".join(f"p{n}@school.example,Persoon {n},Docent,A,,bas@school.example,,,,\n" for n in range(count))


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path, f"sqlite:///{tmp_path / 'r.db'}", extra=450)
    yield made
    made.close()


def test_a_good_staff_file_is_taken_over_and_says_what_it_came_to(tmp_path: Path) -> None:
    found = invoke("staff", "import", staff_file(tmp_path, GOOD), **environment(tmp_path))
    assert (found.exit_code, found.stdout.splitlines()) == (
        0,
        [
            "+ anna@school.example  Anna",
            "+ bas@school.example  Bas",
            "2 added, 0 changed, 0 gone, 0 unchanged.",
            "Taken over.",
        ],
    )
    assert len(listed(tmp_path).people) == 2


def test_a_dry_run_shows_the_same_and_changes_nothing(tmp_path: Path) -> None:
    invoke("staff", "import", staff_file(tmp_path, GOOD), **environment(tmp_path))
    before = dumped(tmp_path)
    changed = HEADER + "anna@school.example,Anna B,Docent,A,pr,,,,,ma;di\ncor@school.example,Cor,Docent,A,,,,,,\n"
    shown = [
        "+ cor@school.example  Cor",
        "~ anna@school.example  naam: Anna -> Anna B",
        "~ anna@school.example  A: rollen: (none) -> pr",
        "~ anna@school.example  A: leidinggevende: bas@school.example -> (none)",
        "~ anna@school.example  A: werkdagen: (none) -> ma;di",
        "- bas@school.example  Bas",
    ]
    file = staff_file(tmp_path, changed)
    tried = invoke("staff", "import", "--dry-run", file, **environment(tmp_path))
    assert tried.stdout.splitlines()[:6] == shown
    assert tried.stdout.splitlines()[-2:] == ["1 added, 1 changed, 1 gone, 0 unchanged.", "Nothing was changed."]
    assert "! Niemand heeft de rol bestuur" in tried.stdout
    assert dumped(tmp_path) == before
    done = invoke("staff", "import", file, **environment(tmp_path))
    assert done.stdout.splitlines()[:-1] == tried.stdout.splitlines()[:-1]
    assert dumped(tmp_path) != before


def test_a_staff_file_can_be_tried_without_a_database_or_keys(tmp_path: Path) -> None:
    without = environment(tmp_path, RUGGESPRAAK_KEYS="", RUGGESPRAAK_PROTOCOL="")
    found = invoke("staff", "import", "--dry-run", staff_file(tmp_path, GOOD), **without)
    assert (found.exit_code, found.stdout.splitlines()[-2]) == (0, "2 added, 0 changed, 0 gone, 0 unchanged.")
    assert not (tmp_path / "r.db").exists()


def test_each_wrong_line_is_named_on_stderr_and_nothing_is_changed(tmp_path: Path) -> None:
    invoke("staff", "import", staff_file(tmp_path, GOOD), **environment(tmp_path))
    before = dumped(tmp_path)
    found = run(tmp_path, "staff", "import", staff_file(tmp_path, WRONG), **environment(tmp_path))
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr.splitlines() == [
        "personeel.csv:2: Dit is geen e-mailadres: anna",
        "personeel.csv:2: Onbekende rol: keizer",
        "personeel.csv:3: naam is leeg.",
        "Nothing was changed. Repair these lines, or take the others over with --skip-wrong.",
    ]
    assert dumped(tmp_path) == before


def test_the_right_lines_can_be_taken_over_and_the_others_are_still_named(tmp_path: Path) -> None:
    invoke("staff", "import", staff_file(tmp_path, GOOD), **environment(tmp_path))
    file = staff_file(tmp_path, HEADER + ANNA.replace(",A,", ",A,keizer") + BAS + many(1))
    found = invoke("staff", "import", "--skip-wrong", file, **environment(tmp_path))
    assert found.exit_code == 0
    assert found.stderr.startswith("personeel.csv:2: ")
    assert "1 added, 0 changed, 0 gone, 2 unchanged." in found.stdout
    assert {one.name for one in listed(tmp_path).people if one.works} == {"Anna", "Bas", "Persoon 0"}


@pytest.mark.parametrize(
    "raw", [b"", GOOD.encode("utf-16"), GOOD.replace(",", ";").encode(), HEADER.encode(), b"naam\nAnna\n"]
)
def test_a_file_that_is_wrong_as_a_whole_is_refused_whatever_is_asked(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "personeel.csv"
    file.write_bytes(raw)
    found = invoke("staff", "import", "--skip-wrong", "--yes", str(file), **environment(tmp_path))
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr.endswith("Nothing was changed.\n")
    assert not (tmp_path / "r.db").exists()


def test_of_very_many_wrong_lines_the_first_are_named_and_the_others_counted(tmp_path: Path) -> None:
    file = staff_file(tmp_path, HEADER + BAS + many(300).replace(",A,,", ",A,keizer,"))
    found = invoke("staff", "import", "--dry-run", file, **environment(tmp_path))
    lines = found.stderr.splitlines()
    assert (found.exit_code, lines[200]) == (1, "... and 100 more")
    assert sum("keizer" in line for line in lines) == 200
    assert found.stdout.splitlines()[-1] == "1 added, 0 changed, 0 gone, 0 unchanged."


def test_a_dry_run_of_a_file_with_wrong_lines_shows_these_and_what_the_right_ones_would_do(tmp_path: Path) -> None:
    file = staff_file(tmp_path, GOOD + "cor,Cor,Docent,A,,,,,,\n")
    found = invoke("staff", "import", "--dry-run", file, **environment(tmp_path))
    assert found.exit_code == 1
    assert "personeel.csv:4:" in found.stderr
    assert "Nothing was changed. Repair these lines" in found.stderr
    assert found.stdout.splitlines()[:2] == ["+ anna@school.example  Anna", "+ bas@school.example  Bas"]
    assert not (tmp_path / "r.db").exists()


def test_what_a_terminal_would_obey_is_not_printed(tmp_path: Path) -> None:
    file = staff_file(tmp_path, GOOD.replace("Anna", "An\u202ena\u2066 😀"))
    found = invoke("staff", "import", "--dry-run", file, **environment(tmp_path))
    assert "+ anna@school.example  An�na� 😀" in found.stdout.splitlines()
    file = staff_file(tmp_path, GOOD.replace("Anna", "\x1b[31mAnna"))
    found = invoke("staff", "import", "--dry-run", file, **environment(tmp_path))
    assert "\x1b" not in found.output
    assert "naam is te lang of bevat een teken dat niet mag" in found.output


def test_a_staff_file_that_is_not_there_is_a_mistake_in_the_command(tmp_path: Path) -> None:
    assert invoke("staff", "import", str(tmp_path / "gone.csv")).exit_code == 2


def test_importing_needs_the_keys_and_the_protocol(tmp_path: Path) -> None:
    without = environment(tmp_path, RUGGESPRAAK_KEYS="", RUGGESPRAAK_PROTOCOL="")
    found = run(tmp_path, "staff", "import", staff_file(tmp_path, GOOD), **without)
    assert found.returncode == 2
    assert found.stderr == "ruggespraak: RUGGESPRAAK_KEYS: is not set\nRUGGESPRAAK_PROTOCOL: is not set\n"


# ------------------------------------------------------------------------------------------------ when many leave


def at_a_terminal(folder: Path, answer: str, *arguments: str) -> int:
    """Return the exit code of an import that somebody answers; nothing is read when it does not ask."""
    theirs, ours = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "ruggespraak", "staff", "import", *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"} | environment(folder),
        stdin=ours,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.write(theirs, answer.encode())
    try:
        return process.wait(30)
    finally:
        os.close(theirs)
        os.close(ours)


@pytest.mark.parametrize(
    "answer, more, code, left",
    [("n\n", (), 130, 31), ("y\n", (), 0, 1), ("n\n", ("--yes",), 0, 1), ("n\n", ("--dry-run",), 0, 31)],
)
def test_when_very_many_would_leave_a_person_is_asked_first(
    tmp_path: Path, answer: str, more: tuple[str, ...], code: int, left: int
) -> None:
    invoke("staff", "import", staff_file(tmp_path, HEADER + BAS + many(30)), **environment(tmp_path))
    file = staff_file(tmp_path, HEADER + BAS)
    assert at_a_terminal(tmp_path, answer, file, *more) == code
    assert len([one for one in listed(tmp_path).people if one.works]) == left


def test_a_few_who_leave_are_not_asked_about_and_nobody_is_without_a_terminal(tmp_path: Path) -> None:
    invoke("staff", "import", staff_file(tmp_path, HEADER + BAS + many(30)), **environment(tmp_path))
    assert at_a_terminal(tmp_path, "n\n", staff_file(tmp_path, HEADER + BAS + many(20))) == 0
    invoke("staff", "import", staff_file(tmp_path, HEADER + BAS), **environment(tmp_path))
    assert [one.name for one in listed(tmp_path).people if one.works] == ["Bas"]


# --------------------------------------------------------------------------------------------------- who is in Slack


def test_a_slack_that_does_not_answer_is_said_in_one_line_and_stops_nothing(tmp_path: Path) -> None:
    token = environment(tmp_path, SLACK_BOT_TOKEN="xoxb-1")
    found = run(tmp_path, "staff", "import", staff_file(tmp_path, GOOD), **token)
    assert found.returncode == 0
    assert found.stderr == "Slack did not tell who is in it (ConnectionRefusedError); the daily look will find out.\n"
    assert len(listed(tmp_path).people) == 2


def test_people_are_found_in_slack_page_by_page_and_who_is_not_there_is_named(town: Town) -> None:
    lines = (ROOT / "ruggespraak/demo/staff.csv").read_text(encoding="utf-8")
    lines += "".join(f"p{n}@regenboog.example,P {n},x,B,,marjan@regenboog.example,,,,\n" for n in range(450))
    file = staff_file(town.folder, lines + "nieuw@regenboog.example,Nieuw,x,B,,marjan@regenboog.example,,,,\n")
    tried = invoke("staff", "import", "--dry-run", file, **town.environment)
    assert [one for one in listed(town.folder).people if one.in_chat is not None] == []
    done = invoke("staff", "import", file, **town.environment)
    for found in (tried, done):
        lines_out = found.stdout.splitlines()
        assert lines_out[lines_out.index("Not in Slack (1):") + 1] == "  nieuw@regenboog.example  Nieuw"
    people = {one.email: one for one in listed(town.folder).people}
    assert people["nieuw@regenboog.example"].in_chat is False
    assert {people[f"p{n}@regenboog.example"].member for n in range(450)} == {f"U9{n:04}" for n in range(450)}
    assert all(people[f"p{n}@regenboog.example"].in_chat for n in range(450))


def test_one_new_person_is_looked_up_without_reading_the_whole_list(town: Town) -> None:
    lines = (ROOT / "ruggespraak/demo/staff.csv").read_text(encoding="utf-8")
    invoke("staff", "import", staff_file(town.folder, lines), **town.environment)
    town.http.delete(f"{town.url}/driver/calls", timeout=5)
    town.drive("faults", {"method": "users.list", "times": 1, "error": "internal_error"})
    more = lines + "p7@regenboog.example,P 7,x,De Regenboog,,marjan@regenboog.example,,,,\n"
    found = invoke("staff", "import", staff_file(town.folder, more), **town.environment)
    assert "Slack did not tell" not in found.stderr
    assert {one.email: one.member for one in listed(town.folder).people}["p7@regenboog.example"] == "U90007"
