"""Who a text seems to name: each rule with names and with what only looks like one, and that nothing makes it fall."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.engine.mentions import mentions
from workflows.protocol_files import available, read

STAFF = (
    "Ingrid de Wit",
    "Jan-Willem van der Berg",
    "Fatima El Amrani",
    "Mark Vrij",
    "Wil Bos",
    "Roos Leen",
    "Beer De Groot",
    "René Oyelaran",
)
LINK = "https://www.instagram.com/p.de.vries_06/"


@pytest.mark.parametrize(
    "text, found",
    [
        ("Bel mevrouw De Vries of meneer Bakker.", ("De Vries", "Bakker")),
        ("Vraag het juf roos of meester mark.", ("roos", "mark")),
        ("Het gaat om leerling K. uit de derde.", ("K.",)),
        ("Docent Achterberg en collega Frederiks zijn thuis.", ("Achterberg", "Frederiks")),
        ("Geplaatst door J. de Vries en A.B. Jansen.", ("J. de Vries", "A.B. Jansen")),
        ("Praat met Ludmila van den Berg.", ("Ludmila van den Berg",)),
        ("Dat schrijft van der Wildeboer.", ("van der Wildeboer",)),
        ("Volgens De Wildeboer klopt het niet.", ("De Wildeboer",)),
        ("Er is iets met Fatima's foto en Jans fiets.", ("Fatima's", "Jans")),
        ("Die jongen van yilmaz uit 3b deed het.", ("yilmaz",)),
        ("Wij praten met Achterberg over de klas.", ("Achterberg",)),
        ("Achterberg uit 3b staat op de foto.", ("Achterberg",)),
        ("Mark heeft gebeld. Roos van Dijk ook.", ("Mark", "Roos van Dijk")),
        ("Sem en Daan staan erop.", ("Sem", "Daan")),
        ("De zaak-Smit gaat door.", ("Smit",)),
        ("Volg @piet_06 niet, en piet_06 of sanne06 ook niet.", ("@piet_06", "piet_06", "sanne06")),
        (f"Kijk niet op {LINK} of www.tiktok.com/@kaan", (LINK, "www.tiktok.com/@kaan")),
        ('Het account "roddelkoningin" is nep. #JusticeForFatima', ("roddelkoningin", "JusticeForFatima")),
        ("Mail j.devries@school.nl niet.", ("j.devries@school.nl",)),
        ("STUUR NIETS OVER FATIMA DOOR", ("FATIMA",)),
        ("Bel Sanne. Sanne wacht.", ("Sanne",)),
    ],
)
def test_what_names_a_person_is_found_as_it_stands(text: str, found: tuple[str, ...]) -> None:
    assert mentions(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Op Instagram gaat sinds dinsdag 24 november om 21:00 een gesprek rond",
        "Het Laurens Lyceum, CSG Comenius, Lentiz en het Udens College reageren niet.",
        "Het Johan de Witt-gymnasium en de stichting Kluif doen mee.",
        "De docent Nederlands en de docente Frans bespreken het.",
        "Na Pasen praat de Tweede Kamer over de Wet. In Naaldwijk ook.",
        "Wil iedereen stil zijn? Mark dit bericht. Leen niets uit. Vrij en veilig!",
        "NIET REAGEREN. Let op: Deel niets.\nMorgen meer. 🙏 Dank u wel",
        "Een TikTok-filmpje en een Facebookgroep, ook op X en via WhatsApp.",
        "Zie https://www.instagram.com/p/C9aXb/ en https://www.lentiz.nl/nieuws, of pr@school.nl.",
        "Zij komt uit Verweggistan en werkt in Nergenshuizen.",
        "Het gaat om 3B, h4b, A4 en protocol_2026.pdf, m.b.t. de AVG.",
        "@iedereen: _belangrijk_ en *dringend*. P.S. Reageer niet.",
        "",
    ],
)
def test_what_only_looks_like_a_name_is_left_alone(text: str) -> None:
    assert mentions(text) == ()


@pytest.mark.parametrize("name", available())
def test_the_texts_that_come_with_a_protocol_name_nobody(name: str) -> None:
    for text in read(name).protocol.texts.values():
        assert mentions(text.replace("{platform}", "Instagram").replace("{moment}", "24 november 21:00")) == ()


def test_a_colleague_is_found_by_every_telling_part() -> None:
    text = "Vraag Rene, of ga naar Willem, Amrani of Oyelaran. oyelaran weet het."
    assert mentions(text, staff=STAFF) == ("Rene", "Willem", "Amrani", "Oyelaran")


def test_a_colleague_whose_name_is_a_word_needs_a_capital() -> None:
    quiet = (
        "Wil iedereen dit lezen? Vrij veel mensen leen ik geen oor. Rood is een roos, het bos is groot, de beer is los."
    )
    assert mentions(quiet, staff=STAFF) == ()
    assert mentions("Dat zei Wil. Ook Bos en De Groot weten het.", staff=STAFF) == ("Wil", "Bos", "De Groot")
    assert mentions("Bos heeft gebeld.", staff=STAFF) == ("Bos",)


def test_tussenvoegsels_of_a_colleague_say_nothing() -> None:
    assert mentions("De mail van de school gaat der dagen rond, el en wit.", staff=STAFF) == ()


def test_a_colleague_with_a_common_first_name_does_not_hide_a_school() -> None:
    assert mentions("Het Laurens Lyceum doet mee.", staff=["Laurens Pik"]) == ()


def test_what_was_typed_is_looked_for() -> None:
    typed = (LINK, "Gisteren schold Sven Wildeboer mij uit.", "@reuring", "https://roddelbuis.nl/?van=qwertz&dag=24")
    text = "Op 24 november: p.de.vries_06, Wildeboer, REURING, roddelbuis, QWERTZ en P.De.Vries_06"
    assert mentions(text, typed=typed) == ("p.de.vries_06", "Wildeboer", "REURING", "roddelbuis", "QWERTZ")
    assert mentions("wildeboer zei dat", typed=["Wildeboer"]) == ("wildeboer",)


def test_platforms_and_ordinary_words_that_were_typed_say_nothing() -> None:
    typed = ("Instagram", "Ja", "Op TikTok, in de Klas", "https://www.facebook.com/groups/school?week=24", "@magister")
    assert (
        mentions("De school zag op Facebook, Instagram en TikTok in week 24 de klas. Ja, Magister.", typed=typed) == ()
    )


def test_a_post_that_was_typed_is_found_when_its_link_stands_in_the_text() -> None:
    link = "https://www.instagram.com/p/C9aXbZ12/"
    assert mentions(f"Zie {link}") == ()
    assert mentions(f"Zie {link}", typed=[f"Hier: {link}"]) == (link,)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_may_be_written_either_way(form: str) -> None:
    text = unicodedata.normalize(form, "Bel Zoë Yıldız of René.")  # noqa: RUF001
    assert mentions(text, staff=["Rene Yildiz"]) == tuple(
        unicodedata.normalize(form, name)
        for name in ("Zoë Yıldız", "René")  # noqa: RUF001
    )


def test_pictures_and_other_directions_do_not_hide_a_name() -> None:
    assert mentions("😡 Reageer niet 😡 op Sanne😡 مرحبا Fatima \u200fDaniël שלום") == ("Sanne", "Fatima", "Daniël")


PIECES = (
    "a",
    "a.",
    "A.",
    "a-",
    "van ",
    "Van ",
    "A ",
    "De Wit ",
    "@",
    "a_",
    "http://",
    "Laurens College ",
    "x/",
    "a@b.",
)
MORE = (
    ".",
    "e\u0301",
    "School van de ",
    "Instagram",
    "a.b@",
    "\u0301",
    "'",
    "A-b'",
    "Mark heeft ",
    "@a.",
    "=&",
    "\u202e",
)


@pytest.mark.parametrize("piece", PIECES + MORE)
def test_a_long_text_costs_no_more_per_letter(piece: str) -> None:
    """Sixteen times the letters may cost eighty times as much: a square would be two hundred and fifty-six."""
    short, long = piece * (1_000 // len(piece)), piece * (16_000 // len(piece))
    assert _seconds(long) < max(80 * _seconds(short), 0.5)


def _seconds(text: str) -> float:
    def once() -> float:
        start = time.perf_counter()
        mentions(text, staff=("Jan de Wit",), typed=(text,))
        return time.perf_counter() - start

    return min(once() for _ in range(2))


WORDS = st.sampled_from(
    ["Mark", "mark", "van", "den", "Berg", "J.", "mevrouw", "Fatima's", "uit", "3b", "De", "College", LINK, "@a_b", "."]
)
TEXTS = st.text() | st.lists(WORDS | st.text(max_size=6), max_size=14).map(" ".join)


@given(TEXTS, st.lists(TEXTS, max_size=3), st.lists(TEXTS, max_size=3))
def test_it_never_falls_and_says_only_what_stands_there(text: str, staff: list[str], typed: list[str]) -> None:
    found = mentions(text, staff=staff, typed=typed)
    assert all(one and one in text for one in found)
    assert len(set(found)) == len(found)


@given(TEXTS)
def test_what_is_known_beforehand_takes_nothing_away(text: str) -> None:
    assert len(mentions(text)) <= len(mentions(text, staff=STAFF)) + text.count(" ")
    assert bool(mentions(text)) <= bool(mentions(text, staff=STAFF, typed=[LINK]))
