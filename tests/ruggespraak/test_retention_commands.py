"""What an administrator sees of how long cases are kept: numbers and days per rule, and no case."""

from datetime import date, datetime
from pathlib import Path

from models import keepings
from models.keepings import Keeping
from models.schema import migrate
from models.store import Store
from ruggespraak.clock import system_clock
from tests.models.rows import put_case
from tests.play import RING
from tests.ruggespraak.test_cli import environment, invoke

LONG_AGO, FAR = date(2020, 1, 31), date(2090, 1, 31)
LEFT_OUT = "Cases for the bestuur alone are not counted."


def store_of(folder: Path) -> Store:
    made = Store(f"sqlite:///{folder / 'r.db'}", RING)
    migrate(made)
    return made


def told(folder: Path, *arguments: str) -> list[str]:
    found = invoke("retention", *arguments, **environment(folder))
    assert found.exit_code == 0, found.output
    return [line for line in str(found.output).splitlines() if " INFO " not in line]


def keep(store: Store, key: str, rule: str, until: date, held_at: datetime | None = None) -> None:
    put_case(store, key, state="open")
    with store.write() as tx:
        keepings.put(tx, Keeping(case_id=key, rule=rule, months=1, until=until, held_at=held_at, held_by="p1"))


def test_without_ended_cases_it_says_so_and_there_is_nothing_to_do(tmp_path: Path) -> None:
    store_of(tmp_path)
    assert told(tmp_path, "list") == ["No ended case is kept.", LEFT_OUT]
    assert told(tmp_path, "run") == ["0 announced, 0 destroyed, 0 names forgotten"]


def test_the_list_counts_per_rule_and_names_no_case(tmp_path: Path) -> None:
    store = store_of(tmp_path)
    keep(store, "case-one", "ingetrokken", LONG_AGO)
    keep(store, "case-two", "ingetrokken", FAR, system_clock())
    keep(store, "case-three", "pers", FAR)
    assert told(tmp_path, "list") == [
        "ingetrokken             2 kept, 1 held, 0 announced; the nearest until 2020-01-31 (over)",
        "pers                    1 kept, 0 held, 0 announced; the nearest until 2090-01-31",
        LEFT_OUT,
    ]


def test_no_figure_tells_of_a_case_that_is_the_bestuurs_alone(tmp_path: Path) -> None:
    store = store_of(tmp_path)
    keep(store, "case-one", "pers", FAR)
    before = told(tmp_path, "list")
    keep(store, "case-two", "vertrouwelijk", LONG_AGO)
    keep(store, "2026-900001", "controle", FAR)
    assert told(tmp_path, "list") == before
