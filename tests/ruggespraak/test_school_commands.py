"""What the administrator sees of the settings of schools, and what stops the start."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ruggespraak.bootstrap import install, make_context
from ruggespraak.cli import cli
from ruggespraak.settings import SettingsError, read_settings
from tests.play import KEYS

GOOD = "regio: noord\nuren: {vr: 8:00-15:00}\nscholen:\n  Noord: {vangnet: [a@school.example]}\n"
WRONG = "regio: oost\nscholen:\n  A: {vangnet: [piet]}\n"


def invoke(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(cli, arguments, env=environment)


def file(folder: Path, text: str) -> str:
    path = folder / "scholen.yml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def environment(folder: Path, schools: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": "s",
        "DATABASE_URL": f"sqlite:///{folder / 'r.db'}",
        "RUGGESPRAAK_KEYS": KEYS,
        "RUGGESPRAAK_PROTOCOL": "scala",
        "RUGGESPRAAK_SCHOOLS": schools,
    }


def test_a_right_file_is_said_to_be_right(tmp_path: Path) -> None:
    found = invoke("school", "check", file(tmp_path, GOOD))
    assert (found.exit_code, found.output) == (0, "scholen.yml: 0 problems, 1 schools by name\n")


def test_a_wrong_file_is_told_line_by_line(tmp_path: Path) -> None:
    found = invoke("school", "check", file(tmp_path, WRONG))
    assert found.exit_code == 1
    assert found.output.splitlines() == [
        "scholen.yml:1: regio: Input should be 'noord', 'midden' or 'zuid'",
        "scholen.yml:3: scholen.A.vangnet.0: is an e-mail address",
        "2 problems",
    ]


def test_a_school_is_shown_with_its_hours_its_days_off_and_an_example_of_each_term(tmp_path: Path) -> None:
    found = invoke("school", "show", "Noord", RUGGESPRAAK_SCHOOLS=file(tmp_path, GOOD))
    assert found.exit_code == 0
    lines = found.output.splitlines()
    assert lines[0] == "Noord:"
    assert "  vr  08:00-15:00" in lines
    assert "  region    noord, known until 2029-09-02" in lines
    assert "  fallback  a@school.example" in lines
    assert len(re.findall(r"^    (direct|vandaag|week) +\d+ werkuren, ends ", found.output, re.MULTILINE)) == 3
    assert re.search(r"^    \d{4}-\d\d-\d\d  Tweede kerstdag$|kerstvakantie$", found.output, re.MULTILINE)


def test_without_a_file_the_settings_of_all_schools_are_shown() -> None:
    found = invoke("school", "show")
    assert found.exit_code == 0
    assert found.output.startswith("All other schools:\n  ma  08:00-17:00\n")
    assert "none: no school holidays" in found.output
    assert re.search(r"-05-05  Bevrijdingsdag$", found.output, re.MULTILINE)


def test_a_school_that_the_file_does_not_name_is_shown_as_all_others(tmp_path: Path) -> None:
    found = invoke("school", "show", "Elders", RUGGESPRAAK_SCHOOLS=file(tmp_path, GOOD))
    assert found.exit_code == 0
    assert found.output.startswith("The file names no school 'Elders' (it names: Noord)")


def test_an_installation_takes_the_working_time_and_the_fallback_of_each_school(tmp_path: Path) -> None:
    context = make_context(read_settings(environment(tmp_path, file(tmp_path, GOOD))))
    assert context.calendar("Noord").hours[4][1].hour == 15
    assert context.calendar("Elders") == context.calendars.default
    assert context.fallback == {"": (), "Noord": ("a@school.example",)}
    assert {"Goede vrijdag", "Bevrijdingsdag"} <= set(context.calendar("Noord").holidays.values())
    context.store.close()


def test_a_wrong_file_stops_the_start_with_the_setting_the_file_the_line_and_the_key(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        install(read_settings(environment(tmp_path, file(tmp_path, WRONG))))
    first, *rest = str(caught.value).splitlines()
    assert first == "RUGGESPRAAK_SCHOOLS: the file cannot be used"
    assert rest[0].startswith("scholen.yml:1: regio: ")
    assert not (tmp_path / "r.db").exists()


def test_a_file_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"RUGGESPRAAK_SCHOOLS: .*\nweg\.yml:1: \(top\): cannot be read"):
        install(read_settings(environment(tmp_path, str(tmp_path / "weg.yml"))))
