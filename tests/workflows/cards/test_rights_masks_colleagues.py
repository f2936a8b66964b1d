"""A colleague whose first name is masked keeps no last name: however somebody writes it, marjan visser, d'Hondts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from workflows.cards.rights_masks import Colleagues, Masks, parts_of
from workflows.engine.mentions import mentions

STAFF = (
    "Sanne Bakker",
    "Joris Smit",
    "Marjan Smit",
    "Marjan Visser",
    "Ingrid de Wit",
    "Lotte Bakker",
    "Bas van der Berg",
    "Kees d'Hondt",
    "Karin van 't Hof",
    "Tom in 't Veld",
    "Jan-Willem Vos-Kramer",
    "Wil Boer",
)
CALLED_BY_WORDS = (
    *("Wil Boer", "Ben Bakker", "Roos Bos", "Mark Groot", "Wim van de School", "Tim Post", "Iris Winter", "Hugo Kort"),
    *("Jan de Jong", "Bo Lang", "Eva Ouder", "Job Baan", "Floor Kamer", "Jet Klas", "Mei Week", "Max van Buren"),
    *("Will Best", "Daan Prins", "Merel Vogel", "Storm van Zanten", "Lente Zomer", "Roos de Wit", "Rust van School"),
)
SENTENCES = Path(__file__).parents[3] / "docs" / "namen" / "zinnen.tsv"


def mask(text: str, own: str = "Sanne Bakker") -> str:
    return Masks(parts_of(own), "", STAFF).mask(text)


@pytest.mark.parametrize(
    "name",
    [
        "marjan visser",
        "Marjan visser",
        "marjan Visser",
        "MARJAN VISSER",
        "marjan  visser",
        "visser marjan",
        "marjan visser's",
        "joris smit",
        "ingrid de wit",
        "Ingrid De wit",
        "lotte bakker",
        "bas van der berg",
        "bas vd berg",
        "bas v.d. berg",
        "karin van 't hof",
        "karin van \u2019t hof",
        "tom in 't veld",
        "jan-willem vos",
        "jan willem vos kramer",
        "kees d'hondt",
        "Kees d'Hondts",
        "kees hondt",
        "Kees D Hondt",
        "d'hondt",
        "D'HONDT",
    ],
)
def test_no_part_of_a_colleagues_name_stays_beside_the_one_that_is_masked(name: str) -> None:
    assert mask(f"toen zei {name} dat het mocht") == "toen zei [collega 1] dat het mocht"


@pytest.mark.parametrize("name", ["d'Hondt", "d\u2019Hondt", "D'Hondt", "d'hondt", "d'Hondts", "Hondt"])
def test_a_name_with_an_apostrophe_is_masked_behind_a_title_however_it_is_written(name: str) -> None:
    assert mask(f"Ik sprak dhr. {name} gisteren") == "Ik sprak dhr. [collega 1] gisteren"


def test_of_two_colleagues_with_one_first_name_the_last_name_tells_who_it_is() -> None:
    masks = Masks(parts_of("Sanne Bakker"), "", STAFF)
    assert masks.mask("Marjan Visser belde Marjan Smit") == "[collega 1] belde [collega 2]"
    assert masks.mask("toen lachte marjan smit om marjan visser") == "toen lachte [collega 2] om [collega 1]"


def test_who_asks_keeps_the_own_name_in_small_letters() -> None:
    assert mask("toen zei sanne bakker niets tegen lotte bakker") == "toen zei sanne bakker niets tegen [collega 1]"
    assert mask("dhr. d'Hondts fiets, kees d'hondt", own="Kees d'Hondt") == "dhr. d'Hondts fiets, kees d'hondt"


@pytest.mark.parametrize(
    "text, shown",
    [
        ("marjan, visser van beroep", "[collega 1], visser van beroep"),
        ("marjan zag een visser", "[collega 1] zag een visser"),
        ("het brood van de bakker en een vis van de visser", "het brood van de bakker en een vis van de visser"),
        ("zij wil boer worden", "zij wil boer worden"),
        ("de foto's van tom in de klas", "de foto's van tom in de klas"),
        ("wit, wit of wit", "wit, wit of wit"),
    ],
)
def test_an_ordinary_word_that_is_no_part_of_the_name_beside_it_stays(text: str, shown: str) -> None:
    assert mask(text) == shown


def test_no_sentence_without_a_name_gains_a_false_alarm() -> None:
    """Those that docs/namen.md counts false alarms in, at a school where everybody is called by ordinary words."""
    colleagues = Colleagues(map(parts_of, CALLED_BY_WORDS))
    texts = list(without_names())
    assert len(texts) > 200
    assert [one for one in texts if list(colleagues.named(one, mentions(one, staff=CALLED_BY_WORDS)))] == []


def without_names() -> Iterator[str]:
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()[1:]
    return (text for names, text, _ in (line.split("\t") for line in lines) if not names)
