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
_Standard = Literal["ua-1", "1.7"]
_STANDARD: _Standard = "ua-1"
_WITHOUT_CLAIM: _Standard = "1.7"
_WITHOUT_SHAPE = re.compile(r"the text `(\"(?:[^\"\\]|\\.)*\")` could not be displayed")
_TRIES = 20


class UnprintableError(Exception):
    """No PDF can be made of this paper, however it is shown. Its text is fit to log: it holds nothing of the paper."""


def pdf(paper: Paper) -> bytes:
    """Return the paper as PDF; UnprintableError when there is no way to draw it."""
    plain = {**as_json(paper), "words": _words(paper)}
    gone: set[str] = set()
    for _ in range(_TRIES):
        made = _drawn(_noted(*printable(plain, gone)), paper, _STANDARD)
        if isinstance(made, bytes):
            return made
        found = set(_characters(made))
        if not found - gone:
            break
        gone |= found
    return _in_latin(plain, paper)


def _in_latin(plain: Mapping[str, Any], paper: Paper) -> bytes:
    """The last resort: Latin letters only; and when the standard refuses even that, a PDF that does not claim it."""
    shown = _noted(*printable(plain, latin=True))
    for standard in (_STANDARD, _WITHOUT_CLAIM):
        made = _drawn(shown, paper, standard)
        if isinstance(made, bytes):
            return made
    raise UnprintableError("typst draws this paper in no way")  # why would quote what people typed


def _drawn(shown: Mapping[str, Any], paper: Paper, standard: _Standard) -> bytes | str:
    """Return the PDF, or why it cannot be made."""
    from typst import TypstError

    try:
        return _compile(shown, paper, standard)
    except BaseException as error:
        if isinstance(error, TypstError) or _is_panic(error):
            return str(error)
        raise


def _is_panic(error: BaseException) -> bool:
    """True when typst stumbled: some rows of characters without a shape make it panic instead of refuse.

    A panic is a BaseException, so that no ``except Exception`` meets it: it would end the thread that serves a person.
    No module holds its class, which pyo3 makes for each extension, so only its name tells it from Ctrl-C and exit.
    """
    kind = type(error)
    return (kind.__module__, kind.__name__) == ("pyo3_runtime", "PanicException")


def _compile(shown: Mapping[str, Any], paper: Paper, standard: _Standard) -> bytes:
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
