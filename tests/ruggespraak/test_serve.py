"""``serve`` and ``try`` as real processes: they answer, they end when asked, and leave nothing behind."""

import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from flask import Flask

from ruggespraak.http_server import HttpServer
from ruggespraak.rehearsal import Rehearsal
from ruggespraak.settings import SettingsError
from tests.models.rows import at_once
from tests.play import CAST
from tests.ports import free_port
from tests.ruggespraak.town import Process, Town, answers, until

_GRACE = 10.0  # what a container gets before it is killed


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path, f"sqlite:///{tmp_path / 'r.db'}")
    yield made
    made.close()


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0


def ends_cleanly(process: Process, number: signal.Signals, *ports: int) -> None:
    begun = time.monotonic()
    process.signal(number)
    assert process.ended(5) == 0, process.output
    assert time.monotonic() - begun < 5
    assert process.leaves_nothing()
    assert all(is_free(port) for port in ports)
    assert "Traceback" not in process.output, process.output


def test_a_served_app_is_healthy_ready_and_measured_and_ends_on_sigterm(town: Town) -> None:
    process = town.start()
    assert requests.get(f"{town.base}/healthz", timeout=5).text == "ok\n"
    ready = requests.get(f"{town.base}/readyz", timeout=5)
    assert (ready.status_code, ready.text) == (200, "ready\n")
    metrics = requests.get(f"{town.base}/metrics", timeout=5)
    assert "ruggespraak_deadlines_missed 0.0" in metrics.text
    ends_cleanly(process, signal.SIGTERM, town.port)


def test_it_ends_in_time_while_slack_is_slow_and_what_was_under_way_arrives_once(town: Town) -> None:
    process = town.start()
    town.slow(4)
    melder = town.who("melder")
    melder.command("/melden")
    assert melder.fill(zedenvermoeden="nee", toelichting="Ruzie", spoed="nee")["ok"]
    until(lambda: town.states()["sending"], "it sends")
    begun = time.monotonic()
    process.signal(signal.SIGTERM)
    assert process.ended(_GRACE) == 0
    assert time.monotonic() - begun < _GRACE
    town.at_full_speed()
    until(town.arrived, "what was under way arrives")
    town.pass_the_lease()
    town.start()
    town.settle()
    assert set(town.arrived().values()) == {1}
    assert set(town.arrived()) == town.posts_of()


def test_a_second_process_on_the_same_sqlite_file_is_refused_and_the_first_goes_on(town: Town) -> None:
    town.start()
    other = Process(town.folder, town.environment | {"PORT": str(free_port())}, "serve")
    assert other.ended(20) == 2
    assert "another process already serves this SQLite file" in other.output
    assert "PostgreSQL" in other.output
    assert answers(f"{town.base}/readyz")


def test_a_port_that_is_taken_is_said_with_the_setting_that_chooses_another(town: Town) -> None:
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = Process(town.folder, town.environment | {"PORT": str(port)}, "serve")
        assert process.ended(20) == 2
    assert f"ruggespraak: PORT: {port} is not free" in process.output
    assert "Traceback" not in process.output


def test_a_request_that_is_under_way_gets_its_answer_when_the_server_stops() -> None:
    app = Flask("slow", static_folder=None)

    @app.get("/")
    def slow() -> str:
        time.sleep(0.6)
        return "done"

    server = HttpServer(app, "127.0.0.1", 0)
    server.start()

    def do(number: int) -> str:
        if number:
            return requests.get(f"http://127.0.0.1:{server.port}/", timeout=5).text
        time.sleep(0.3)
        server.stop()
        return "stopped"

    assert sorted(at_once(do, 3)) == ["done", "done", "stopped"]
    assert is_free(server.port)


