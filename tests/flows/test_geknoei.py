"""A school is played, then somebody changes rows behind the app's back: the check of the trail names each change."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Executable, delete, func, insert, select, update

from models import people, trail_check
from models.people import Contact
from models.store import Store
from models.tables import audience, cases, contents, deliveries, dossiers, keepings, notices, protocols
from tests.flows.test_vernietigen import story
from tests.play import CAST, World
from workflows.cards.dossier_paper import ADDITION, PLACE
from workflows.usecases.dossier import add_to
from workflows.usecases.hold import hold

THEN, NOW = datetime(2020, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
_CASE = select(cases.c.id).where(cases.c.number == "2026-0001").scalar_subquery()
_FIRST = select(dossiers.c.id).where(dossiers.c.adds_to.is_(None)).scalar_subquery()
_OTHER = select(contents.c.id).where(contents.c.key == "verslag").scalar_subquery()
_LATEST = select(notices.c.sealed).where(notices.c.type == "opheffing").limit(1).scalar_subquery()
_ENTRY = update(dossiers).where(dossiers.c.adds_to.is_(None))
_WORDS = update(dossiers).where(dossiers.c.adds_to.is_not(None), dossiers.c.content != "")
_PLACE = update(dossiers).where(dossiers.c.adds_to.is_not(None), dossiers.c.filed != "")


@pytest.fixture
def ended(world: World) -> World:
    """A case that came to its end, with a notice, a dossier that was added to, and somebody who keeps it longer."""
    story(world)
    ctx, directie = world.installation.context, _contact(world, "directie")
    with ctx.store.read() as tx:
        case = tx.execute(select(cases.c.id).where(cases.c.number == "2026-0001")).scalar_one()
        entry = tx.execute(select(dossiers.c.id)).scalar_one()
    add_to(ctx, directie, case, entry, ADDITION, "Later nog eens gesproken.", "add1")
    add_to(ctx, directie, case, entry, PLACE, "In de kluis", "add2")
    hold(ctx, directie, case, "Er loopt een klacht", "hold1")
    return world


def _contact(world: World, name: str) -> Contact:
    with world.installation.context.store.read() as tx:
        return next(one for one in people.everyone(tx) if one.member == CAST[name])


def found_after(store: Store, *statements: Executable) -> list[str]:
    """Return what the check finds once this was done, which is then undone."""
    with store.write() as tx:
        undone = tx.begin_nested()
        for one in statements:
            tx.execute(one)
        found = [one.what for one in trail_check.findings(tx)]
        undone.rollback()
    return found


def missed(world: World, *changes: tuple[str, tuple[Executable, ...]]) -> list[str]:
    """Return after which changes the check did not say what it should."""
    store = world.installation.context.store
    looked = ((said, [str(one) for one in done], found_after(store, *done)) for said, done in changes)
    return [f"{done} -> {found}" for said, done, found in looked if not any(said in one for one in found)]


def test_what_was_told_to_all_staff_cannot_be_changed_behind_the_trail(ended: World) -> None:
    text, sent = "the text of a notice that was sent was swapped", "who sent a notice, or when, was changed"
    first = update(notices).where(notices.c.type == "mededeling")
    slipped = {"id": "n9", "version": 9, "type": "mededeling", "school": "A", "via": "direct", "state": "running"}
    slipped |= {"sender": "x", "audience": 0, "sealed": b"x", "created_at": NOW, "sent_at": NOW}
    found = missed(
        ended,
        (text, (first.values(sealed=b"\x00"),)),
        (text, (first.values(sealed=_LATEST),)),
        (sent, (first.values(sender="x"),)),
        (sent, (first.values(sent_at=THEN),)),
        (sent, (first.values(state="draft"),)),
        (sent, (first.values(type="opheffing"),)),
        ("is gone", (delete(audience), update(deliveries).values(notice=None), delete(notices))),
        ("that the trail does not know", (insert(notices).values(case_id=_CASE, **slipped),)),
    )
    assert found == []


def test_a_dossier_cannot_be_changed_behind_the_trail(ended: World) -> None:
    changes = (
        *(_ENTRY.values(**one) for one in ({"type": "leerling"}, {"task": "x"}, {"number": 2}, {"adds_to": "x"})),
        *(_ENTRY.values(**one) for one in ({"confirmed_by": "x"}, {"confirmed_at": THEN})),
        *(_ENTRY.values(**one) for one in ({"filed_by": "x"}, {"filed_at": THEN}, {"filed": ""})),
        _ENTRY.values(content=_OTHER),
        _ENTRY.values(content=dossiers.c.filed, filed=dossiers.c.content),
        *(_WORDS.values(**one) for one in ({"content": _OTHER}, {"confirmed_by": "x"}, {"confirmed_at": THEN})),
        *(_PLACE.values(**one) for one in ({"filed": _OTHER}, {"filed_by": "x"}, {"filed_at": THEN})),
    )
    slipped = {"id": "d9", "type": "personeel", "task": "x", "number": 1, "content": _OTHER, "filed": ""}
    slipped |= {"confirmed_by": "x", "confirmed_at": NOW}
    found = missed(
        ended,
        *(("was changed", (one,)) for one in changes),
        ("an entry of the dossier", (delete(dossiers),)),
        ("an entry of the dossier", (delete(dossiers).where(dossiers.c.adds_to.is_not(None)),)),
        ("that the trail does not know", (insert(dossiers).values(case_id=_CASE, **slipped),)),
        ("that the trail does not know", (insert(dossiers).values(case_id=_CASE, adds_to=_FIRST, **slipped),)),
    )
    assert found == []


def test_the_rules_that_a_case_started_under_cannot_be_changed_behind_the_trail(ended: World) -> None:
    other = func.replace(protocols.c.body, "directie", "melder")
    found = missed(
        ended,
        ("under which protocol it started was changed", (update(cases).values(protocol="zzzzzzzzzzzz"),)),
        ("was changed", (update(protocols).values(body=other),)),
        ("is gone", (delete(protocols),)),
    )
    assert found == []


def test_until_when_a_case_is_kept_and_who_holds_it_cannot_be_changed_behind_the_trail(ended: World) -> None:
    term, held = "until when it is kept, or by which rule, was changed", "whether somebody keeps it longer, or who"
    row = update(keepings)
    found = missed(
        ended,
        *((term, (row.values(**one),)) for one in ({"until": NOW.date()}, {"rule": "pers"}, {"months": 1})),
        *((held, (row.values(**one),)) for one in ({"held_by": "x"}, {"held_at": THEN}, {"held_why": "x"})),
        (held, (row.values(held_by=None, held_at=None, held_why=None),)),
        (held, (delete(keepings),)),
        ("when its end was announced was changed", (row.values(warned_at=THEN),)),
    )
    assert found == []
