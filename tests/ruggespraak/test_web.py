"""The HTTP side: what every answer carries, what is too much, and when it says that it is not well."""

from datetime import timedelta
from pathlib import Path

import pytest
import requests

from ruggespraak.bootstrap import install
from ruggespraak.settings import read_settings
from ruggespraak.web import create_web
from tests.flows.test_ontsporing import report
from tests.play import World
from tests.ruggespraak.test_bootstrap import environment


def get(world: World, path: str) -> requests.Response:
    return requests.get(f"http://127.0.0.1:{world.app.port}{path}", timeout=5)


def post(world: World, path: str, data: bytes) -> int:
    try:
        return requests.post(f"http://127.0.0.1:{world.app.port}{path}", data=data, timeout=10).status_code
    except requests.ConnectionError:
        return 413  # the door was closed before all of it was said


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/nowhere", "/bestand/x", "/slack/events"])
def test_every_answer_carries_the_security_headers(sqlite_world: World, path: str) -> None:
    headers = get(sqlite_world, path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert "Server" not in headers
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/x", "/../etc/passwd", "/slack", "/bestand/"])
def test_what_is_not_there_is_not_found(sqlite_world: World, path: str) -> None:
    answer = get(sqlite_world, path)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


def test_slacks_door_takes_signed_posts_only(sqlite_world: World) -> None:
    assert get(sqlite_world, "/slack/events").status_code == 405
    assert post(sqlite_world, "/slack/events", b"command=/melden") == 401


@pytest.mark.parametrize("size", [1_000_001, 2_500_000])
def test_a_body_that_is_too_large_is_refused(sqlite_world: World, size: int) -> None:
    assert post(sqlite_world, "/slack/events", b"x" * size) == 413


def test_metrics_count_deliveries_by_state_and_hold_no_content(world: World) -> None:
    report(world)
    metrics = get(world, "/metrics")
    assert metrics.status_code == 200
    assert 'ruggespraak_deliveries{state="failed"} 0.0' in metrics.text
    assert "ruggespraak_deadlines_missed 0.0" in metrics.text
    assert "Sanne" not in metrics.text
    assert "KANARIE" not in metrics.text


def test_a_deadline_that_passed_without_effect_makes_it_not_ready_with_the_reason(world: World) -> None:
    report(world)
    assert get(world, "/readyz").status_code == 200
    world.drive("clock", {"advance": timedelta(hours=3).total_seconds()})
    answer = get(world, "/readyz")
    said = "cases with a term that passed without effect: 1; is the worker running?\n"
    assert (answer.status_code, answer.text) == (503, said)
    assert "ruggespraak_deadlines_missed 1.0" in get(world, "/metrics").text
    assert get(world, "/healthz").status_code == 200
    world.settle()
    assert get(world, "/readyz").status_code == 200


def test_tables_that_are_not_up_to_date_make_it_not_ready(world: World) -> None:
    with world.installation.context.store.write() as tx:
        tx.exec_driver_sql("delete from alembic_version")
        tx.exec_driver_sql("alter table inbox rename to elsewhere")
    answer = get(world, "/readyz")
    assert (answer.status_code, answer.text) == (503, "the tables are not up to date\n")
    with world.installation.context.store.write() as tx:
        tx.exec_driver_sql("alter table elsewhere rename to inbox")


def test_a_database_that_is_gone_makes_it_not_ready_and_does_not_break_it(tmp_path: Path) -> None:
    installation = install(read_settings(environment(tmp_path)))
    client = create_web(installation).test_client()
    assert client.get("/readyz").status_code == 200
    installation.context.store.close()
    for file in (tmp_path / "deep").iterdir():
        file.unlink()
    (tmp_path / "deep").rmdir()
    for path in ("/readyz", "/metrics"):
        answer = client.get(path)
        assert (answer.status_code, answer.text) == (503, "the database does not answer\n")
    assert client.get("/healthz").status_code == 200
    installation.context.store.close()
