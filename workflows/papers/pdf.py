"""A paper as PDF: tagged for who has it read aloud (PDF/UA), Dutch, and byte for byte the same for the same paper.

Everything comes in as one JSON value, so that nothing that a person typed is ever read as markup. It opens no case.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from texts import say
from workflows.cards.paper import Paper, as_json
from workflows.cards.words import full_moment
from workflows.papers.printable import note, printable

_TEMPLATE = Path(__file__).parent / "paper.typ"
_STANDARD: Literal["ua-1"] = "ua-1"
_WITHOUT_SHAPE = re.compile(r"the text `(\"(?:[^\"\\]|\\.)*\")` could not be displayed")
_TRIES = 20


def pdf(paper: Paper) -> bytes:
    """Return the paper as PDF."""
    plain = {**as_json(paper), "words": _words(paper)}
    gone: set[str] = set()
    for _ in range(_TRIES):
        made = _drawn(plain, paper, gone)
        if isinstance(made, bytes):
            return made
        found = set(_characters(made))
        if not found - gone:
            break
        gone |= found
    return _in_latin(plain, paper)


def _drawn(plain: Mapping[str, Any], paper: Paper, gone: set[str]) -> bytes | str:
    """Return the PDF, or why it cannot be made."""
    from typst import TypstError

    try:
        return _compile(_noted(*printable(plain, gone)), paper, _STANDARD)
    except TypstError as error:
        return str(error)


def _in_latin(plain: Mapping[str, Any], paper: Paper) -> bytes:
    """The last resort: Latin letters only; and when the standard refuses even that, a PDF that does not claim it."""
    from typst import TypstError

    shown = _noted(*printable(plain, latin=True))
    try:
        return _compile(shown, paper, _STANDARD)
    except TypstError:
        return _compile(shown, paper, "1.7")


def _compile(shown: Mapping[str, Any], paper: Paper, standard: Literal["ua-1", "1.7"]) -> bytes:
    from typst import compile as draw

    return draw(
        _TEMPLATE,
        None,
        format="pdf",
        sys_inputs={"paper": json.dumps(shown, ensure_ascii=False, sort_keys=True)},
        ignore_system_fonts=True,
        pdf_standards=standard,
        timestamp=int(paper.drawn_at.timestamp()),
    )


def _words(paper: Paper) -> dict[str, str]:
    """The words of the template itself."""
    drawn = say("paper.drawn_up", name=paper.drawn_by, moment=full_moment(paper.drawn_at))
    return {"page": say("paper.page"), "of": say("paper.of"), "drawn": drawn, "note": ""}


def _noted(shown: dict[str, Any], named: bool) -> dict[str, Any]:
    return {**shown, "words": {**shown["words"], "note": note()}} if named else shown


def _characters(error: str) -> Iterator[str]:
    """The characters without a shape that typst names."""
    for found in _WITHOUT_SHAPE.findall(error):
        text = re.sub(r"\\u\{([0-9a-f]+)\}", lambda one: chr(int(one[1], 16)), found[1:-1])
        yield from text
