"""Whether this person may write a notice now, and in which place: the round they hold and the version that runs.

Three sorts go through the same forms: a first notice, a better text for the one that runs, and its lifting. Whoever
holds the open lifting may do both of these last. It changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from models import notices
from models.notices import Notice, Type
from models.people import Contact
from models.store import Transaction
from workflows.engine.case import Case, Round
from workflows.engine.errors import NotAllowedError, StaleActionError
from workflows.engine.policy import Grant, allows, may
from workflows.engine.protocol import Protocol, Task, sends
from workflows.usecases.carry import circle_of
from workflows.usecases.context import Context, case_of
from workflows.usecases.gesture import number_of


@dataclass(frozen=True, kw_only=True)
class Aim:
    """The round that a notice is written in; ``base`` is the version that its writer began with."""

    case_id: str
    task: str
    number: int
    base: str = ""
    fixes: bool = False

    @property
    def context(self) -> dict[str, str]:
        """What a form carries along, ids only."""
        own = {"case": self.case_id, "task": self.task, "round": str(self.number), "base": self.base}
        return own | ({"fixes": "1"} if self.fixes else {})


@dataclass(frozen=True, kw_only=True)
class Held:
    """The round that the actor holds, and the version that runs already."""

    protocol: Protocol
    case: Case
    round: Round
    grant: Grant
    running: Notice | None
    fixes: bool

    @property
    def task(self) -> Task:
        return self.protocol.task(self.case.kind, self.round.task)

    @property
    def sort(self) -> Literal["notice", "fix", "lift"]:
        if self.fixes:
            return "fix"
        return "lift" if self.task.does == "lift" else "notice"

    @property
    def type(self) -> Type:
        return "opheffing" if self.sort == "lift" else "mededeling"


def aim_of(context: Mapping[str, str]) -> Aim:
    """Read what a form carried along."""
    return Aim(
        case_id=context.get("case", ""),
        task=context.get("task", ""),
        number=number_of(context.get("round", "")),
        base=context.get("base", ""),
        fixes=bool(context.get("fixes")),
    )


def held(ctx: Context, tx: Transaction, actor: Contact, aim: Aim, *, lock: bool = False) -> Held:
    """Return the round that this person holds; raises NotAllowedError or StaleActionError."""
    protocol, case = case_of(ctx, tx, aim.case_id, lock=lock)
    grant = may(actor.id, "act", protocol, case, circle_of(ctx, tx, protocol, case))
    found = case.round(aim.task, aim.number)
    if found is None or not found.holds(actor.id) or sends(protocol.task(case.kind, aim.task)) is None:
        raise NotAllowedError
    if found.state != "open":
        at = (found.ended_at or found.opened_at).isoformat()
        raise StaleActionError("error.already_done", by=found.by or "", at=at)
    if aim.fixes and protocol.task(case.kind, aim.task).does != "lift":
        raise NotAllowedError
    running = notices.running(tx, ctx.keyring, grant)
    if aim.fixes and running is None:
        raise StaleActionError("error.notice_over")
    return Held(protocol=protocol, case=case, round=found, grant=grant, running=running, fixes=aim.fixes)


def may_follow(ctx: Context, tx: Transaction, person: str, case_id: str) -> bool:
    """True while this person handles the case of a notice; its sender may have lost that meanwhile."""
    protocol, case = case_of(ctx, tx, case_id)
    return allows(person, "ask", protocol, case, circle_of(ctx, tx, protocol, case))


def overtaken(held: Held, base: str) -> StaleActionError | None:
    """Return the refusal of what was written about a version that somebody else replaced meanwhile."""
    running = held.running
    if (running.id if running else "") == base:
        return None
    if running is None or running.sent_at is None:
        return StaleActionError("error.notice_over")
    return StaleActionError("error.notice_changed", by=running.sender, at=running.sent_at.isoformat())


def lifting_round(protocol: Protocol, case: Case, person: str) -> Round | None:
    """Return the open lifting that this person holds."""
    tasks = protocol.kinds[case.kind].tasks
    mine = (found for found in case.open_rounds() if found.holds(person))
    return next((found for found in mine if tasks[found.task].does == "lift"), None)


def lifters(protocol: Protocol, case: Case) -> frozenset[str]:
    """Return who can lift the notice of a case now."""
    tasks = protocol.kinds[case.kind].tasks
    lifting = (found for found in case.open_rounds() if tasks[found.task].does == "lift")
    return frozenset(one.person for found in lifting for one in found.assignees)
