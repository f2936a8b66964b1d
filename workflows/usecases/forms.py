"""Forms that need a look at the case or the person before they are shown. They read; nothing is saved.

The one thing that is written is that somebody read: a case, or the draft of a dossier, which holds all that was said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from models import cases, contents, entries, people
from models.people import Contact
from models.store import Transaction
from texts import say
from workflows.cards.dossier_text import dossier_text
from workflows.cards.elements import Divider, Field, Form, FormElement, Note, Text
from workflows.cards.home_card import home_card
from workflows.cards.intake_form import SCHOOL, intake_form
from workflows.cards.outcome_form import outcome_form, text_form
from workflows.cards.questions import field_of, fields_of
from workflows.cards.replies import Reply
from workflows.cards.rules import TEXT, with_insert
from workflows.engine.case import Case, Round, Value
from workflows.engine.conditions import keeps_no_files
from workflows.engine.errors import NotAllowedError, UnknownActionError
from workflows.engine.kind import Insert
from workflows.engine.policy import Grant, is_handler, may, to_answer
from workflows.engine.protocol import Protocol, Task, asked, outcomes
from workflows.usecases import home
from workflows.usecases.act import Choice
from workflows.usecases.carry import circle_of
from workflows.usecases.context import Context, case_of, in_one
from workflows.usecases.correct import correctable
from workflows.usecases.figures import figures
from workflows.usecases.melder import blanks_of, chosen_school, known_of, schools_of
from workflows.usecases.sight import see
from workflows.usecases.tell import names_of

_PREFILL = 3000
SmallVerb = Literal["ask", "withdraw", "reopen"]


def start(ctx: Context, person: Contact, kind: str, text: str = "", link: str = "") -> Reply:
    """Return the empty intake of a kind, with what was typed behind the command; a sentence when it cannot be."""
    protocol = ctx.protocol
    if kind == "pers" and kind not in protocol.kinds and "publicatie" in protocol.kinds:
        return Reply(form=no_press_rule(ctx, person, {"toelichting_vraag": text[:_PREFILL]} if text else {}))
    if kind not in protocol.kinds:
        return Reply(whisper=say("error.unknown_kind"))
    with ctx.store.read() as tx:
        if not home.may_start(ctx, tx, person, kind):
            return Reply(whisper=say("error.may_not_start"))
    return Reply(form=intake(ctx, person, kind, prefilled(protocol, kind, text, link), ctx.new_id()))


def intake(
    ctx: Context, person: Contact, kind: str, initial: Mapping[str, Value], draft: str, *, more: bool = False
) -> Form:
    """Return the first screen of a kind as this person gets it."""
    with ctx.store.read() as tx:
        schools = schools_of(ctx, tx, person.id, kind)
        known = known_of(ctx, tx, person, kind, _school(schools, initial))
    return intake_form(ctx.protocol, kind, initial, draft, more=more, known=known, schools=schools)


def _school(schools: Sequence[str], given: Mapping[str, Value]) -> str:
    """Return the school of a form that is being filled in; a forged one is refused when it is sent."""
    chosen = given.get(SCHOOL, "")
    return chosen_school(schools, chosen if isinstance(chosen, str) and chosen in schools else "")


def inserted(ctx: Context, person: Contact, kind: str, words: Insert, given: Mapping[str, Value]) -> str:
    """Return the text that was typed with the protocol's words in it, filled in for this person at that school."""
    with ctx.store.read() as tx:
        blanks = blanks_of(ctx, tx, person.id, _school(schools_of(ctx, tx, person.id, kind), given))
    return with_insert(str(given.get(TEXT, "")), words, blanks)


