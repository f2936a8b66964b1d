"""``kill -9`` at the worst moment, with real processes: everything arrives, and exactly once."""

import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import fresh_postgres
from tests.flows.test_ontsporing import hand_to_directie, report
from tests.ruggespraak.town import Process, Town, until


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path, f"sqlite:///{tmp_path / 'r.db'}")
    yield made
    made.close()


@pytest.fixture
def large_town(tmp_path: Path, postgres: str) -> Iterator[Town]:
    made = Town(tmp_path, fresh_postgres(postgres), extra=130)
    yield made
    made.close()


def die(process: Process) -> None:
    process.signal(signal.SIGKILL)
    assert process.ended(5) == -signal.SIGKILL


def everything_once(town: Town) -> None:
    assert town.states().keys() <= {"sent", "moot"}
    assert town.arrived() == Counter(town.posts_of())


def test_a_process_that_dies_right_after_the_ack_of_a_report_loses_and_doubles_nothing(town: Town) -> None:
    process = town.start()
    town.slow(0.8)
    melder = town.who("melder")
    melder.command("/melden")
    assert melder.fill(zedenvermoeden="nee", toelichting="Ruzie in de app", spoed="nee")["ok"]
    die(process)
    assert "2026-0001" in melder.shown()
    before = town.states()
    assert before["sent"] < before.total()
    town.at_full_speed()
    town.pass_the_lease()
    town.start()
    town.settle()
    everything_once(town)
    assert len([key for key in town.arrived() if key.startswith("receipt:")]) == 1
    assert "Strategie bepalen" in town.who("leidinggevende").messages[-1]["text"]


def test_a_process_that_dies_while_it_is_sending_leaves_messages_that_are_found_back(town: Town) -> None:
    """What was under way when it died stands in Slack; nobody told the database."""
    process = town.start()
    town.slow(0.8)
    melder = town.who("melder")
    melder.command("/melden")
    melder.fill(zedenvermoeden="nee", toelichting="Ruzie in de app", spoed="nee")
    until(lambda: town.states()["sending"] > 1, "it sends")
    time.sleep(0.3)
    die(process)
    until(lambda: len(town.arrived()) > 1, "what was under way arrives")
    assert town.states()["sending"] > 1
    town.at_full_speed()
    town.pass_the_lease()
    town.start()
    town.settle()
    everything_once(town)


def test_a_process_that_dies_during_a_notice_to_all_staff_reaches_everybody_once(town: Town) -> None:
    process = town.start()
    report(town)  # type: ignore[arg-type]
    directie = hand_to_directie(town)  # type: ignore[arg-type]
    directie.click("Mededeling opstellen")
    directie.fill(via="direct")
    town.slow(0.4)
    directie.fill()
    until(lambda: town.states()["sent"] > 12, "some have it")
    die(process)
    left = town.states()
    assert left["sending"] + left["waiting"] > 2, left
    town.at_full_speed()
    town.pass_the_lease()
    town.start()
    town.settle()
    everything_once(town)
    assert len([key for key in town.arrived() if key.startswith("notice")]) == 15


def test_a_worker_that_dies_beside_others_leaves_its_work_to_them(large_town: Town) -> None:
    town = large_town
    town.start()
    workers = [town.start("worker"), town.start("worker")]
    report(town)  # type: ignore[arg-type]
    directie = hand_to_directie(town)  # type: ignore[arg-type]
    until(lambda: all("members of the workspace" in one.output for one in workers), "the workers work")
    directie.click("Mededeling opstellen")
    directie.fill(via="direct")
    town.slow(0.5)
    assert directie.fill()["ok"]
    until(lambda: town.states()["sending"] > 80, "three processes have claimed")
    die(workers[0])
    town.at_full_speed()
    until(lambda: _is_quiet(town), "the others are done with what they had")
    assert town.states()["sending"] > 5
    town.pass_the_lease()
    town.settle()
    everything_once(town)
    assert len([key for key in town.arrived() if key.startswith("notice")]) == 145
    assert workers[1].inner.poll() is None


def _is_quiet(town: Town) -> bool:
    before = town.states()
    time.sleep(0.7)
    return not before["waiting"] and town.states() == before
