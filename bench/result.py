"""What a bench says: one line of the table, and one object of the JSON file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True, kw_only=True)
class Result:
    """``ours`` against ``theirs`` (a rival, or the bound that nature sets) in *unit*; ``ratio`` should stay below goal.

    ``lost``, ``doubled`` and ``errors`` count what went wrong while measuring: fast and wrong is no result.
    """

    name: str
    what: str
    ours: float
    theirs: float
    ratio: float
    goal: float
    unit: str = "ms"
    lost: int = 0
    doubled: int = 0
    errors: int = 0

    @property
    def ok(self) -> bool:
        return self.ratio <= self.goal and not (self.lost or self.doubled or self.errors)

    @property
    def as_json(self) -> dict[str, str | float | int]:
        """Return what stands in the file of BENCH_JSON."""
        keys = ("name", "ratio", "goal", "lost", "doubled", "errors")
        return {key: getattr(self, key) for key in keys}


def table(results: Iterable[Result]) -> str:
    """Return the results as a table for a terminal."""
    head = ("bench", "what", "ours", "theirs", "ratio", "goal", "lost", "doubled", "errors", "")
    rows = [head, *(_cells(one) for one in results)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(head))]
    return "\n".join(_line(row, widths) for row in rows)


def percentile(values: Sequence[float], rank: int) -> float:
    """Return the value below which *rank* percent of the values lie."""
    return quantiles(values, n=100, method="inclusive")[rank - 1]


def _cells(one: Result) -> tuple[str, ...]:
    figures = (f"{one.ours:.2f} {one.unit}", f"{one.theirs:.2f} {one.unit}", f"{one.ratio:.2f}", f"{one.goal:.2f}")
    counted = (str(one.lost), str(one.doubled), str(one.errors))
    return (one.name, one.what, *figures, *counted, "ok" if one.ok else "MISSED")


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    words = [cell.ljust(width) for cell, width in zip(row[:2], widths[:2], strict=True)]
    figures = [cell.rjust(width) for cell, width in zip(row[2:], widths[2:], strict=True)]
    return "  ".join([*words, *figures]).rstrip()
