"""The dossier and the timeline in Slack: what is kept, added to and filed, who gets them, and what is on record."""

from pathlib import Path

import pytest

from models import people
from tests.flows.papers import CONFIRMED, PUPIL, STAFF, confirm, exported, links, opened, rows, trail, until_dossier
from tests.flows.test_ontsporing import SECRET, decide, name_poster, until_directie
from tests.play import Hands, World
from tests.workflows.engine.cast import changed
from workflows.cards.dossier_paper import ADDITION
from workflows.engine.errors import NotAllowedError, UnknownActionError
from workflows.protocol_files import Source
from workflows.usecases.dossier import add_to


def add_and_file(directie: Hands) -> None:
    directie.press("Aanvullen")
    assert directie.fill(dossiertekst="De ouder heeft gebeld")["ok"]
    assert "De aanvulling is vastgelegd." in directie.shown()
    directie.press("Opgeborgen in")
    assert directie.fill(opgeborgen="De kast van de administratie")["ok"]


@pytest.mark.rule("SCA-S5")
def test_what_was_confirmed_is_kept_added_to_filed_elsewhere_and_never_changed(world: World) -> None:
    directie = until_dossier(world)
    directie.press("Dossier")
    assert CONFIRMED in directie.shown()
    assert "Leerlingvolgsysteem. Door Marjan Visser" in directie.shown()
    first = rows(world)

    add_and_file(directie)
    said = directie.shown()
    assert CONFIRMED in said
    assert "Aangevuld op 24 november 2026" in said
    assert "De ouder heeft gebeld" in said
    assert "De kast van de administratie. Door Marjan Visser" in said
    kept = rows(world)
    assert kept[0] == first[0]
    assert [bool(one[5]) for one in kept] == [False, True, True]
    assert {one[5] for one in kept[1:]} == {kept[0][0]}
    written = trail(world, "dossier_vastgelegd", "dossier_aangevuld", "dossier_opgeborgen")
    assert [one for one, _ in written] == [
        "dossier_vastgelegd", "dossier_opgeborgen", "dossier_aangevuld", "dossier_opgeborgen",
    ]  # fmt: skip
    assert all(data["soort"] == "leerling" and len(data["digest"]) == 64 for _, data in written)
    answer = opened(world, links(directie, "json")[0]).json()
    pairs = answer["sections"][0]["parts"][0]["pairs"]
    assert [one["label"] for one in pairs if "pgeborgen" in one["label"]] == ["Opgeborgen", "Eerder opgeborgen"]
    assert SECRET not in world.posted()
    assert "KANARIE-vast" not in world.posted()


def test_one_gesture_adds_once_only_to_the_entry_itself_and_never_by_who_may_not(sqlite_world: World) -> None:
    until_dossier(sqlite_world)
    ctx, entry = sqlite_world.installation.context, rows(sqlite_world)[0][0]
    with ctx.store.read() as tx:
        case_id = str(tx.exec_driver_sql("select id from cases").scalar())
        marjan, ingrid = (people.by_email(tx, f"{one}@regenboog.example") for one in ("marjan", "ingrid"))
    assert marjan is not None
    assert ingrid is not None
    for _ in range(2):
        add_to(ctx, marjan, case_id, entry, ADDITION, "Erbij", "same-gesture")
    kept = rows(sqlite_world)
    assert len(kept) == 2
    with pytest.raises(UnknownActionError):
        add_to(ctx, marjan, case_id, kept[1][0], ADDITION, "Bij een aanvulling", "other")
    with pytest.raises(NotAllowedError):
        add_to(ctx, ingrid, case_id, entry, ADDITION, "Van wie het niet mag", "third")
    assert rows(sqlite_world) == kept
    leider = sqlite_world.who("leidinggevende")
    leider.open_case()
    assert "Dossier" not in leider.buttons()


def test_an_addition_must_say_something(sqlite_world: World) -> None:
    directie = until_dossier(sqlite_world)
    directie.press("Dossier")
    directie.press("Aanvullen")
    directie.fill(dossiertekst="   ")
    assert list(directie.modal["errors"]) == ["dossiertekst"]
    assert len(rows(sqlite_world)) == 1


