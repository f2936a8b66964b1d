"""The receipt of a melder: what happens now, by when, what to do and what not; it holds nothing of what was written."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from texts import say
from workflows.cards.elements import Button, Buttons, Card, Element, Heading, Text
from workflows.cards.rules import RECEIPT, rules_at
from workflows.cards.words import is_secret, moment, outcome_name
from workflows.engine.case import Case, Round
from workflows.engine.conditions import is_fast
from workflows.engine.protocol import Protocol

Names = Mapping[str, str]


def receipt_card(case: Case, lines: Iterable[str]) -> Card:
    """Return the receipt as a message, with these lines."""
    head = say("receipt.title", number=case.number)
    said = list(lines)
    items = [Button(text=say("receipt.view"), action="case.view", value=case.id)]
    if case.state == "open":
        items.insert(0, Button(text=say("receipt.add"), action="case.add", value=case.id))
    elements: list[Element] = [Heading(text=head), *(Text(text=line) for line in said), Buttons(items=tuple(items))]
    return Card(text="\n".join([head, *said]), elements=tuple(elements))


def receipt_lines(
    protocol: Protocol,
    case: Case,
    names: Names,
    now: datetime,
    *,
    unlisted: bool,
    phone: str = "",
    remarks: Iterable[str] = (),
) -> list[str]:
    """Return what a melder must know now."""
    lines = _answered(protocol, case)
    lines += [_asked_line(found, names, now) for found in _asked(protocol, case)][:1]
    if case.kind == "ontsporing":
        lines += _storm(protocol, case, phone)
    if is_fast(case):
        lines.append(say("receipt.secret"))
    else:
        lines += rules_at(protocol, f"{case.kind}.{RECEIPT}", case.values)
    lines += [say("remark.line", remark=remark) for remark in remarks]
    if unlisted:
        lines.append(say("receipt.unlisted"))
    return lines


def _storm(protocol: Protocol, case: Case, phone: str) -> list[str]:
    """What to do while a conversation derails: do not answer, keep the proof, and call in danger."""
    proof = protocol.texts["geen_beeld" if is_secret(protocol, case) else "bewaar_bewijs"]
    lines = [protocol.texts["niet_reageren"], proof, protocol.texts["direct_gevaar"]]
    return [*lines, say("receipt.phone", phone=phone)] if phone else lines


def _answered(protocol: Protocol, case: Case) -> list[str]:
    """What the protocol itself answered at once, and the rule that says so."""
    if case.state == "open":
        return []
    found = next((one for one in case.rounds if "artikel" in one.answers), None)
    if found is None:
        return []
    rule = protocol.articles[str(found.answers["artikel"])]
    verdict = say("receipt.answered", outcome=outcome_name(protocol, case, found))
    return [verdict, say("receipt.rule", ref=rule.ref, text=rule.text)]


def _asked(protocol: Protocol, case: Case) -> list[Round]:
    """Return what others than the melder are asked, what is to be judged first on top.

    Who reports may well be asked something too, and others beside them; what a melder wants to know is who decides.
    """
    tasks = protocol.kinds[case.kind].tasks
    others = [
        replace(one, assignees=tuple(who for who in one.assignees if who.person != case.melder))
        for one in case.open_rounds()
    ]
    return sorted((one for one in others if one.assignees), key=lambda one: not tasks[one.task].decides)


def _asked_line(found: Round, names: Names, now: datetime) -> str:
    people = " en ".join(names.get(who.person, say("words.somebody")) for who in found.assignees)
    if found.due_at is None:
        return say("receipt.asked", people=people)
    return say("receipt.asked_before", people=people, moment=moment(found.due_at, now))
