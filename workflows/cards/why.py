"""Why a task came to whom: as a sentence to that person, and in few words to who handles the case with them.

It explains what was decided and decides nothing: who is asked is for the engine.
"""

from collections.abc import Mapping
from datetime import date

from texts import say
from workflows.cards import words
from workflows.engine.case import Assignee, Case, Round
from workflows.engine.performer import DoerOf, SetterOf
from workflows.engine.protocol import Protocol
from workflows.engine.route import NAMED, PROMISING

_ROLE = "route.role"
_LEADER = "leidinggevende"


def to_you(protocol: Protocol, case: Case, found: Round, who: Assignee, names: Mapping[str, str], today: date) -> str:
    """Return why this person is asked, as a whole sentence to them."""
    if who.reason != _ROLE:
        return words.reason(protocol, who, names, today)
    if who.role in (NAMED, PROMISING):
        asked = protocol.task(case.kind, found.task).who
        return say("route.doer" if isinstance(asked, DoerOf | SetterOf) else "route.named")
    if who.role == _LEADER:
        return say("route.leader", name=names.get(case.melder, say("words.somebody")))
    return words.reason(protocol, who, names, today)


def of_other(protocol: Protocol, who: Assignee, names: Mapping[str, str], today: date) -> str:
    """Return who is asked, with why when that is not simply their role."""
    name = names.get(who.person, say("words.somebody"))
    key = who.reason.replace("route.", "why.", 1)
    if who.reason in (_ROLE, "route.melder"):
        return name
    return say("case.who_and_why", name=name, why=say(key, **words.reason_params(protocol, who, names, today)))