def outcome(ctx: Context, actor: Contact, choice: Choice) -> Form | None:
    """Return the form that an outcome asks for, or None when it asks nothing. Raises WorkflowError."""
    with ctx.store.read() as tx:
        protocol, case = case_of(ctx, tx, choice.case_id)
        circle = circle_of(ctx, tx, protocol, case)
        if not is_handler(actor.id, case):  # who was asked hears who was first; to others a task tells of the case
            may(actor.id, "read", protocol, case, circle)
        task = protocol.kinds[case.kind].tasks.get(choice.task)
        if task is None or choice.outcome not in outcomes(task):
            raise UnknownActionError
        found = case.round(choice.task, choice.number)
        if found is None or found.state != "open" or not asked(task, choice.outcome):
            return None
        if not found.holds(actor.id):
            raise NotAllowedError
        grant = may(actor.id, "act", protocol, case, circle)
        initial = _initial(ctx, tx, protocol, case, task, choice.outcome, grant)
        quotes = _quotes(ctx, tx, case, found, task, grant)
    if _shows_all(task):
        in_one(ctx, lambda tx: entries.note(tx, choice.case_id, ctx.now(), actor.id, "gelezen"))
    return outcome_form(protocol, case, found, choice.outcome, initial, quotes)


def addition(ctx: Context, actor: Contact, case_id: str) -> Form:
    """Return the form for adding words, a link or screenshots; no files in the fast lane."""
    with ctx.store.read() as tx:
        protocol, case = case_of(ctx, tx, case_id)
        grant = may(actor.id, "add", protocol, case, circle_of(ctx, tx, protocol, case))
    fields: list[FormElement] = [
        Field(key="aanvulling", label=say("add.label"), type="longtext", required=False),
        field_of(protocol, "link", required=False),
    ]
    if not keeps_no_files(protocol, case.values):
        fields.append(field_of(protocol, "bijlagen", required=False))
    lead = say("add.lead", number=case.number)
    return text_form("add", say("action.add"), lead, tuple(fields), say("add.submit"), _once(ctx, grant))


def small(ctx: Context, actor: Contact, verb: SmallVerb, field: str, case_id: str) -> Form:
    """Return a form with one question of the protocol: ask, withdraw, reopen. Raises NotAllowedError."""
    with ctx.store.read() as tx:
        protocol, case = case_of(ctx, tx, case_id)
        grant = may(actor.id, verb, protocol, case, circle_of(ctx, tx, protocol, case))
    return text_form(
        verb,
        say(f"action.{verb}"),
        say(f"{verb}.lead"),
        (field_of(protocol, field),),
        say(f"{verb}.submit"),
        _once(ctx, grant),
    )


def correction(ctx: Context, actor: Contact, case_id: str) -> Form:
    """Return the facts that this person may fill in or put right, as they are now."""
    with ctx.store.read() as tx:
        protocol, case = case_of(ctx, tx, case_id)
        circle = circle_of(ctx, tx, protocol, case)
        grant = may(actor.id, "correct", protocol, case, circle)
        keys = correctable(protocol, case, grant.person, circle)
        initial = _members(tx, protocol, {key: case.facts[key].value for key in keys if key in case.facts})
    fields = [_optional(one) for one in fields_of(protocol, keys, initial)]
    if not grant.only_author:  # who only fills in what is not known yet changes nothing
        fields.append(Field(key="reden", label=say("correct.reason"), type="longtext", required=False, max=1000))
    lead = say("correct.lead_melder" if grant.only_author else "correct.lead")
    return text_form("correct", say("action.correct"), lead, tuple(fields), say("correct.submit"), _once(ctx, grant))


def _once(ctx: Context, grant: Grant) -> dict[str, str]:
    """Name this one filling-in: a second one in the same modal is another gesture, a repeated delivery is not."""
    return {"case": grant.case_id, "draft": ctx.new_id()}


def guide(ctx: Context, person: Contact) -> Form:
    """Return the help of /ruggespraak: what one may start, what waits, and one's own cases."""
    with ctx.store.read() as tx:
        page = home_card(home.sight(ctx, tx, person))
        counted = figures(ctx, tx, person)
    adopted = [Note(text=ctx.protocol.adopted)] if ctx.protocol.adopted else []
    deviates = [Note(text=say("guide.deviates", reason=ctx.protocol.override_reason))] * bool(
        ctx.protocol.override_reason
    )
    elements: tuple[FormElement, ...] = (
        *page.elements,
        *([Divider(), *counted] if counted else []),
        Divider(),
        *adopted,
        *deviates,
        Note(text=say("guide.commands")),
    )
    return Form(name="guide", title=say("guide.title"), elements=elements, close=say("form.close"))


