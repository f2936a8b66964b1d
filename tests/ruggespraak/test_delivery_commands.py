"""The delivery board: an administrator sees what waits and why, tries it again, and reads nothing of any case."""

from datetime import timedelta
from pathlib import Path

import pytest

from models import claims, deliveries, people
from models.deliveries import Delivery
from models.schema import migrate
from models.store import Store
from ruggespraak.clock import system_clock
from tests.play import RING
from tests.ruggespraak.test_cli import environment, invoke

LEASE = timedelta(seconds=30)


@pytest.fixture
def board(tmp_path: Path) -> Store:
    made = Store(f"sqlite:///{tmp_path / 'r.db'}", RING)
    migrate(made)
    with made.write() as tx:
        people.add(tx, "p1", "ada@school.example", "Ada \x1b[31mvan Dam", member="U1")
        rows = [
            Delivery(
                key=f"d{number}",
                type="post",
                lane="slack",
                slot=f"d{number}",
                payload={"card": {"geheim": "KANARIE"}},
                due_at=system_clock(),
                person="p1" if number < 2 else None,
                channel_to=None if number < 2 else f"C0{number}",
                case_id="c1",
            )
            for number in range(4)
        ]
        deliveries.put(tx, rows, system_clock())
    return made


def fail(store: Store, key: str, reason: str) -> int:
    with store.write() as tx:
        now = system_clock()
        claimed = next(one for one in claims.claim(tx, "slack:post", now, LEASE, 10) if one.key == key)
        claims.end(tx, claimed, "failed", reason)
        return claimed.id


def told(folder: Path, *arguments: str) -> str:
    found = invoke("delivery", *arguments, **environment(folder))
    assert found.exit_code == 0, found.output
    return str(found.output)


def test_an_empty_board_says_so(tmp_path: Path) -> None:
    migrate(Store(f"sqlite:///{tmp_path / 'r.db'}", RING))
    assert told(tmp_path, "list").splitlines() == ["Nothing waits.", "Nothing failed."]


def test_the_board_shows_what_waits_what_is_throttled_and_what_failed_without_any_content(
    board: Store, tmp_path: Path
) -> None:
    number = fail(board, "d0", "channel_not_found")
    now = system_clock()
    with board.write() as tx:
        claims.look_for_lost(tx, now + LEASE)
        claims.pause(tx, "slack:post", now + timedelta(hours=1))
        found = claims.claim(tx, "slack:find", now + LEASE, LEASE, 1)
        claims.again(tx, found[0], now + timedelta(hours=2), "missing_scope", uncertain=True)
    said = told(tmp_path, "list")
    assert "slack:find" in said
    assert "to be found out" in said
    assert "throttled until" in said
    assert "Failed (1):" in said
    assert f"{number}  post" in said
    assert "channel_not_found" in said
    assert "missing_scope (tried 2x, again at" in said
    assert "Ada �[31mvan Dam" in said
    assert "KANARIE" not in said
    assert "c1" not in said


def test_what_failed_is_tried_again_by_number_or_all_of_it_and_nothing_else_is(board: Store, tmp_path: Path) -> None:
    first = fail(board, "d0", "channel_not_found")
    with board.write() as tx:
        claims.look_for_lost(tx, system_clock() + LEASE)
    assert "1 will be tried again" in told(tmp_path, "retry", str(first))
    with board.read() as tx:
        row = deliveries.by_id(tx, first)
        assert row is not None
        assert (row.state, row.attempts, row.step) == ("waiting", 0, "post")
    said = told(tmp_path, "retry", str(first), "999")
    assert "0 will be tried again" in said
    assert "2 had not failed" in said
    assert "0 will be tried again" in told(tmp_path, "retry", "--all")


@pytest.mark.parametrize("arguments", [[], ["1", "--all"], ["0"], ["x"], [str(2**80)]])
def test_trying_again_asks_which(board: Store, tmp_path: Path, arguments: list[str]) -> None:
    assert invoke("delivery", "retry", *arguments, **environment(tmp_path)).exit_code == 2


def test_a_database_that_is_not_up_to_date_is_not_touched(tmp_path: Path) -> None:
    found = invoke("delivery", "list", **environment(tmp_path))
    assert "run 'ruggespraak migrate' first" in str(found.exception)
