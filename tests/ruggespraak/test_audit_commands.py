"""``audit verify`` and ``keys``: what they print, with which exit code, for who runs the installation."""

import base64
from pathlib import Path

import pytest

from models import entries, trail_seals
from models.schema import migrate
from models.store import Store
from ruggespraak.clock import system_clock
from tests.models.rows import NOW, case, person
from tests.models.test_trail import tamper
from tests.play import KEYS, RING
from tests.ruggespraak.test_cli import environment, told

SECOND = "nieuw:" + base64.b64encode(bytes(range(9, 41))).decode()


@pytest.fixture
def kept(tmp_path: Path) -> Store:
    from models import cases, chains

    made = Store(f"sqlite:///{tmp_path / 'r.db'}", RING)
    migrate(made)
    made.vault.unlock()
    with made.write() as tx:
        person(tx)
        cases.add(tx, case("c1", number="2026-0042"))
        chain = chains.begin(tx, "c1", "2026-0042")
        chain.save(tx)
        for _ in range(3):
            entries.note(tx, "c1", NOW, "p1", "gelezen")
    return made


def seal(store: Store) -> str:
    with store.write() as tx:
        made = trail_seals.seal(tx, system_clock())
    assert made
    return made


def test_a_whole_trail_says_so(kept: Store, tmp_path: Path) -> None:
    made = seal(kept)
    code, out, _ = told(tmp_path, "audit", "verify", "--seal", made)
    assert (code, out) == (
        0,
        "audit trail: whole; 2 chains, 4 entries, 1 seals; 0 chains grew since the last seal\n",
    )


def test_what_was_changed_is_named_by_the_number_of_the_case(kept: Store, tmp_path: Path) -> None:
    tamper(kept, "update entries set actor = 'x' where seq = 2")
    code, out, _ = told(tmp_path, "audit", "verify")
    assert code == 1
    assert "2026-0042, entry 2: was changed, inserted or put in another place" in out


def test_a_seal_that_the_log_named_and_that_is_gone_is_missed(kept: Store, tmp_path: Path) -> None:
    made = seal(kept)
    tamper(kept, "delete from heads", "delete from seals")
    code, out, _ = told(tmp_path, "audit", "verify", "--seal", made)
    assert code == 1
    assert "is not among the seals that are kept" in out


def test_another_key_stops_every_command_with_one_line(kept: Store, tmp_path: Path) -> None:
    code, out, err = told(tmp_path, "audit", "verify", RUGGESPRAAK_KEYS=SECOND)
    assert (code, out) == (2, "")
    assert err == "ruggespraak: RUGGESPRAAK_KEYS lacks the key 'test', which sealed part of this database\n"
    code, _, err = told(tmp_path, "serve", RUGGESPRAAK_KEYS="test:" + SECOND.partition(":")[2])
    assert (code, err) == (2, "ruggespraak: RUGGESPRAAK_KEYS: 'test' is another key than the one that sealed here\n")


def test_keys_are_rotated_and_the_old_one_may_leave(kept: Store, tmp_path: Path) -> None:
    both = f"{SECOND},{KEYS}"
    code, out, _ = told(tmp_path, "keys", "rotate", "--yes", RUGGESPRAAK_KEYS=both)
    assert code == 0
    assert "Every other key may leave RUGGESPRAAK_KEYS" in out
    code, out, _ = told(tmp_path, "keys", "status", RUGGESPRAAK_KEYS=SECOND)
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == ["nieuw"]
    assert told(tmp_path, "audit", "verify", RUGGESPRAAK_KEYS=SECOND)[0] == 0
    assert told(tmp_path, "keys", "rotate", "--yes", RUGGESPRAAK_KEYS=SECOND)[1].startswith("0 values")


@pytest.mark.parametrize("command", [("audit", "verify"), ("keys", "status"), ("keys", "rotate"), ("delivery", "list")])
def test_a_database_that_is_behind_says_what_to_run(tmp_path: Path, command: tuple[str, ...]) -> None:
    code, _, err = told(tmp_path, *command)
    assert (code, err) == (
        2,
        "ruggespraak: DATABASE_URL: the tables are not up to date; run 'ruggespraak migrate' first\n",
    )


def test_no_key_is_ever_printed(kept: Store, tmp_path: Path) -> None:
    said = "".join(
        "".join(map(str, told(tmp_path, *command, RUGGESPRAAK_KEYS=f"{SECOND},{KEYS}")))
        for command in (("keys", "status"), ("keys", "rotate", "--yes"), ("audit", "verify"))
    )
    assert SECOND.partition(":")[2] not in said
    assert KEYS.partition(":")[2] not in said
    assert environment(tmp_path)["SLACK_BOT_TOKEN"] not in said
