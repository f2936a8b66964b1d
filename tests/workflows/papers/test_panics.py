"""Text that typst stumbles over: there is a PDF all the same, and if there is none, an ordinary error."""

import pytest

from tests.workflows.papers.test_pdf import paper, words
from tests.workflows.papers.unprintable import unprintable
from workflows.papers.pdf import UnprintableError, _drawn, _is_panic, pdf

ROWS = [range(0x50C, 0x50C + 200), range(0x4A8, 0x4A8 + 400)]


def row(codes: range) -> str:
    """Characters side by side that have no shape in any font: the library panics on so many of them."""
    return "".join(map(chr, codes))


@pytest.mark.parametrize("codes", ROWS)
def test_a_text_that_typst_panics_on_becomes_a_pdf_that_names_its_characters(codes: range) -> None:
    said = words(pdf(paper(f"Kevin deed dit {row(codes)}")))
    assert "Kevindeeddit" in said
    assert f":U+{codes[0] + 4:04X}:" in said or "cyrillic" in said
    assert "Tekensdiehierniettedrukkenzijn" in said


def test_after_a_panic_the_next_paper_is_drawn_as_ever() -> None:
    before = pdf(paper())
    pdf(paper(row(ROWS[0])))
    assert pdf(paper()) == before


def test_a_panic_says_nothing_of_what_was_typed(capfd: pytest.CaptureFixture[str]) -> None:
    pdf(paper(f"KANARIE {row(ROWS[0])} KANARIE"))
    told = capfd.readouterr()
    assert "panicked" in told.err, "typst no longer panics on this: the test wants another text"
    assert "KANARIE" not in told.err + told.out
    assert row(ROWS[0])[:5] not in told.err + told.out


def test_a_paper_that_can_be_drawn_in_no_way_is_an_ordinary_error_without_its_words() -> None:
    with pytest.raises(UnprintableError) as raised:
        pdf(unprintable("KANARIE"))
    assert "KANARIE" not in str(raised.value)
    assert (raised.value.__cause__, raised.value.__context__) == (None, None)


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit, GeneratorExit, ValueError])
def test_nothing_but_a_panic_is_taken_for_one(kind: type[BaseException]) -> None:
    assert not _is_panic(kind())


def test_what_is_no_fault_of_typst_is_not_caught() -> None:
    with pytest.raises(TypeError, match="not JSON serializable"):
        _drawn({"words": object()}, paper(), "ua-1")
