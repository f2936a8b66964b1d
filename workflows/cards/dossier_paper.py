"""A dossier of a case as a paper and as a form: what was confirmed, what was added since, where it lies.

One paper is about one dossier, of a pupil or of an employee: they are never mixed. It says nothing that was not
confirmed, so it names nobody but who confirmed, added or filed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from texts import say
from workflows.cards.case_paper import case_paper
from workflows.cards.dossier_text import headings
from workflows.cards.elements import Button, Buttons, Divider, Form, FormElement, Heading, Note, Quote, Text
from workflows.cards.paper import Pairs, Paper, Paragraph, Part, Section, Subheading
from workflows.cards.paper import Quote as Quoted
from workflows.cards.words import full_moment, short
from workflows.engine.case import Case
from workflows.engine.filing import KINDS
from workflows.engine.protocol import Protocol, task_label

NAME = "dossier"
ADDITION, PLACE = "dossiertekst", "opgeborgen"
_TITLE = 24


@dataclass(frozen=True, kw_only=True)
class Said:
    """Words in a dossier with who wrote them; ``digest`` is how the trail recognises them."""

    text: str
    by: str
    at: datetime
    digest: str = ""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One entry as it stands: the words that were confirmed, what was added, and each place where it was filed."""

    id: str
    kind: str
    task: str
    said: Said
    added: tuple[Said, ...] = ()
    filed: tuple[Said, ...] = ()


def dossier_paper(
    protocol: Protocol, case: Case, kind: str, kept: Iterable[Kept], drawn_by: str, now: datetime
) -> Paper:
    """Return the paper of one dossier, with the entries of that dossier only."""
    sections = tuple(_section(protocol, case, one) for one in kept if one.kind == kind)
    return case_paper(protocol, case, kind, sections, drawn_by, now)


def dossier_form(
    protocol: Protocol, case: Case, kept: tuple[Kept, ...], links: Mapping[str, Mapping[str, str]], said: str = ""
) -> Form:
    """Return every dossier of the case, each apart, with what may be done with it."""
    elements: list[FormElement] = [Text(text=said, strong=True), Divider()] if said else []
    for kind in KINDS:
        mine = [one for one in kept if one.kind == kind]
        if mine:
            elements += [Heading(text=say(f"paper.{kind}"))]
            elements += [element for one in mine for element in _shown(protocol, case, one)]
            elements += [*_links(kind, links.get(kind, {})), Divider()]
    elements += [Note(text=say("dossier.link_note")), _back(case)]
    title = short(say("dossier.title", number=case.number), _TITLE)
    return Form(name=NAME, title=title, elements=tuple(elements), close=say("form.close"), context={"case": case.id})


def _section(protocol: Protocol, case: Case, one: Kept) -> Section:
    parts: list[Part] = [Pairs(pairs=_meta(one)), *_confirmed(one.said.text)]
    for added in one.added:
        parts.append(Subheading(text=say("dossier.added_at", moment=full_moment(added.at), name=added.by)))
        parts.append(Quoted(text=added.text))
    return Section(heading=_label(protocol, case, one), parts=tuple(parts))


def _meta(one: Kept) -> tuple[tuple[str, str], ...]:
    pairs = [(say("dossier.confirmed"), _by(one.said))]
    pairs += [(say("dossier.amended"), _by(added)) for added in one.added]
    filed = [(say("dossier.filed"), say("dossier.filed_line", place=place.text, by=_by(place))) for place in one.filed]
    pairs += filed[-1:] or [(say("dossier.filed"), say("dossier.not_filed"))]
    pairs += [(say("dossier.filed_before"), line) for _, line in filed[:-1]]
    if one.said.digest:
        pairs.append((say("dossier.digest"), one.said.digest))
    return tuple(pairs)


def _by(said: Said) -> str:
    return say("dossier.by", name=said.by, moment=full_moment(said.at))


def _confirmed(text: str) -> list[Part]:
    """The confirmed words, literally; the headings of the draft that are still in them stand out as such."""
    parts: list[Part] = []
    known, lines = headings(), []
    for line in [*text.split("\n"), ""]:
        if line.strip() not in known:
            lines.append(line)
            continue
        parts += _paragraph(lines)
        parts.append(Subheading(text=line.strip()))
        lines = []
    return [*parts, *_paragraph(lines)]


def _paragraph(lines: list[str]) -> list[Part]:
    text = "\n".join(lines).strip()
    return [Paragraph(text=text)] if text else []


def _label(protocol: Protocol, case: Case, one: Kept) -> str:
    task = protocol.kinds[case.kind].tasks.get(one.task)
    return task_label(one.task, task) if task else say(f"paper.{one.kind}")


def _shown(protocol: Protocol, case: Case, one: Kept) -> list[FormElement]:
    elements: list[FormElement] = [
        Text(text=_label(protocol, case, one), strong=True),
        Note(text=say("dossier.line", label=say("dossier.confirmed"), value=_by(one.said))),
        Quote(text=one.said.text),
    ]
    for added in one.added:
        note = say("dossier.added_at", moment=full_moment(added.at), name=added.by)
        elements += [Note(text=note), Quote(text=added.text)]
    places = [say("dossier.filed_line", place=place.text, by=_by(place)) for place in one.filed]
    lines = [say("dossier.line", label=say("dossier.filed"), value=line) for line in places[-1:]]
    elements.append(Note(text="\n".join(lines or [say("dossier.not_filed")])))
    value = f"{case.id}|{one.id}"
    label = _label(protocol, case, one)
    buttons = [(say("dossier.add"), "dossier.add"), (say("dossier.file"), "dossier.file")]
    items = tuple(
        Button(text=text, action=action, value=value, hint=say("outcome.hint", outcome=text, task=label))
        for text, action in buttons
    )
    return [*elements, Buttons(items=items)]


def _links(kind: str, links: Mapping[str, str]) -> list[FormElement]:
    items = tuple(
        Button(
            text=say(f"dossier.{form}"),
            action="file.open",
            value=f"{kind}.{form}",
            url=url,
            hint=say("outcome.hint", outcome=say(f"dossier.{form}"), task=say(f"paper.{kind}")),
        )
        for form, url in links.items()
    )
    return [Buttons(items=items)] if items else []


def _back(case: Case) -> Buttons:
    return Buttons(items=(Button(text=say("timeline.back"), action="case.view", value=case.id),))
