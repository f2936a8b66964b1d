"""How the app is doing, in figures that hold no content: for the administrator and for monitoring."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from models import board, deadlines, errands, worklists
from workflows.usecases.context import Context, in_one

PATIENCE = timedelta(minutes=15)
EVERY = timedelta(minutes=1)
_BEAT = "klok"


@dataclass(frozen=True, kw_only=True)
class Health:
    """Deliveries by state, cases in which a term passed without effect or nobody is asked, and whether a worker runs.

    A case that is confidential from the start is not among these: a figure would tell that there is one.
    """

    deliveries: Mapping[str, int]
    missed: int
    stopped: bool = False

    @property
    def problem(self) -> str:
        """One sentence for the administrator, empty when all is well."""
        if self.stopped:
            return f"no worker has looked at the clock for {PATIENCE.seconds // 60} minutes"
        said = f"cases with a term that passed without effect: {self.missed}; is the worker running?"
        return said if self.missed else ""


def look(ctx: Context) -> Health:
    """Return the figures of this moment; a term counts as missed a quarter of an hour after it passed."""
    with ctx.store.read() as tx:
        passed_over = worklists.numbers(tx, deadlines.missed_cases(tx, ctx.now() - PATIENCE))
        missed = [number for number in passed_over.values() if not worklists.is_apart(number)]
        beat = errands.last(tx, _BEAT)
        stopped = beat is not None and ctx.now() - beat > PATIENCE
        return Health(deliveries=board.backlog(tx), missed=len(missed), stopped=stopped)


def beat(ctx: Context) -> None:
    """Note that a worker looks at the clock; every minute is often enough."""
    in_one(ctx, lambda tx: errands.mark(tx, _BEAT, ctx.today(), ctx.now()))