def numbered(ctx: Context, person: Contact, number: str) -> Form:
    """Return the case with this number; one that is not there is refused like one that they may not see."""
    with ctx.store.read() as tx:
        case_id = cases.id_of(tx, number)
    if case_id is None:
        raise NotAllowedError
    return see(ctx, person, case_id)


def no_press_rule(ctx: Context, person: Contact, initial: Mapping[str, Value]) -> Form:
    """Return the question form, with the note that this school has no rule for the press (/pers)."""
    form = intake(ctx, person, "publicatie", initial, ctx.new_id(), more=True)
    lead = Text(text=say("press.no_rule"), strong=True)
    return replace(form, elements=(lead, *form.elements))


def prefilled(protocol: Protocol, kind: str, text: str, link: str) -> dict[str, Value]:
    """Return what was typed behind the command, in the first field that takes words."""
    definition = protocol.kinds[kind]
    initial: dict[str, Value] = {}
    words = next((key for key in definition.intake if protocol.question(key).type == "longtext"), None)
    if words and (text or link):
        initial[words] = "\n".join(filter(None, (text, link)))[: protocol.question(words).max]
    spoed = protocol.facts.get("spoed")
    if spoed and "spoed" in definition.intake:
        initial["spoed"] = next(iter(spoed.of))
    return initial


def _initial(
    ctx: Context, tx: Transaction, protocol: Protocol, case: Case, task: Task, outcome: str, grant: Grant
) -> dict[str, Value]:
    """What is known already: facts, the latest text for a revision, the drawn-up entry for a dossier."""
    keys = [key for key in asked(task, outcome) if key in case.facts]
    initial = _members(tx, protocol, {key: case.facts[key].value for key in keys})
    if task.does == "revision":
        texts = [one for one in contents.of_case(tx, ctx.keyring, grant) if one.key == "tekst"]
        initial["tekst"] = texts[-1].text if texts else ""
    if _shows_all(task):
        names = names_of(tx, case)
        initial["dossiertekst"] = dossier_text(protocol, case, contents.of_case(tx, ctx.keyring, grant), names)
    return initial


def _shows_all(task: Task) -> bool:
    """True for a dossier: its form begins with a draft of all that was said."""
    return task.does.startswith("dossier_")


def _quotes(ctx: Context, tx: Transaction, case: Case, found: Round, task: Task, grant: Grant) -> tuple[str, ...]:
    """The words that this task answers: a handler's question, or what must be changed in a text."""
    leave = to_answer(grant, case, found)
    written = contents.of_case(tx, ctx.keyring, leave) if leave else []
    if task.does == "revision":
        asked_for = [one.text for one in written if one.key == "wat_aanpassen"]
        return tuple(asked_for[-1:])
    ids = {value for value in found.answers.values() if isinstance(value, str)}
    return tuple(one.text for one in written if one.id in ids)


def _members(tx: Transaction, protocol: Protocol, values: dict[str, Value]) -> dict[str, Value]:
    """People in answers are ids of ours; a form shows them as members."""
    ids = {
        one
        for key, value in values.items()
        if protocol.question(key).type in ("person", "people")
        for one in ((value,) if isinstance(value, str) else value)
    }
    known = {key: contact.member or "" for key, contact in people.named(tx, ids).items()}
    return {
        key: _as_members(value, known) if protocol.question(key).type in ("person", "people") else value
        for key, value in values.items()
    }


def _as_members(value: Value, known: Mapping[str, str]) -> Value:
    return (
        known.get(value, "") if isinstance(value, str) else tuple(filter(None, (known.get(one, "") for one in value)))
    )


def _optional(field: Field) -> Field:
    return replace(field, required=False)
