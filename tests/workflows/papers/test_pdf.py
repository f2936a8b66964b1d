"""The PDF: the same bytes for the same paper, tagged, Dutch, and nothing that a person typed does anything."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.workflows.cards.branches import branches, walk
from workflows.cards.paper import Pairs, Paper, Paragraph, Quote, Row, Rows, Section, Subheading
from workflows.papers.pdf import pdf
from workflows.papers.printable import printable

NOW = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
INERT = [
    '=HYPERLINK("https://x.example","klik")',
    '#import "@preview/x:1.0.0": *',
    "#panic() $x^2$ *vet* _schuin_ `code` = Kop",
    "<script>alert(1)</script> &amp;",
    "@noot <label> // geen commentaar /* ook niet */",
    '\\u{1F600} #sys.inputs #read("/etc/passwd")',
    "Zoë Çelik-Żółć Ødegård",
    "Σωκράτης Пушкин",
]


def paper(text: str = "Woorden") -> Paper:
    parts = (
        Subheading(text=text),
        Paragraph(text=text),
        Quote(text=text),
        Pairs(pairs=((text, text),)),
        Rows(head=("Wanneer", "Wie", "Wat"), rows=(Row(at="nu", moment="nu", who=text, what=text, detail=text),)),
    )
    return Paper(
        kind="tijdlijn",
        title="Tijdlijn",
        number="2026-0001",
        school=text,
        drawn_by=text,
        drawn_at=NOW,
        mark="Vertrouwelijk",
        pairs=((text, text),),
        sections=(Section(heading=text, parts=parts),),
    )


def reader(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def words(data: bytes) -> str:
    """Everything that the pages say, without spaces: a line may break anywhere."""
    text = "".join(page.extract_text() for page in reader(data).pages)
    return "".join(text.replace("\u200b", "").split())


def test_the_same_paper_is_the_same_file_and_another_moment_is_another() -> None:
    assert pdf(paper()) == pdf(paper())
    assert pdf(paper()) != pdf(replace(paper(), drawn_at=NOW + timedelta(seconds=1)))


def test_it_is_tagged_dutch_and_says_of_itself_that_it_is_pdf_ua() -> None:
    made = reader(pdf(paper()))
    root = made.trailer["/Root"].get_object()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl-NL"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert made.metadata is not None
    assert made.metadata.title == "Tijdlijn 2026-0001"


def test_every_page_names_school_number_and_mark_and_counts_itself() -> None:
    long = replace(paper(), sections=(Section(heading="Lang", parts=(Paragraph(text="regel\n" * 150),)),))
    pages = reader(pdf(replace(long, school="De Regenboog"))).pages
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        text = page.extract_text()
        assert "De Regenboog" in text
        assert "Vertrouwelijk" in text
        assert "2026-0001" in text
        assert f"Pagina {number} van {len(pages)}" in text


@pytest.mark.parametrize("text", INERT)
def test_what_a_person_typed_is_printed_as_it_is(text: str) -> None:
    made = pdf(paper(text))
    assert words(made).count("".join(text.split())) >= 8
    assert not [page for page in reader(made).pages if "/Annots" in page]


@pytest.mark.parametrize(
    "text, shown",
    [
        ("Fenna 😀", "Fenna :grinning face:"),
        ("李", ":U+674E:"),
        ("a\u202eb", "a:right-to-left override:b"),
        ("a\x07b", "a:U+0007:b"),
        ("👩‍👧", ":woman::girl:"),
    ],
)
def test_a_character_without_a_shape_is_named_and_the_paper_says_so(text: str, shown: str) -> None:
    said = words(pdf(paper(text)))
    assert shown.replace(" ", "") in said
    assert "Tekensdiehierniettedrukkenzijn" in said


def test_arabic_and_hebrew_names_are_printed() -> None:
    assert printable("محمد שרה") == ("محمد שרה", False)
    assert pdf(paper("محمد שרה")).startswith(b"%PDF")


def test_a_link_that_is_wider_than_the_page_is_broken_and_not_cut_off() -> None:
    link = "https://school.example/" + "a1b2c3d4" * 60
    made = reader(pdf(paper(link)))
    assert link in words(pdf(paper(link)))
    width = float(made.pages[0].mediabox.width)
    seen: list[float] = []
    made.pages[0].extract_text(
        visitor_text=lambda text, _cm, tm, _font, _size: seen.append(tm[4]) if text.strip() else None
    )
    assert max(seen) < width


@settings(max_examples=25)
@given(text=some.text(max_size=60))
def test_any_text_at_all_becomes_a_pdf(text: str) -> None:
    assert pdf(paper(text)).startswith(b"%PDF")


@pytest.mark.parametrize("name, poster", list(branches()))
def test_every_branch_of_every_protocol_yields_a_paper(name: str, poster: str) -> None:
    made = pdf(walk(name, poster).paper())
    said = words(made)
    assert "Doriende" not in said
    assert "Vastgelegd" in said
    assert "groepsappvangroep8" in said
    assert "MariekeMelder" not in said
