"""A case in a modal: the content on top, then what this person can decide, then the rest.

Pure: everything that may be shown comes in, already granted. Buttons carry ids only.
"""

from texts import say
from workflows.cards.case_history import history, known, short_label
from workflows.cards.case_sight import HANDED, HELD, CaseSight, Written
from workflows.cards.case_tasks import tasks_of
from workflows.cards.changes import changed_lines
from workflows.cards.elements import (
    Button,
    Buttons,
    Confirm,
    Divider,
    Element,
    Facts,
    Form,
    FormElement,
    Note,
    Quote,
    Text,
)
from workflows.cards.keeping_lines import keeping_lines
from workflows.cards.notice_cards import details
from workflows.cards.notice_progress import progress, shown_state
from workflows.cards.own_view_form import KEY as OWN_VIEW
from workflows.cards.own_view_form import own_views
from workflows.cards.questions import value_label
from workflows.cards.restrict_form import KEY as RESTRICTION
from workflows.cards.restrict_form import banner
from workflows.cards.why import of_other
from workflows.cards.words import (
    kind_label,
    last_verdict,
    moment,
    outcome_name,
    task_name,
)
from workflows.engine.calendar import AMSTERDAM
from workflows.engine.case import Round
from workflows.engine.policy import is_caretaker
from workflows.engine.protocol import (
    SELF,
    URGENT,
    question_label,
)


def case_form(sight: CaseSight, said: str = "") -> Form:
    """Return the case as this viewer sees it; ``said`` is the result of what they just did."""
    elements: list[FormElement] = [Text(text=said, strong=True), Divider()] if said else []
    elements += [*banner(sight), *_head(sight), *_content(sight), *own_views(sight)]
    elements += [*_revision(sight), *_notices(sight)]
    elements += [] if sight.case.restricted else tasks_of(sight)
    elements += [*_similar(sight), *_others(sight), *history(sight), *keeping_lines(sight), *_actions(sight)]
    title = say("case.title", number=sight.case.number)
    return Form(
        name="case", title=title, elements=tuple(elements), close=say("form.close"), context={"case": sight.case.id}
    )


def _head(sight: CaseSight) -> list[Element]:
    case = sight.case
    melder = sight.names.get(case.melder, say("words.somebody"))
    elements: list[Element] = [Text(text=kind_label(sight.protocol, case), strong=True)]
    if sight.less:
        elements.append(Text(text=say(sight.less)))
    if not is_caretaker(sight.viewer, case):
        elements.append(Note(text=say("case.from", name=melder, moment=moment(case.created_at, sight.now))))
    if case.state != "open":
        elements.append(Text(text=say(f"card.{case.state}"), strong=True))
    if case.fact(URGENT) == "ja":
        elements.append(Text(text=say("words.urgent"), strong=True))
    elements += _verdict(sight)
    if case.fact("plaatser") == SELF and not sight.handles:
        elements.append(Note(text=say("case.about_you")))
    return elements


def _verdict(sight: CaseSight) -> list[Element]:
    """What was answered to who asked; a handler reads it in what was done."""
    found = last_verdict(sight.protocol, sight.case) if sight.viewer == sight.case.melder else None
    if found is None:
        return []
    name = sight.names.get(found.by or "", say("words.clock"))
    text = say("card.verdict", outcome=outcome_name(sight.protocol, sight.case, found))
    return [Text(text=text, strong=True), Note(text=f"{name}, {moment(found.ended_at or found.opened_at, sight.now)}")]


def _content(sight: CaseSight) -> list[Element]:
    """What was reported or asked: the intake, then what was added since, and what handlers wrote to the melder."""
    elements: list[Element] = []
    latest = max((one.number for one in sight.written if one.key == "tekst"), default=0)
    for one in sorted(sight.written, key=lambda one: _place(sight, one)):
        to_melder = not sight.handles and one.key != "tekst"
        if one.key not in (HANDED, HELD, OWN_VIEW, RESTRICTION) and (
            not one.task
            or sight.case.round(one.task, one.number) is None
            or to_melder
            or (one.key == "tekst" and one.number == latest)
        ):
            elements += _shown(sight, one)
    if sight.handles or sight.viewer == sight.case.melder:
        elements += _facts(sight)
    elements += [Note(text=one) for one in sight.copies]
    return [*elements, *_remarks(sight), *_seen_before(sight)]


def _remarks(sight: CaseSight) -> list[Element]:
    """What is pointed out about the text, while it has not been decided for good."""
    if not sight.remarks or sight.case.state != "open":
        return []
    lines = [say("card.one_of_more", task=remark) for remark in sight.remarks]
    return [Text(text=say("remark.title"), strong=True), Text(text="\n".join(lines))]


def _seen_before(sight: CaseSight) -> list[Element]:
    """Who saw the case before it became the bestuur's alone: the bestuur asks them to keep silent (X-1)."""
    if not sight.seen_before:
        return []
    names = ", ".join(sight.seen_before)
    return [Text(text=say("case.seen_before", names=names), strong=True), Note(text=say("case.seen_before_help"))]


def _place(sight: CaseSight, one: Written) -> int:
    """What the intake asked stands in the order in which it asked it."""
    kind = sight.protocol.kinds[sight.case.kind]
    asked_first = [*kind.intake, *kind.more]
    return asked_first.index(one.key) if one.key in asked_first else len(asked_first)


