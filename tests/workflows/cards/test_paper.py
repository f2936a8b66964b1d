"""A paper as values: one dossier each, only what was confirmed, under keys that stay."""

import json

from tests.workflows.cards.branches import walk
from workflows.cards.dossier_paper import Kept, Said, dossier_form, dossier_paper
from workflows.cards.paper import FORMAT, Pairs, Subheading, as_json

BRANCH = walk("scala", "leerling")
NOW = BRANCH.play.now


def said(text: str, by: str = "Dorien van der Meulen") -> Said:
    return Said(text=text, by=by, at=NOW)


def kept(kind: str, text: str, *, added: tuple[Said, ...] = (), filed: tuple[Said, ...] = ()) -> Kept:
    return Kept(id=f"e-{kind}", kind=kind, task=f"dossier_{kind}", said=said(text), added=added, filed=filed)


BOTH = (
    kept("leerling", "KANARIE-leerling", filed=(said("De la"), said("De kast"))),
    kept("personeel", "KANARIE-personeel", added=(said("KANARIE-erbij", "Bas"),)),
)


def paper(kind: str) -> str:
    made = dossier_paper(BRANCH.play.protocol, BRANCH.play.case, kind, BOTH, "Dorien", NOW)
    return json.dumps(as_json(made), ensure_ascii=False)


def test_the_two_dossiers_are_never_in_one_paper() -> None:
    assert "KANARIE-leerling" in paper("leerling")
    assert "personeel" not in paper("leerling").lower().replace("personeelssysteem", "")
    assert "KANARIE-personeel" in paper("personeel")
    assert "KANARIE-leerling" not in paper("personeel")
    assert "De kast" not in paper("personeel")


def test_an_addition_stands_below_what_was_confirmed_with_who_and_when_and_every_place_is_kept() -> None:
    text = paper("personeel")
    assert "Aangevuld op 24 november 2026" in text
    assert "KANARIE-erbij" in text
    assert "Bas" in text
    made = dossier_paper(BRANCH.play.protocol, BRANCH.play.case, "leerling", BOTH, "Dorien", NOW)
    pairs = next(one for one in made.sections[0].parts if isinstance(one, Pairs)).pairs
    assert [(label, value.split(".")[0]) for label, value in pairs[-2:]] == [
        ("Opgeborgen", "De kast"),
        ("Eerder opgeborgen", "De la"),
    ]


def test_a_paper_names_nobody_but_who_confirmed_and_who_drew_it_up() -> None:
    text = paper("leerling")
    assert "Marieke" not in text
    assert "melder" not in text


def test_the_keys_of_the_json_stay() -> None:
    plain = as_json(BRANCH.paper())
    assert plain["format"] == FORMAT == "ruggespraak-stuk/1"
    assert set(plain) == {
        "format", "kind", "title", "number", "school", "mark", "drawn_up", "pairs", "sections",
    }  # fmt: skip
    assert set(plain["drawn_up"]) == {"by", "at"}
    parts = [part for section in plain["sections"] for part in section["parts"]]
    assert {part["type"] for part in parts} <= {"paragraph", "subheading", "pairs", "quote", "rows"}


def test_the_headings_of_the_draft_come_back_as_headings_of_the_paper() -> None:
    parts = BRANCH.paper().sections[0].parts
    found = [one.text for one in parts if isinstance(one, Subheading)]
    assert found[:2] == ["Wat er is gemeld", "Gesprek en wat de ander ervan vindt"]
    assert found[-1].startswith("Aangevuld op")


def test_the_form_shows_each_dossier_apart_with_its_own_links() -> None:
    links = {
        kind: {"pdf": f"https://x/{kind}.pdf", "json": f"https://x/{kind}.json"} for kind in ("leerling", "personeel")
    }
    form = str(dossier_form(BRANCH.play.protocol, BRANCH.play.case, BOTH, links))
    assert form.index("Personeelsdossier") < form.index("KANARIE-personeel") < form.index("https://x/personeel.pdf")
    assert form.index("https://x/personeel.json") < form.index("Leerlingendossier") < form.index("KANARIE-leerling")
