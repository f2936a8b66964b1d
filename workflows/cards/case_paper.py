"""What every paper about a case says on top: which paper, which case, how it stands, who drew it up and when."""

from datetime import datetime

from texts import say
from workflows.cards.paper import Pair, Paper, Section
from workflows.cards.words import full_moment, kind_label
from workflows.engine.case import Case
from workflows.engine.protocol import Protocol


def case_paper(
    protocol: Protocol, case: Case, kind: str, sections: tuple[Section, ...], drawn_by: str, now: datetime
) -> Paper:
    """Return a paper of this kind with these sections."""
    return Paper(
        kind=kind,
        title=say(f"paper.{kind}"),
        number=case.number,
        school=case.school,
        drawn_by=drawn_by,
        drawn_at=now,
        mark=say("paper.mark"),
        pairs=_case_pairs(protocol, case),
        sections=sections,
    )


def _case_pairs(protocol: Protocol, case: Case) -> tuple[Pair, ...]:
    state = say(f"paper.state_{case.state}", moment=full_moment(case.closed_at or case.created_at))
    return (
        (say("paper.kind"), kind_label(protocol, case)),
        (say("paper.school"), case.school),
        (say("paper.opened"), full_moment(case.created_at)),
        (say("paper.state"), state),
    )
