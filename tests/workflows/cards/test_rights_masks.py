"""Whether a text names somebody, and the same text with everybody else masked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.cards.rights_masks import Masks, is_full_name, named_in, parts_of
from workflows.engine.mentions import typed_in

SANNE = parts_of("Sanne Bakker")
STAFF = ("Sanne Bakker", "Joris Smit", "Ingrid de Wit", "Lotte Bakker", "Bas van der Berg")
MAIL = "sanne@school.example"


def mask(text: str, *typed: str) -> str:
    return Masks(SANNE, MAIL, STAFF).mask(text, typed_in(typed))


@pytest.mark.parametrize(
    "name, parts",
    [
        ("Sanne Bakker", {"sanne", "bakker"}),
        ("Ingrid de Wit", {"ingrid", "wit"}),
        ("mevr. S. van den Berg-Smit", {"berg-smit", "berg", "smit"}),
        ("Zoë", {"zoe"}),
        ("", set()),
    ],
)
def test_a_name_is_told_by_its_parts(name: str, parts: set[str]) -> None:
    assert parts_of(name) == parts


@pytest.mark.parametrize(
    "name, full",
    [
        ("Kevin Zwartkruis", True),
        ("Kevin de Boer", True),
        ("Roos Bos", True),
        ("Mei-Lin Wu", True),
        ("Jean-Pierre", False),
        ("Kevin", False),
        ("de", False),
        ("van der", False),
        ("foto", False),
        ("de foto", False),
        ("filmpje groep", False),
        ("mevrouw Bakker", False),
        ("K. Zwartkruis", False),
        ("", False),
    ],
)
def test_only_a_first_and_a_last_name_are_a_name_to_look_for(name: str, full: bool) -> None:
    assert is_full_name(name) is full


@pytest.mark.parametrize(
    "text, sure",
    [
        ("Sanne Bakker was er", "heel"),
        ("bakker, sanne", "heel"),
        ("SANNE BAKKER", "heel"),
        ("Sannes auto, mevrouw Bakkers fiets", "heel"),
        ("mail sanne@school.example", "heel"),
        ("Sanne was er", "deel"),
        ("sanne was er", "deel"),
        ("Mevrouw Bakker was er", "deel"),
        ("zie @sannebakker1", "deel"),
        ("Mevrouw Baker was er", "lijkt"),
        ("we gingen naar de bakker", ""),
        ("Sonja Jansen", ""),
        ("", ""),
    ],
)
def test_how_surely_a_text_names_somebody(text: str, sure: str) -> None:
    assert named_in(text, SANNE, MAIL) == sure


@pytest.mark.parametrize(
    "text, shown",
    [
        ("Sanne en Joris Smit praten", "Sanne en [collega 1] praten"),
        ("Joris Smit, joris en Smit", "[collega 1], [collega 1] en [collega 1]"),
        ("Lotte Bakker is familie van Sanne Bakker", "[collega 1] is familie van Sanne Bakker"),
        ("Gesprek met Kevin Zwartkruis. Zwartkruis ging weg", "Gesprek met [persoon 1]. [persoon 1] ging weg"),
        ("Mail piet@x.nl of sanne@school.example", "Mail [mailadres] of sanne@school.example"),
        ("Zie https://x.nl/kevin en @kevin_05", "Zie [link] en [account]"),
        ("Bel 06-12345678 of +31 6 12345678", "Bel [telefoonnummer] of [telefoonnummer]"),
        ("Kerkstraat 12, 9251 AB", "[adres], [adres]"),
        ("Op NL91ABNA0417164300", "Op [rekeningnummer]"),
        ("Toen kwam Kevin Bos. Daarna ging hij", "Toen kwam [persoon 1]. Daarna ging hij"),
        ("Gisteren Kevin. Mevrouw De Wit zag Sanne", "Gisteren [persoon 1]. Mevrouw [collega 1] zag Sanne"),
        ("Er is niets gebeurd", "Er is niets gebeurd"),
    ],
)
def test_everybody_else_is_masked(text: str, shown: str) -> None:
    assert mask(text) == shown


def test_what_was_typed_elsewhere_tells_that_a_small_word_is_a_name() -> None:
    assert mask("toen lachte kevin hard", "Het was Kevin Zwartkruis") == "toen lachte [persoon 1] hard"


def test_the_same_person_has_the_same_placeholder_in_all_texts() -> None:
    masks = Masks(SANNE, MAIL, STAFF)
    assert masks.mask("Kevin Zwartkruis en Piet Jansen") == "[persoon 1] en [persoon 2]"
    assert masks.mask("Piet Jansen belde Joris Smit") == "[persoon 2] belde [collega 1]"


@given(st.text(max_size=200))
def test_any_text_can_be_masked_and_a_mail_address_never_survives(text: str) -> None:
    assert "geheim@ander.example" not in mask(f"{text} geheim@ander.example {text}")
