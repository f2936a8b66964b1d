"""Who left is forgotten when their term is over and no case that is kept speaks of them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models import contents, dossiers, notices, people, tables
from models.contents import Writing
from models.notices import Notice
from models.store import Transaction
from tests.models.rows import at_once
from tests.play import ROOT
from tests.usecases.keeping import Place
from tests.usecases.school import NOW
from workflows.engine.case import Fact
from workflows.usecases.keep_daily import keep_daily
from workflows.usecases.staff import import_staff
from workflows.usecases.staff_file import read_staff

LEFT = NOW.date()
OVER = date(LEFT.year + 2, LEFT.month, LEFT.day) + timedelta(days=1)
OTHER = "melder"  # whom this school knew before it had a staff list
STAFF = (ROOT / "ruggespraak/demo/staff.csv").read_text(encoding="utf-8")


def bring(kept: Place, text: str) -> None:
    import_staff(kept.ctx, read_staff(text.encode()), "test")


def without(name: str) -> str:
    return "".join(line for line in STAFF.splitlines(keepends=True) if not line.startswith(f"{name}@"))


def leave(kept: Place, name: str = "sanne") -> str:
    """Let somebody leave, on the day on which the app sees that; returns their id."""
    person = kept.who(name).id
    bring(kept, without(name))
    kept.on(LEFT)
    return person


def name_of(kept: Place, person: str) -> str:
    with kept.ctx.store.read() as tx:
        found = people.by_id(tx, person)
    assert found is not None
    return found.name


def test_the_name_goes_the_day_after_the_term_and_only_an_id_stays(kept: Place) -> None:
    kept.school.put("hello", person=kept.who("sanne").id)
    kept.school.deliver_all()
    person = leave(kept)
    assert kept.on(OVER - timedelta(days=1)).forgotten == 0
    assert name_of(kept, person) == "Sanne Bakker"
    assert kept.on(OVER).forgotten == len({person, OTHER})
    assert kept.on(OVER + timedelta(days=1)).forgotten == 0
    with kept.ctx.store.read() as tx:
        row = tx.execute(select(tables.people).where(tables.people.c.id == person)).one()
        sent = tx.execute(select(tables.deliveries).where(tables.deliveries.c.person == person)).all()
        trail = tx.execute(select(tables.entries.c.data).where(tables.entries.c.type == "naam_gewist")).scalars().all()
        assert people.by_email(tx, "sanne@regenboog.example") is None
    assert (row.sealed, row.member, row.active, sent) == (None, None, False, [])
    assert sorted(one["wie"] for one in trail) == sorted([person, OTHER])


def test_who_is_back_before_that_day_is_not_forgotten_and_begins_anew_when_they_leave_again(kept: Place) -> None:
    person = leave(kept)
    bring(kept, STAFF)
    kept.on(OVER)
    bring(kept, without("sanne"))
    kept.on(OVER + timedelta(days=1))
    assert name_of(kept, person) == "Sanne Bakker"


def test_who_comes_back_after_that_day_is_somebody_new(kept: Place) -> None:
    person = leave(kept)
    kept.on(OVER)
    bring(kept, STAFF)
    assert kept.who("sanne").id != person
    assert name_of(kept, person) == ""


def test_who_was_never_on_the_staff_list_is_forgotten_too(kept: Place) -> None:
    with kept.ctx.store.write() as tx:
        people.add(tx, "guest", "gast@elders.example", "Gast", member="U9", listed=False)
    kept.on(LEFT)
    kept.on(OVER)
    assert name_of(kept, "guest") == ""


def _told(tx: Transaction, kept: Place, person: str) -> None:
    notice = Notice(
        id="n1", case_id="c1", type="mededeling", version=1, text="Niet reageren", sender="marjan", school="A",
        via="direct", state="running", created_at=NOW,
    )  # fmt: skip
    notices.add(tx, kept.ctx.keyring, notice)
    tx.execute(tables.audience.insert().values(notice="n1", person=person))


def _wrote(tx: Transaction, kept: Place, person: str) -> None:
    contents.put(tx, kept.ctx.keyring, "c1", [Writing(id="w1", key="toelichting", author=person, at=NOW, text="x")])


PLACES: dict[str, Callable[[Transaction, Place, str], None]] = {"told": _told, "wrote": _wrote}


@pytest.mark.parametrize("place", PLACES)
def test_as_long_as_a_case_that_is_kept_speaks_of_them_their_name_stays(kept: Place, place: str) -> None:
    kept.ended(restricted=True)
    with kept.ctx.store.write() as tx:
        PLACES[place](tx, kept, kept.who("sanne").id)
    person = leave(kept)
    kept.on(OVER)
    assert name_of(kept, person) == "Sanne Bakker"


@pytest.mark.parametrize("role", ["melder", "plaatser", "filer"])
def test_whatever_somebody_was_in_a_case_keeps_their_name(kept: Place, role: str) -> None:
    person = kept.who("sanne").id
    fact = {"plaatser_persoon": Fact(value=person, by="marjan", at=NOW)}
    more = {"melder": {"melder": person}, "plaatser": {"facts": fact}, "filer": {}}[role]
    kept.ended(restricted=True, **more)
    if role == "filer":
        kept.filed("c1", "personeel")
        with kept.ctx.store.write() as tx:
            tx.execute(tables.dossiers.update().values(filed_by=person))
            assert dossiers.is_kept(tx, "c1")
    leave(kept)
    kept.on(OVER)
    assert name_of(kept, person) == "Sanne Bakker"


def test_when_the_case_is_destroyed_the_name_goes_with_it(kept: Place) -> None:
    kept.ended(melder=kept.who("sanne").id)
    person = leave(kept)
    kept.until_gone(kept.workday(date(2027, 10, 25)))
    assert kept.until_gone(date(2027, 11, 25)) == 1
    assert name_of(kept, person) == "Sanne Bakker"
    kept.on(OVER)
    assert name_of(kept, person) == ""


def test_a_school_board_sets_its_own_term_and_open_schools_wait_for_the_night(kept: Place) -> None:
    person = leave(kept)
    short = kept.months(oud_collega=1)
    kept.school.clock[0] = NOW + timedelta(days=40)
    assert keep_daily(short, destroys=False).forgotten == 0
    assert name_of(kept, person) == "Sanne Bakker"
    keep_daily(short)
    assert name_of(kept, person) == ""


def test_several_workers_at_once_forget_everybody_once(kept: Place) -> None:
    leave(kept)
    kept.school.clock[0] = NOW + timedelta(days=800)
    done = at_once(lambda _: keep_daily(kept.ctx).forgotten, 3)
    assert sum(done) == 2
