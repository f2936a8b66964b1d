"""How the app is doing, in figures that hold no content: for the administrator and for monitoring."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from models import board, deadlines
from workflows.usecases.context import Context

PATIENCE = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class Health:
    """Deliveries by state, and cases in which a term passed without effect or nobody is asked."""

    deliveries: Mapping[str, int]
    missed: int

    @property
    def problem(self) -> str:
        """One sentence for the administrator, empty when all is well."""
        said = f"cases with a term that passed without effect: {self.missed}; is the worker running?"
        return said if self.missed else ""


def look(ctx: Context) -> Health:
    """Return the figures of this moment; a term counts as missed a quarter of an hour after it passed."""
    with ctx.store.read() as tx:
        return Health(deliveries=board.backlog(tx), missed=len(deadlines.missed_cases(tx, ctx.now() - PATIENCE)))
