"""What is held on one person, gathered from the staff list, the cases and the trail, with everybody else masked.

Only what the asker's Grant opens is read. It writes nothing: that somebody looked is for ``rights`` to put on record.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from models import contents, dossiers, entries, holdings, notices, people
from models.contents import Content
from models.dossiers import DossierEntry
from models.people import Contact
from models.store import Transaction
from texts import say
from workflows.cards.rights_masks import Masks, named_in, parts_of
from workflows.cards.rights_report import (
    AWAY,
    CASES,
    DOSSIER,
    FILES,
    LISTED,
    NOTICES,
    OTHERS,
    OWN,
    SECTIONS,
    SEEN,
    Line,
    Report,
)
from workflows.cards.rights_rows import (
    away_row,
    case_row,
    dossier_row,
    explained,
    file_row,
    notice_row,
    person_row,
    post_row,
    seen_row,
    text_row,
)
from workflows.engine.case import Case
from workflows.engine.changes import Entry
from workflows.engine.mentions import Typed, typed_in
from workflows.engine.part import KNOWN_POSTER, MELDER, POSTER, SELF, SUBJECT
from workflows.engine.person import Circle
from workflows.engine.policy import Grant, to_answer_request
from workflows.engine.protocol import Protocol
from workflows.engine.requests import answered_for
from workflows.usecases.context import Context, case_of
from workflows.usecases.merged import onward

MELDER_ROLE, HANDLER, POSTED, CONCERNED, NAMED = "melder", "behandelaar", "plaatser", "betrokkene", "genoemd"
_ABOUT = frozenset({MELDER_ROLE, POSTED, CONCERNED})
_READ = {"gelezen", "bestand_gelezen", "tijdlijn_gelezen", "dossier_gelezen"}
_LOOKED = frozenset({*_READ, "geexporteerd", "dossier_geexporteerd", "inzage_gegeven"})
_POSTER_FACTS = frozenset({SUBJECT, KNOWN_POSTER})
_TEXT_OF_DOSSIER = frozenset({"dossiertekst", "opgeborgen"})


@dataclass(frozen=True, kw_only=True)
class About:
    """Whom it is about: one of the staff with an id, or anybody else by name."""

    name: str
    person: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Found:
    """The report, and the cases of which it tells."""

    report: Report
    cases: tuple[str, ...]


@dataclass(kw_only=True)
class _Search:
    """One search while it goes on."""

    ctx: Context
    tx: Transaction
    about: About
    masks: Masks
    circle: Circle
    parts: frozenset[str]
    rows: dict[str, list[Line]] = field(default_factory=lambda: {key: [] for key in SECTIONS})

    def add(self, section: str, *rows: Line) -> None:
        self.rows[section] += rows


@dataclass(kw_only=True)
class _Opened:
    """One case with all that was written in it; ``roles`` are those of the person in it."""

    protocol: Protocol
    case: Case
    written: list[Content]
    roles: tuple[str, ...]
    filed: list[DossierEntry]
    told: list[str]

    @cached_property
    def typed(self) -> Typed:
        """What all that was written tells of names: read once, for every text of the case."""
        return typed_in(one.text for one in self.written if not one.is_file)


def gather(ctx: Context, tx: Transaction, asker: Contact, circle: Circle, about: About, reference: str) -> Found:
    """Return all that is held on a person and that this asker may tell."""
    parts = parts_of(about.name)
    masks = Masks(parts, about.email, people.names(tx))
    search = _Search(ctx=ctx, tx=tx, about=about, masks=masks, circle=circle, parts=parts)
    if about.person:
        _listed(search)
    concerned = tuple(case_id for case_id in holdings.every_case(tx) if _in_case(search, asker, case_id))
    report = Report(
        name=about.name,
        reference=reference,
        school=people.school_of(tx, asker.id) or "",
        made_by=asker.name,
        made_at=ctx.now(),
        sections={key: tuple(rows) for key, rows in search.rows.items()},
        explained=explained(answered_for(asker.id, circle), staff=bool(about.person)),
    )
    return Found(report=report, cases=concerned)


def _listed(search: _Search) -> None:
    """What the staff list, the days away and the notices hold."""
    tx, key = search.tx, search.about.person
    contact = people.by_id(tx, key)
    person = people.circle(tx, {key}, search.ctx.today()).people.get(key)
    if contact is None or person is None:
        return
    search.add(LISTED, person_row(contact.name, contact.email, contact.member or "", active=contact.active))
    for post in person.posts:
        leads = people.named(tx, filter(None, (post.leidinggevende, post.vervanger)))
        shown = {other: search.masks.mask(one.name) for other, one in leads.items()}
        search.add(LISTED, post_row(post, shown))
    periods = holdings.away(tx, key)
    search.add(AWAY, *(away_row(one.first, one.last, one.set_at, by_self=one.by_self) for one in periods))
    search.add(NOTICES, *(notice_row(one.sent_at, one.read_at) for one in holdings.told(tx, key)))


def _in_case(search: _Search, asker: Contact, case_id: str) -> bool:
    """Add what one case holds on the person; False when that is nothing, or not for this asker to tell."""
    protocol, case = case_of(search.ctx, search.tx, case_id)
    # Of a report that went on in another case one may tell no more than of that case.
    grant, *further = (to_answer_request(asker.id, one, search.circle) for one in onward(search.tx, case))
    if grant is None or None in further:
        return False
    opened = _opened(search, protocol, case, grant)
    own = bool(search.about.person) and any(one.author == search.about.person for one in opened.written)
    if not (opened.roles or own):
        return False
    _tell(search, opened)
    return True


def _opened(search: _Search, protocol: Protocol, case: Case, grant: Grant) -> _Opened:
    tx, keyring = search.tx, search.ctx.keyring
    written = contents.of_case(tx, keyring, grant)
    told = [one.text for one in notices.of_case(tx, keyring, grant) if one.sent_at]
    roles = list(_roles(case, search.about.person))
    texts = [one.text for one in written if one.author != search.about.person] + told
    if any(named_in(text, search.parts, search.about.email) for text in texts):
        roles.append(NAMED)
    filed = dossiers.of_case(tx, grant)
    return _Opened(protocol=protocol, case=case, written=written, roles=tuple(roles), filed=filed, told=told)


def _roles(case: Case, person: str) -> Iterator[str]:
    """Yield as what somebody stands in a case; only staff have an id by which they can."""
    if not person:
        return
    if case.melder == person:
        yield MELDER_ROLE
    held = {key: fact.values for key, fact in case.facts.items()}
    posted = person in held.get(SUBJECT, ()) or (person == case.melder and case.fact(POSTER) == SELF)
    if posted:
        yield POSTED
    asked_about = not posted and any(found.person == person for found in case.rounds)
    if asked_about or any(person in values for key, values in held.items() if key not in _POSTER_FACTS):
        yield CONCERNED
    asked = {one.person for found in case.rounds for one in found.assignees if one.role != MELDER}
    if person in asked or (person != case.melder and any(found.by == person for found in case.rounds)):
        yield HANDLER


def _tell(search: _Search, opened: _Opened) -> None:
    about = bool(_ABOUT & set(opened.roles))
    search.add(CASES, case_row(opened.protocol, opened.case, opened.roles, decided=POSTED in opened.roles))
    _texts(search, opened)
    _filed(search, opened)
    _files(search, opened, whole=about)
    _seen(search, opened)


def _texts(search: _Search, opened: _Opened) -> None:
    """Everything that they wrote, and of what others wrote that in which their name stands, or all when they posted."""
    number = opened.case.number
    for one in opened.written:
        if one.is_file or one.key in _TEXT_OF_DOSSIER:
            continue
        text = search.masks.mask(one.text, opened.typed)
        if search.about.person and one.author == search.about.person:
            search.add(OWN, text_row(opened.protocol, number, one.key, one.at, text))
        elif sure := _sure(search, opened, one.text):
            by = MELDER_ROLE if one.author == opened.case.melder else HANDLER
            search.add(OTHERS, text_row(opened.protocol, number, one.key, one.at, text, by=by, sure=sure))
    for text in opened.told:
        if sure := named_in(text, search.parts, search.about.email):
            shown = search.masks.mask(text, opened.typed)
            search.add(OTHERS, text_row(opened.protocol, number, "mededeling", None, shown, by=HANDLER, sure=sure))


def _sure(search: _Search, opened: _Opened, text: str) -> str:
    """How surely a text is about them; in a case about what they posted every text is."""
    named = named_in(text, search.parts, search.about.email)
    return named or ("zaak" if POSTED in opened.roles else "")


def _filed(search: _Search, opened: _Opened) -> None:
    words = {one.id: one.text for one in opened.written}
    for one in opened.filed:
        text = words.get(one.content, "")
        if {POSTED, CONCERNED} & set(opened.roles) or named_in(text, search.parts, search.about.email):
            place = search.masks.mask(words.get(one.filed, ""), opened.typed)
            shown = search.masks.mask(text, opened.typed)
            search.add(DOSSIER, dossier_row(opened.case.number, one.type, one.confirmed_at, place, shown))


def _files(search: _Search, opened: _Opened, *, whole: bool) -> None:
    """Files by number, type and date: an image may show others, so it is never in the report itself."""
    mine = [one for one in opened.written if one.is_file and (whole or one.author == search.about.person)]
    known = holdings.files_by(search.tx, [one.id for one in mine])
    for number, one in enumerate(mine, 1):
        if (file := known.get(one.id)) is not None:
            search.add(FILES, file_row(opened.case.number, number, file.media, file.size, file.state, one.at))


def _seen(search: _Search, opened: _Opened) -> None:
    """Who looked in the case, by role and never by name."""
    for one in entries.of_case(search.tx, opened.case.id):
        if one.type in _LOOKED and one.actor != search.about.person:
            search.add(SEEN, seen_row(opened.case.number, one.at, _role_of(search, opened, one), one.type))


def _role_of(search: _Search, opened: _Opened, entry: Entry) -> str:
    if entry.actor == opened.case.melder:
        return say("rights.role_melder")
    asked = [one.role for found in opened.case.rounds for one in found.assignees if one.person == entry.actor]
    known = search.circle.people.get(entry.actor)
    held = asked or sorted(role for post in (known.posts if known else ()) for role in post.roles)
    return opened.protocol.label(held[0]) if held else say("rights.role_staff")
