"""A case that was destroyed had been announced, or the trail says that it was not; and what earlier versions wrote."""

from datetime import timedelta

import pytest

from models import cases, chains, contents, destruction, dossiers, entries, keepings, notices
from models.contents import Writing
from models.destruction import Destruction
from models.dossiers import DossierEntry
from models.keepings import Keeping
from models.notices import Notice
from models.store import Store, Transaction
from tests.models.rows import KEYRING, NOW, case, round_of
from tests.models.test_trail import found, trail
from workflows.engine.decide import Entry

__all__ = ["trail"]
LAST = NOW.date() + timedelta(days=30)
GONE = NOW + timedelta(days=31)
TOO_SOON = "was destroyed, and that was not announced in time"


def counted(tx: Transaction, key: str) -> None:
    told = {"regel": "ingetrokken", "maanden": "3", "tot": LAST.isoformat()}
    entries.note(tx, key, NOW, "klok", "bewaartermijn", **told)


def warned(tx: Transaction, key: str, days: int = 0) -> None:
    at = NOW + timedelta(days=days)
    entries.note(tx, key, at, "klok", "vernietiging_aangekondigd", tot=LAST.isoformat(), mensen="2")


def gone(tx: Transaction, key: str) -> None:
    destruction.erase(tx, key)
    record = Destruction(
        case_id=key, number=f"2026-{key}", kind="ontsporing", school="A", rule="ingetrokken", until=LAST, at=GONE,
        counts={},
    )  # fmt: skip
    destruction.record(tx, record)
    entries.note(tx, key, GONE, "klok", "vernietigd", regel="ingetrokken", tot=LAST.isoformat())
    chains.forget_key(tx, key)


def test_a_case_that_was_announced_and_then_destroyed_is_whole(trail: Store) -> None:
    with trail.write() as tx:
        counted(tx, "c1")
        warned(tx, "c1")
        gone(tx, "c1")
    assert found(trail) == []


@pytest.mark.parametrize("days", [None, 2])
def test_a_case_that_was_destroyed_without_its_month_is_named(trail: Store, days: int | None) -> None:
    with trail.write() as tx:
        counted(tx, "c1")
        if days is not None:
            warned(tx, "c1", days)
        gone(tx, "c1")
    assert [(one[0], one[2]) for one in found(trail)] == [("2026-c1", TOO_SOON)]


@pytest.mark.parametrize("type_", ["bewaren_langer", "heropend", "aankondiging_mislukt"])
def test_an_announcement_that_was_overtaken_does_not_count(trail: Store, type_: str) -> None:
    with trail.write() as tx:
        counted(tx, "c1")
        warned(tx, "c1")
        entries.note(tx, "c1", NOW, "p1", type_, reden="wc1")
        entries.note(tx, "c1", NOW, "p1", "bewaren_losgelaten", reden="wc1")
        gone(tx, "c1")
    assert [(one[0], one[2]) for one in found(trail)] == [("2026-c1", TOO_SOON)]


def test_what_went_on_in_another_case_goes_with_its_announcement(trail: Store) -> None:
    with trail.write() as tx:
        entries.note(tx, "c2", NOW, "p1", "samengevoegd", met="c1")
        entries.note(tx, "c1", NOW, "p1", "samengevoegd", met="c2")
        counted(tx, "c1")
        warned(tx, "c1")
        gone(tx, "c2")
        gone(tx, "c1")
    assert found(trail) == []


def test_what_others_went_on_in_needs_an_announcement_of_its_own(trail: Store) -> None:
    with trail.write() as tx:
        entries.note(tx, "c1", NOW, "p1", "samengevoegd", met="c2")
        counted(tx, "c1")
        gone(tx, "c2")
        gone(tx, "c1")
    assert {(one[0], one[2]) for one in found(trail)} == {("2026-c1", TOO_SOON), ("2026-c2", TOO_SOON)}


def test_what_an_earlier_version_wrote_and_could_not_bind_is_no_fault(trail: Store) -> None:
    """Notices without a line or a digest, an entry of a dossier that only its text binds, a hold a blink later."""
    later = NOW + timedelta(milliseconds=7)
    with trail.write() as tx:
        decided = round_of("eerder", state="done", outcome="ja", by="p1")
        cases.add(tx, case("old", number="2026-old", state="closed", closed_at=NOW, rounds=(decided,)))
        chain = chains.begin(tx, "old", "2026-old")
        contents.put(tx, KEYRING, "old", [Writing(id="w1", key="dossiertekst", author="p1", at=NOW, text="Ja")], chain)
        chain.add([
            Entry(at=NOW, actor="p1", type="gestart", data={"soort": "ontsporing"}),
            Entry(at=NOW, actor="p1", type="afgerond", data={"taak": "eerder", "ronde": "1", "uitkomst": "ja"}),
            Entry(at=NOW, actor="p1", type="mededeling_verbeterd", data={"vorige": "n1", "mededeling": "n2"}),
            Entry(at=later, actor="p1", type="dossier_vastgelegd", data={"stuk": "d1", "soort": "leerling"},
                  private={"digest": "Ja"}),
            Entry(at=NOW, actor="klok", type="bewaartermijn",
                  data={"regel": "pers", "maanden": "1", "tot": LAST.isoformat()}),
            Entry(at=later, actor="p1", type="bewaren_langer", data={"reden": "w1"}),
        ])  # fmt: skip
        chain.save(tx)
        for key in ("n1", "n2"):
            notices.add(tx, KEYRING, _notice(key))
        dossiers.add(tx, _filed())
        keepings.put(tx, Keeping(case_id="old", rule="pers", months=1, until=LAST))
        keepings.hold(tx, "old", "p1", NOW, "w1")
    assert found(trail) == []


def _notice(key: str) -> Notice:
    return Notice(
        id=key, case_id="old", type="mededeling", version=1, text="Reageer niet.", sender="p1", school="A",
        via="direct", state="running", created_at=NOW, sent_at=NOW,
    )  # fmt: skip


def _filed() -> DossierEntry:
    return DossierEntry(
        id="d1", case_id="old", type="leerling", task="dossier_kind", number=1, content="w1", filed="",
        confirmed_by="p1", confirmed_at=NOW,
    )  # fmt: skip