def _shown(sight: CaseSight, one: Written) -> list[Element]:
    label = (
        say("case.added", name=sight.names.get(one.author, say("words.somebody"))) if one.key == "aanvulling" else ""
    )
    if not label:
        label = question_label(one.key, sight.protocol.question(one.key)) if known(sight, one.key) else one.key
    if one.is_file:
        note = [Note(text=one.note)] if one.note else []
        if not one.url:
            return [Text(text=say("case.file_name" if note else "case.file_waiting", name=one.text)), *note]
        button = Button(text=say("case.file"), action="file.open", value=one.id, url=one.url)
        return [Text(text=say("case.file_name", name=one.text)), Buttons(items=(button,)), *note]
    return [Text(text=label, strong=True), Quote(text=one.text)]


def _facts(sight: CaseSight) -> list[Element]:
    pairs = tuple(
        (
            short_label(sight, key),
            value_label(sight.protocol, key, fact.value, sight.names),
        )
        for key, fact in sight.case.facts.items()
        if key in sight.protocol.facts
        and key != URGENT
        and not sight.protocol.facts[key].known
        and (sight.handles or fact.by == sight.viewer)
    )
    return [Facts(pairs=pairs)] if pairs else []


def _revision(sight: CaseSight) -> list[Element]:
    """A new revision of a text shows what changed since the one before."""
    texts = sorted((one for one in sight.written if one.key == "tekst"), key=lambda one: one.number)
    if len(texts) < 2:
        return []
    lines = changed_lines(texts[-2].text, texts[-1].text)
    return [
        Text(text=say("case.revision", number=texts[-1].number), strong=True),
        *(Quote(text=line) for line in lines[:10]),
    ]


def _notices(sight: CaseSight) -> list[Element]:
    """The notices of this case; of a version that was replaced only that."""
    elements: list[Element] = []
    for notice in sight.notices:
        if notice.state == "replaced":
            elements.append(Note(text=say("notice.replaced")))
            continue
        elements += [Text(text=say(f"notice.{shown_state(notice)}"), strong=True), progress(notice, sight.now)]
        follows = "ask" in sight.verbs or (sight.case.restricted and "hold" in sight.verbs)
        if follows and notice.state != "lifted":
            button = Button(text=details(notice), action="notice.status", value=notice.id)
            elements.append(Buttons(items=(button,)))
    return elements


def _similar(sight: CaseSight) -> list[Element]:
    if not sight.similar:
        return []
    elements: list[Element] = [Divider(), Text(text=say("case.similar"), strong=True)]
    for case_id, number in sight.similar:
        confirm = Confirm(
            title=say("confirm.title"),
            text=say("confirm.merge", number=number, into=sight.case.number),
            yes=say("case.merge"),
            no=say("confirm.no"),
        )
        value = f"{sight.case.id}|{case_id}"
        items = (Button(text=say("case.merge_one", number=number), action="case.merge", value=value, confirm=confirm),)
        elements.append(Buttons(items=items))
    return elements


def _others(sight: CaseSight) -> list[Element]:
    """What waits for somebody else."""
    if not (sight.handles or sight.viewer == sight.case.melder):
        return []
    open_rounds = sight.case.open_rounds()
    lines = [_with_other(sight, found) for found in open_rounds if found.assignees and not found.holds(sight.viewer)]
    unique = list(dict.fromkeys(lines))
    return [Divider(), *(Note(text=line) for line in unique[:8])] if unique else []


def _with_other(sight: CaseSight, found: Round) -> str:
    """Who else is asked; a handler also reads for what, and why when that is not simply their role."""
    if not sight.handles:
        people = ", ".join(sight.names.get(who.person, say("words.somebody")) for who in found.assignees)
        return say("case.being_handled", people=people)
    today = sight.now.astimezone(AMSTERDAM).date()
    told = (of_other(sight.protocol, who, sight.names, today) for who in found.assignees)
    task = task_name(sight.protocol, sight.case, found.task)
    return say("case.waits", task=task, people=", ".join(told))


def _actions(sight: CaseSight) -> list[Element]:
    labels = [
        ("add", "case.add", "action.add"),
        ("ask", "case.ask", "action.ask"),
        ("correct", "case.correct", "action.correct"),
        ("assign", "case.hand_over", "action.hand_over"),
        ("withdraw", "case.withdraw", "action.withdraw"),
        ("reopen", "case.reopen", "action.reopen"),
        ("export", "case.timeline", "action.timeline"),
        ("dossier", "case.dossier", "action.dossier"),
    ]
    items = tuple(
        Button(text=say(text), action=action, value=sight.case.id)
        for verb, action, text in labels
        if verb in sight.verbs
    )
    items += _rights(sight)
    return [Divider(), Buttons(items=items)] if items else []


def _rights(sight: CaseSight) -> tuple[Button, ...]:
    """What somebody whom the case is about may ask for: their own view in it, and that it rests."""
    rests = "action.unrestrict" if sight.case.restricted else "action.restrict"
    offered = [("case.own_view", "action.own_view")] if sight.adds_view else []
    offered += [("case.restrict", rests)] if "restrict" in sight.verbs else []
    return tuple(Button(text=say(text), action=action, value=sight.case.id) for action, text in offered)
