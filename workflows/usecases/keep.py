"""Until when a case is kept: written when it ends, taken back when it opens again, counted anew when a rule changes.

It destroys and announces nothing. A case that was merged is kept as long as the one that it went into.
"""

from collections.abc import Collection
from dataclasses import replace

from models import cases, destruction, entries, keepings
from models.keepings import Keeping
from models.store import Transaction
from workflows.engine.calendar import AMSTERDAM
from workflows.engine.case import Case
from workflows.engine.decide import CLOCK
from workflows.engine.retention import ENDED, Rule, announced, is_near, rule_of, until
from workflows.usecases.context import Context


def keep(ctx: Context, tx: Transaction, case: Case) -> None:
    """Bring the row of a case in line with how the case stands now; the caller holds the case."""
    before = keepings.of_case(tx, case.id)
    if case.state not in ENDED:
        _open_again(tx, before)
    elif (after := _counted(ctx, case, before, _rule(ctx, tx, case))) is not None:
        keepings.put(tx, after)
        data = {"regel": after.rule, "maanden": str(after.months), "tot": after.until.isoformat()}
        entries.note(tx, case.id, ctx.now(), CLOCK, "bewaartermijn", **data)


def tree_of(tx: Transaction, case: Case) -> list[Case]:
    """Return the case and everything that went on in it, held until this transaction ends."""
    others = (cases.load(tx, one, lock=True) for one in destruction.tree(tx, case.id)[1:])
    return [case, *(one for one in others if one is not None)]


def is_frozen(tx: Transaction, those: Collection[Case]) -> bool:
    """True when somebody holds one of these cases, or one may only be kept and nothing else (AVG, article 18)."""
    found = (keepings.of_case(tx, one.id) for one in those)
    return any(one.restricted for one in those) or any(one is not None and one.is_held for one in found)


def _rule(ctx: Context, tx: Transaction, case: Case) -> Rule:
    those = tree_of(tx, case)
    types = keepings.dossier_types(tx, (one.id for one in those))
    return rule_of(ctx.retention.of(case.school), those, types)


def _open_again(tx: Transaction, before: Keeping | None) -> None:
    """An open case has no term; who holds it keeps holding it, for when it ends again."""
    if before is not None and before.is_held:
        keepings.announce(tx, before.case_id, None, before.until)
    elif before is not None:
        keepings.drop(tx, before.case_id)


def _counted(ctx: Context, case: Case, before: Keeping | None, rule: Rule) -> Keeping | None:
    """Return the row as it should be; None when it is so already.

    A day that was announced is never brought forward, and what was not announced yet leaves time for that.
    """
    if case.closed_at is None:
        return None
    end, today = until(case.closed_at, rule.months), ctx.today()
    if before is not None and (before.rule, before.months) == (rule.key, rule.months) and end <= before.until:
        return None
    warned = before.warned_at if before is not None and is_near(end, today) else None
    last = announced(end, warned.astimezone(AMSTERDAM).date() if warned else today)
    row = before or Keeping(case_id=case.id, rule=rule.key, months=rule.months, until=last)
    return replace(row, rule=rule.key, months=rule.months, until=last, warned_at=warned)