def test_the_timeline_shows_who_did_what_and_can_be_taken_along(world: World) -> None:
    directie = until_dossier(world)
    directie.press("Tijdlijn")
    said = directie.shown()
    assert "Marjan Visser: In gesprek met de volwassene: Reageert goed." in said
    assert "Marjan Visser: Bevestigde de tekst voor: Leerlingendossier." in said
    directie.press("Eerdere")
    assert "Sanne Bakker: Begon de zaak: Melding van een ontsporend gesprek." in directie.shown()
    assert "Ingrid de Wit: Bekeek de zaak." in directie.shown()
    answer = opened(world, links(directie, "pdf")[0])
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="2026-0001-tijdlijn.pdf"'
    directie.press("Terug naar de zaak")
    directie.press("Tijdlijn")
    assert "Marjan Visser: Haalde op als PDF: Tijdlijn." in directie.shown()
    assert SECRET not in directie.shown()


def test_a_case_without_a_dossier_has_no_button_for_one(sqlite_world: World) -> None:
    until_directie(sqlite_world)
    directie = sqlite_world.who("directie")
    directie.open_case()
    assert "Tijdlijn" in directie.buttons()
    assert "Dossier" not in directie.buttons()


def first_a_colleague_then_a_parent(world: World) -> None:
    """A colleague was thought to have posted it, and spoken with; then it turned out to be a parent."""
    until_directie(world)
    name_poster(world, "medewerker", "U07PLAATS")
    talk = {"verslag": "Gesproken", "reactie_medewerker": ["verwijdert"]}
    decide(world, "directie", "De medewerker aanspreken", "Reageert goed", **talk)
    confirm(world, STAFF, "KANARIE-medewerker", "Personeelssysteem")
    directie = world.who("directie")
    directie.open_case()
    directie.press("Gegevens aanvullen")
    directie.fill(plaatser="ouder", plaatser_persoon="", reden="Toch een ouder")
    world.settle()
    talk = {"verslag": "Goed gesprek", "reactie_volwassene": ["verwijdert"]}
    decide(world, "directie", "In gesprek met de volwassene", "Reageert goed", **talk)
    directie.open_case()
    confirm(world, PUPIL, "KANARIE-ouder", "Leerlingvolgsysteem")


def test_the_personnel_and_the_pupils_dossier_of_one_case_stay_apart(sqlite_world: World) -> None:
    first_a_colleague_then_a_parent(sqlite_world)
    directie = sqlite_world.who("directie")
    directie.open_case()
    directie.press("Dossier")
    papers = [opened(sqlite_world, token).text for token in links(directie, "json")]
    assert [("KANARIE-medewerker" in one, "KANARIE-ouder" in one) for one in papers] == [(True, False), (False, True)]
    systems = [("Personeelssysteem" in one, "Leerlingvolgsysteem" in one) for one in papers]
    assert systems == [(True, False), (False, True)]
    found = exported(sqlite_world, "2026-0001", "--for", "marjan@regenboog.example")
    assert found.exit_code == 2
    assert "has 2 dossiers" in found.output


def test_a_protocol_that_asks_a_dossier_of_a_stranger_gets_none(tmp_path: Path, sqlite_url: str) -> None:
    path = "kinds/ontsporing/tasks/dossier_ouder/when/plaatser"
    planted = Source(protocol=changed("scala", {path: ["ouder", "andere_volwassene"]}))
    world = World(tmp_path, sqlite_url, source=planted)
    try:
        until_directie(world)
        name_poster(world, "andere_volwassene")
        decide(
            world,
            "directie",
            "In gesprek met de volwassene",
            "Reageert goed",
            verslag="Goed gesprek",
            reactie_volwassene=["verwijdert"],
        )
        directie = world.who("directie")
        directie.open_case()
        directie.press("Bevestigen en vastleggen")
        directie.fill(dossiertekst="KANARIE", opgeborgen="Kast")
        assert "houdt de school geen dossier bij" in str(directie.modal)
        assert rows(world) == []
        assert trail(world, "dossier_vastgelegd") == []
    finally:
        world.close()