def begin_try(folder: Path, port: int, sandbox_port: int, **more: str) -> Process:
    """Start the rehearsal; returns once its address is printed."""
    environment = {"PORT": str(port), "SANDBOX_PORT": str(sandbox_port)} | more
    process = Process(folder, environment, "try")
    line = f"Open http://127.0.0.1:{sandbox_port}/"
    until(lambda: line in process.output.splitlines() or process.inner.poll() is not None, "the address is printed")
    assert process.inner.poll() is None, process.output
    return process


def test_the_rehearsal_answers_once_it_says_so_ends_on_both_signals_and_remembers(tmp_path: Path) -> None:
    port, sandbox_port = free_port(), free_port()
    page = f"http://127.0.0.1:{sandbox_port}"
    process = begin_try(tmp_path, port, sandbox_port)
    assert requests.get(f"{page}/", timeout=5).status_code == 200
    people = requests.get(f"{page}/driver/people", timeout=5).json()["people"]
    assert CAST["melder"] in {one["id"] for one in people}
    assert answers(f"http://127.0.0.1:{port}/readyz")
    said = {"user": CAST["melder"], "channel": "C03LUNCH", "text": "Blijft dit staan?"}
    requests.post(f"{page}/driver/message", json=said, timeout=5)
    requests.post(f"{page}/driver/command", json=said | {"text": "/melden"}, timeout=5)
    view = requests.get(f"{page}/driver/view", params={"user": CAST["melder"]}, timeout=5).json()["modals"][-1]
    actions = {one["block_id"]: one["element"]["action_id"] for one in view["blocks"] if one["type"] == "input"}
    told = {"zedenvermoeden": "nee", "toelichting": "Ruzie", "spoed": "nee"}
    values = {key: {actions[key]: value} for key, value in told.items()}
    given = {"user": CAST["melder"], "view_id": view["id"], "values": values}
    assert requests.post(f"{page}/driver/submit", json=given, timeout=5).json()["ok"]
    ends_cleanly(process, signal.SIGTERM, port, sandbox_port)

    again = begin_try(tmp_path, port, sandbox_port)
    seen = requests.get(f"{page}/driver/view", params={"user": CAST["melder"]}, timeout=5).json()
    assert "Blijft dit staan?" in str(seen["channels"])
    requests.post(f"{page}/driver/command", json=said | {"text": "/ruggespraak"}, timeout=5)
    seen = requests.get(f"{page}/driver/view", params={"user": CAST["melder"]}, timeout=5).json()
    assert "-0001" in str(seen["modals"])
    ends_cleanly(again, signal.SIGINT, port, sandbox_port)
    assert {one.name for one in tmp_path.iterdir() if one.is_dir()} == {"var"}


def test_a_rehearsal_whose_port_is_taken_says_which_setting_chooses_another(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for name, other in (("PORT", "SANDBOX_PORT"), ("SANDBOX_PORT", "PORT")):
            # The sandbox leaves its socket to the end of the process; that is no business of this test.
            environment = {name: port, other: str(free_port()), "PYTHONWARNINGS": "ignore"}
            process = Process(tmp_path, environment, "try")
            assert process.ended(20) == 2
            assert f"ruggespraak: {name}: {port} is not free" in process.output
            assert "Open http" not in process.output
            assert "Traceback" not in process.output


@pytest.mark.parametrize("value", ["0", "x", "²", "70000", "-1"])
def test_a_rehearsal_on_a_port_that_is_none_is_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(SettingsError, match="SANDBOX_PORT: is a port number, from 1 to 65535"):
        Rehearsal({"SANDBOX_PORT": value, "PORT": str(free_port())}, tmp_path)


def test_a_rehearsal_of_a_protocol_that_is_not_there_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    port, sandbox_port = free_port(), free_port()
    environment = {"PORT": str(port), "SANDBOX_PORT": str(sandbox_port), "RUGGESPRAAK_PROTOCOL": "nowhere"}
    process = Process(tmp_path, environment, "try")
    assert process.ended(20) == 2
    assert "ruggespraak: RUGGESPRAAK_PROTOCOL" in process.output
    assert is_free(port)
    assert is_free(sandbox_port)
