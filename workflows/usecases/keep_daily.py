"""What is done every day about how long cases are kept: count anew, announce, destroy, and leave nothing on disk.

What is destroyed goes when every school is closed: to leave nothing on disk the database is written anew, and nobody
can write to it meanwhile. One case, one transaction, claimed by its row: a restart or a second worker doubles nothing.
A case that meets a fault of ours does not keep the others waiting; the fault is raised last.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from models import cases, destruction, errands, keepings, leavers, people
from models.store import Transaction, UnavailableError
from workflows.engine.retention import ANNOUNCED
from workflows.usecases.context import Context, in_one
from workflows.usecases.destroy import destroy
from workflows.usecases.fade import fade
from workflows.usecases.forget import forget, leavers_due
from workflows.usecases.keep import keep
from workflows.usecases.keep_announce import announce, remind_holder

Step = Callable[[Context, Transaction, str], bool]
_COUNTED, _SCRUBBED, _FORGOT = "bewaren", "bewaren:schijf", "bewaren:namen"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What was done: so many cases announced and destroyed, and so many who left *forgotten*.

    Not *scrubbed* when the next run must do that.
    """

    announced: int
    destroyed: int
    scrubbed: bool
    forgotten: int = 0


def keep_daily(ctx: Context, *, destroys: bool = True) -> Kept:
    """Do what is due now; raises ExceptionGroup when some cases met a fault of ours, after the others.

    Without *destroys* it counts and announces only.
    """
    faults: list[Exception] = []
    with ctx.store.read() as tx:
        is_counted = errands.is_done(tx, _COUNTED, ctx.today())
        every = () if is_counted else keepings.everything(tx)
        held = () if is_counted else keepings.held(tx)
    _each(ctx, every, _count, faults)
    _each(ctx, held, remind_holder, faults)
    in_one(ctx, lambda tx: errands.take(tx, _COUNTED, ctx.today(), ctx.now()))
    with ctx.store.read() as tx:
        near, over = keepings.to_announce(tx, ctx.today() + ANNOUNCED), keepings.to_destroy(tx, ctx.today())
    fade(ctx)
    told = _each(ctx, near, announce, faults)
    gone = _each(ctx, over if destroys else (), destroy, faults)
    forgotten = _forget(ctx, faults) if destroys else 0
    scrubbed = not destroys or _scrub(ctx)
    if faults:
        raise ExceptionGroup("how long these cases are kept met a fault of ours", faults)
    return Kept(announced=told, destroyed=gone, scrubbed=scrubbed, forgotten=forgotten)


def is_quiet(ctx: Context) -> bool:
    """True while every school is closed."""
    with ctx.store.read() as tx:
        places = people.schools(tx)
    return not any(ctx.calendar(one).is_open(ctx.now()) for one in places)


def _count(ctx: Context, tx: Transaction, case_id: str) -> bool:
    case = cases.load(tx, case_id, lock=True)
    if case is not None:
        keep(ctx, tx, case)
    return case is not None


def _forget(ctx: Context, faults: list[Exception]) -> int:
    """Once a day: note who is on the staff list and who is not, and forget who has not been for too long."""
    with ctx.store.read() as tx:
        if errands.is_done(tx, _FORGOT, ctx.today()):
            return 0
    in_one(ctx, lambda tx: leavers.note(tx, ctx.today()))
    with ctx.store.read() as tx:
        due = leavers_due(ctx, tx)
    forgotten = _each(ctx, due, forget, faults)
    in_one(ctx, lambda tx: errands.take(tx, _FORGOT, ctx.today(), ctx.now()))
    return forgotten


def _each(ctx: Context, ids: Iterable[str], step: Step, faults: list[Exception]) -> int:
    """Take a step for each case in a transaction of its own; returns for how many there was something to do."""
    done = 0
    for case_id in ids:
        try:
            done += in_one(ctx, lambda tx, one=case_id: step(ctx, tx, one))  # type: ignore[misc]
        except UnavailableError:
            raise
        except Exception as fault:
            faults.append(fault)
    return done


def _scrub(ctx: Context) -> bool:
    """Leave nothing on disk of what was destroyed since this was last done, by whichever run."""
    began = ctx.now()
    with ctx.store.read() as tx:
        last = errands.last(tx, _SCRUBBED)
        is_clean = not (destruction.is_since(tx, last) or leavers.is_since(tx, last))
    tables = dict.fromkeys((*destruction.touched_tables(), *leavers.TOUCHED))
    if is_clean or not ctx.store.scrub(tables):
        return is_clean
    in_one(ctx, lambda tx: errands.mark(tx, _SCRUBBED, ctx.today(), began))
    return True
