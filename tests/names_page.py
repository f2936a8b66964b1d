"""Measures how well names are found in the sentences of ``docs/namen/zinnen.tsv``, and writes the table of the page.

``python -m tests.names_page`` writes the table in ``docs/namen.md`` anew. The sentences are measured without a staff
list and without anything that was typed, so that the figures are those of the rules and the lists of names alone.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workflows.engine.mention_tokens import fold
from workflows.engine.mentions import mentions

DOCS = Path(__file__).parent.parent / "docs"
PAGE = DOCS / "namen.md"
SENTENCES = DOCS / "namen" / "zinnen.tsv"
PARTS = ("afstel", "proef")
_BEGIN, _END = "<!-- begin van de tabel -->\n", "<!-- einde van de tabel -->"
_HEAD = (
    "| deel | zinnen | zinnen met een naam | daarvan gevonden | namen gevonden | zinnen zonder naam | vals alarm |",
    "|---|---|---|---|---|---|---|",
)


@dataclass(frozen=True, kw_only=True)
class Sentence:
    names: tuple[str, ...]
    text: str
    part: str


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What was measured over one part: sentences with a name, those found, names, those found, and false alarms."""

    named: int
    hits: int
    names: int
    found: int
    bare: int
    alarms: int


def main() -> None:
    """Write the table of the page anew."""
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


def with_table(page: str) -> str:
    """Return the page with the table as it is measured now."""
    before, _, rest = page.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}{table()}{_END}{after}"


def table() -> str:
    everything = sentences()
    lines = [_line(part, figures([one for one in everything if one.part == part])) for part in PARTS]
    return "\n".join((*_HEAD, *lines)) + "\n"


def sentences() -> list[Sentence]:
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Sentence(names=tuple(name for name in row["namen"].split(";") if name), text=row["zin"], part=row["deel"])
        for row in rows
    ]


def figures(part: Sequence[Sentence]) -> Figures:
    """Measure these sentences."""
    named = [one for one in part if one.names]
    bare = [one for one in part if not one.names]
    found = [[name for name in one.names if is_found(name, mentions(one.text))] for one in named]
    return Figures(
        named=len(named),
        hits=sum(1 for names in found if names),
        names=sum(len(one.names) for one in named),
        found=sum(map(len, found)),
        bare=len(bare),
        alarms=sum(1 for one in bare if mentions(one.text)),
    )


def is_found(name: str, found: Sequence[str]) -> bool:
    """Tell whether one of the mentions is this name, a part of it, or holds it."""
    wanted = fold(name)
    return any(wanted in fold(one) or fold(one) in wanted for one in found)


def share(some: int, of: int) -> str:
    return f"{100 * some / of:.0f} % ({some} van {of})"


def _line(part: str, one: Figures) -> str:
    cells = [part, str(one.named + one.bare), str(one.named), share(one.hits, one.named), share(one.found, one.names)]
    return "| " + " | ".join([*cells, str(one.bare), share(one.alarms, one.bare)]) + " |"


if __name__ == "__main__":
    main()
