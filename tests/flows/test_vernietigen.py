"""A whole case, from report to nothing: what is left of it after its term, in rows and in the files on disk."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import LargeBinary, select

from models import trail_check
from models.destruction import STAYS
from models.store import Store
from models.tables import chains, contents, deliveries, destructions, entries, inbox, notices, people
from models.tables.base import metadata
from tests.flows.test_gesprek import PNG
from tests.flows.test_ontsporing import (
    SECRET,
    close_notice,
    decide,
    hand_to_directie,
    name_poster,
    report,
    send_notice,
)
from tests.play import CAST, World
from workflows.engine.calendar import AMSTERDAM
from workflows.usecases.deliver import deliver_due
from workflows.usecases.keep_daily import Kept, keep_daily

ANNOUNCED = datetime(2028, 10, 25, 10, tzinfo=AMSTERDAM)
OVER = datetime(2028, 11, 27, 10, tzinfo=AMSTERDAM)
PIECE = 24


def story(world: World) -> None:
    """Two reports, a file, a question, a notice that was read, a dossier; merged, and closed."""
    two_reports(world)
    leider = world.who("leidinggevende")
    leider.press("Vraag stellen")
    assert leider.fill(vraag="In welke app was het?")["ok"]
    world.settle()
    melder = world.who("melder")
    melder.click("Bekijk en antwoord")
    melder.decide("Beantwoorden", antwoord="In de ouderapp")
    hand_to_directie(world)
    send_notice(world)
    world.who("leerkracht").click("Ik heb dit gelezen")
    name_poster(world, "medewerker", "U07PLAATS")
    said = {"verslag": "Goed gesprek", "reactie_medewerker": ["verwijdert"]}
    decide(world, "directie", "De medewerker aanspreken", "Reageert goed", **said)
    filed = {"dossiertekst": "Gesproken, verwijderd.", "opgeborgen": "Personeelssysteem"}
    task = "Personeelsdossier, handelen van de medewerker"
    decide(world, "directie", task, "Bevestigen en vastleggen", **filed)
    judged = {"grensoverschrijdend": "nee", "motivering": "Nee"}
    decide(world, "directie", "Is dit grensoverschrijdend?", "Vastleggen", **judged)
    decide(world, "directie", "Kan dit strafbaar zijn?", "Vastleggen", strafbaar="nee")
    close_notice(world)
    decide(world, "directie", "Zaak afsluiten", "Afsluiten", slotbericht="Het is opgelost.")


def two_reports(world: World) -> None:
    melder, second = world.who("melder"), world.who("leerkracht")
    melder.command("/melden")
    melder.press("Meer invullen")
    file = melder.upload("scherm.png", PNG)
    link = "https://www.facebook.com/groups/7/"
    given = {"zedenvermoeden": "nee", "toelichting": f"Ruzie {SECRET}", "spoed": "nee"}
    assert melder.fill(**given, link=link, bijlagen=[file])["ok"]
    world.settle()
    second.command("/melden")
    second.press("Meer invullen")
    assert second.fill(zedenvermoeden="nee", toelichting="Zelfde ruzie", spoed="nee", link=link)["ok"]
    world.settle()
    leider = world.who("leidinggevende")
    leider.click("Bekijk en beslis", message=next(one for one in leider.messages if "0001: M" in one["text"]))
    leider.press("2026-0002 samenvoegen")
    world.settle()


def on(world: World, moment: datetime) -> Kept:
    """Do what that day brings; what is to be sent is not sent yet."""
    world.set_clock(moment)
    return keep_daily(world.installation.context)


def everything(store: Store) -> Iterator[tuple[str, str]]:
    """Yield every row of every table that does not outlive a case, as text."""
    with store.read() as tx:
        for table in metadata.sorted_tables:
            if table.name not in STAYS:
                yield from ((table.name, repr(tuple(row))) for row in tx.execute(select(table)))


def ids_of(store: Store) -> set[str]:
    """The ids of all cases, of what was written in them and of what was told to all staff."""
    with store.read() as tx:
        return {row[0] for table in ("cases", "contents", "notices") for row in tx.exec_driver_sql(_ids(table))}


def _ids(table: str) -> str:
    return f"select id from {table}"  # noqa: S608 (a name of ours)


def sealed_of(store: Store) -> list[bytes]:
    """Pieces of everything that is sealed and goes with the cases, and of the keys of their digests."""
    found: list[bytes] = []
    with store.read() as tx:
        for table in metadata.sorted_tables:
            columns = [one for one in table.columns if isinstance(one.type, LargeBinary)]
            if {"case_id", "content"} & set(table.columns.keys()) and columns:
                query = select(*columns)
                query = query.where(chains.c.case_id > "") if table is chains else query
                blobs = [blob for row in tx.execute(query) for blob in row if blob]
                found += [piece for blob in blobs for piece in _pieces(blob)]
    return found


def _pieces(blob: bytes) -> list[bytes]:
    """Some bytes of it, after the name of the key."""
    body = blob[12:]
    return [body[at : at + PIECE] for at in range(0, max(len(body) - PIECE, 1), 1000)]


def sampled(store: Store) -> None:
    """PostgreSQL copies values of each column into its statistics, by itself, whenever enough has changed."""
    if store.folder is None:
        with store.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as tx:
            tx.exec_driver_sql("ANALYZE")


def on_disk(store: Store) -> dict[str, bytes]:
    """The files of the database: of SQLite with its log, of PostgreSQL every table and index after a checkpoint."""
    if store.folder is not None:
        files = sorted(store.folder.glob("ruggespraak.db*"))
    else:
        with store.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as tx:
            tx.exec_driver_sql("CHECKPOINT")
            folder = Path(str(tx.exec_driver_sql("SHOW data_directory").scalar_one()))
            query = "select oid from pg_database where datname = current_database()"
            files = sorted((folder / "base" / str(tx.exec_driver_sql(query).scalar_one())).iterdir())
    return {one.name: one.read_bytes() for one in files}


def left_in(disk: dict[str, bytes], pieces: list[bytes]) -> list[str]:
    return [f"{name} {piece.hex()}" for name, data in disk.items() for piece in pieces if piece in data]


@pytest.mark.rule("X-8")
@pytest.mark.rule("X-9")
def test_after_its_term_nothing_of_a_case_is_left_but_its_trail_and_a_record(world: World) -> None:
    store = world.installation.context.store
    story(world)
    ids, sealed = ids_of(store), sealed_of(store)
    with store.read() as tx:
        cases = list(tx.exec_driver_sql("select id from cases order by number").scalars())
        keys = [f"card:{case}".encode() for case in cases] + [f"receipt:{case}".encode() for case in cases]
    assert len(cases) == 2
    assert any(ids & set(re.findall(r"\w+", row)) for _, row in everything(store))

    assert on(world, ANNOUNCED).announced == 1
    world.settle()
    assert "2026-0001" in world.who("directie").messages[-1]["text"]
    assert on(world, OVER).destroyed == 0
    world.settle()
    sealed += sealed_of(store)
    sampled(store)
    assert left_in(on_disk(store), sealed + keys), "the search finds what is there"
    done = on(world, OVER)

    assert (done.destroyed, done.scrubbed) == (1, True)
    assert [(name, row) for name, row in everything(store) if any(one in row for one in ids)] == []
    assert _counts(store) == 0
    assert left_in(on_disk(store), sealed + keys) == []
    _must_be_a_record(store, cases)
    world.settle()
    assert keep_daily(world.installation.context) == Kept(announced=0, destroyed=0, scrubbed=True)


def _counts(store: Store) -> int:
    """How many rows there are in tables that hold nothing but cases and what belongs to them."""
    with store.read() as tx:
        named = [one for one in metadata.sorted_tables if {"case_id", "content", "notice"} & set(one.columns.keys())]
        rows = [
            row
            for table in named
            if table.name not in STAYS
            for row in tx.execute(select(table))
            if table is not deliveries or row.case_id or row.notice
        ]
        rows += list(tx.execute(select(inbox).where(inbox.c.result["case"].as_string().is_not(None))))
        rows += list(tx.execute(select(contents.c.id)).all()) + list(tx.execute(select(notices.c.id)).all())
    return len(rows)


def _must_be_a_record(store: Store, cases: list[str]) -> None:
    """The record and the trail: which case, when and why, and nobody and nothing of what it was about."""
    with store.read() as tx:
        found = tx.execute(select(destructions).order_by(destructions.c.number)).all()
        trail = tx.execute(select(entries).where(entries.c.case_id.in_(cases))).all()
        keys = tx.execute(select(chains.c.sealed).where(chains.c.case_id.in_(cases))).scalars().all()
        everybody = list(tx.execute(select(people.c.id)).scalars())
        wrong = list(trail_check.findings(tx))
    assert [(row.case_id, row.number, row.rule) for row in found] == [
        (case, number, "personeelsdossier") for case, number in zip(cases, ("2026-0001", "2026-0002"), strict=True)
    ]
    told = " ".join(repr(tuple(row)) for row in found)
    assert [one for one in (*everybody, *CAST.values(), SECRET, "Bakker", "facebook") if one in told] == []
    assert found[0].counts["files"] == 1
    assert found[0].counts["dossiers"] >= 1
    assert found[0].counts["audience"] > 10
    assert [row.type for row in trail].count("vernietigd") == 2
    assert not [row for row in trail if SECRET in repr(tuple(row)) or "Goed gesprek" in repr(tuple(row))]
    assert (keys, wrong) == ([None, None], [])


def test_messages_of_a_destroyed_case_say_so_little_and_their_buttons_are_gone(sqlite_world: World) -> None:
    withdrawn(sqlite_world)
    melder = sqlite_world.who("melder")
    moment = datetime(2027, 1, 25, 10, tzinfo=AMSTERDAM)
    on(sqlite_world, moment)
    sqlite_world.settle()
    old = world_directie(sqlite_world)
    for day in (25, 26):
        on(sqlite_world, datetime(2027, 3, day, 10, tzinfo=AMSTERDAM))
        sqlite_world.settle()
    texts = [one["text"] for one in melder.messages if "2026-0001" in one["text"]]
    assert set(texts) == {"Hier stond een bericht over zaak 2026-0001. De bewaartermijn van die zaak is voorbij."}
    assert "2026-0001" not in str(melder.home())
    answer = sqlite_world.drive("click", {"user": CAST["directie"], **old})
    assert not answer["ok"] or "bewaartermijn was voorbij" in sqlite_world.who("directie").whispers[-1]


def test_an_overview_of_many_cases_is_emptied_a_week_later(world: World) -> None:
    report(world)
    world.set_clock(datetime(2026, 11, 26, 8, 31, tzinfo=AMSTERDAM))
    world.settle()
    leider = world.who("leidinggevende")
    overview = [one["ts"] for one in leider.messages if one["text"].startswith("Dit wacht op u")]
    assert len(overview) == 1
    for day, emptied in ((30, False), (4, True), (5, True)):
        on(world, datetime(2026, 12 if emptied else 11, day, 7, tzinfo=AMSTERDAM))
        deliver_due(world.installation.context, world.installation.messenger)
        (found,) = [one["text"] for one in leider.messages if one["ts"] in overview]
        assert (found == "Hier stond een overzicht van 26 november 2026.") is emptied, found


def test_an_ended_case_says_until_when_it_is_kept_and_directie_keeps_it_longer(world: World) -> None:
    withdrawn(world)
    on(world, datetime(2027, 1, 25, 10, tzinfo=AMSTERDAM))
    world.settle()
    directie = world.who("directie")
    assert "24 februari 2027" in directie.messages[-1]["text"]
    assert SECRET not in world.posted()
    directie.click("Langer bewaren")
    assert directie.fill(bewaarreden="Er loopt een klacht")["ok"]
    world.settle()
    assert "langer dan de termijn" in directie.messages[-1]["text"]
    for day in (25, 26):
        assert on(world, datetime(2027, 3, day, 10, tzinfo=AMSTERDAM)).destroyed == 0
    directie.open_case()
    assert "Er loopt een klacht" in directie.shown()
    assert "Bewaren loslaten" in directie.buttons()
    leider = world.who("leidinggevende")
    leider.click("Bekijk")
    assert "bewaart deze zaak langer" in leider.shown()
    assert "Geen bron noemt een termijn" in leider.shown()
    assert "Langer bewaren" not in leider.buttons()


def withdrawn(world: World) -> None:
    melder = world.who("melder")
    melder.command("/melden")
    assert melder.fill(zedenvermoeden="nee", toelichting=f"Ruzie {SECRET}", spoed="nee")["ok"]
    world.settle()
    melder.click("Bekijk")
    melder.press("Intrekken")
    assert melder.fill(reden="Was een grap")["ok"]
    world.settle()


def world_directie(world: World) -> dict[str, Any]:
    """Where directie's button to keep the case stood, for who still has it on an old screen."""
    message = world.who("directie").messages[-1]
    block = next(one for one in message["blocks"] if one["type"] == "actions")
    where = world.who("directie")._where(message)
    element = block["elements"][-1]
    return {"message": where, "block_id": block["block_id"], "action_id": element["action_id"]}
