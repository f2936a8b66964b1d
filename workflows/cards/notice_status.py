"""Who has a notice and who has read it, and planning the one reminder. Names are those of colleagues, seen by who sent
the notice or handles its case; the list is as long as a person reads.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from texts import has, say
from workflows.cards.case_sight import Running
from workflows.cards.elements import (
    Button,
    Buttons,
    Confirm,
    Element,
    Field,
    Form,
    FormElement,
    Note,
    Quote,
    Text,
)
from workflows.cards.notice_progress import progress, shown_state
from workflows.cards.words import moment, people

MOST = 150
NO_REMINDER, SOON = "geen", "nu"
WHEN = "moment"


@dataclass(frozen=True, kw_only=True)
class StatusSight:
    """A notice and its readers; each group of unreached people is a reason, how many and their first names.

    ``lift`` is the round in which this viewer may correct or lift it, ``steers`` lets them stop it and plan a reminder;
    while the case ``rests`` stopping is all there is.
    """

    running: Running
    number: str
    now: datetime
    unread: Sequence[str] = ()
    unreached: Sequence[tuple[str, int, Sequence[str]]] = ()
    uncertain: Sequence[str] = ()
    remind_at: datetime | None = None
    reminded_at: datetime | None = None
    steers: bool = False
    lift: str = ""
    rests: bool = False


def status_form(sight: StatusSight, said: str = "") -> Form:
    """Return how far a notice has come, who is missing, and what can be done about it."""
    running = sight.running
    elements: list[FormElement] = [Text(text=said, strong=True)] if said else []
    elements.append(Text(text=say(f"notice.{shown_state(running)}_head", number=sight.number), strong=True))
    elements += [progress(running, sight.now), Quote(text=running.text), *_reminder(sight)]
    items = _buttons(sight)
    elements += [Buttons(items=items)] if items else []
    elements += [*_unread(sight), *_unreached(sight), *_uncertain(sight)]
    title = say("notice.lifting_title" if running.state == "lifting" else "notice.status_title")
    return Form(name="notice_status", title=title, elements=tuple(elements), close=say("form.close"))


def reminder_form(sight: StatusSight, moments: Sequence[datetime], soonest: datetime, unread: int) -> Form:
    """Return the choice of a moment within the hours of the school, or of no reminder (any more)."""
    soon = say("notice.remind_soon", moment=moment(soonest, sight.now))
    options = [(SOON, soon), *((one.isoformat(), _capital(moment(one, sight.now))) for one in moments)]
    planned = sight.remind_at
    if planned is not None:
        known = planned.isoformat()
        options += [] if known in dict(options) else [(known, _capital(moment(planned, sight.now)))]
        options.append((NO_REMINDER, say("notice.remind_none")))
    initial = planned.isoformat() if planned else SOON
    return Form(
        name="notice_remind",
        title=say("notice.remind_title"),
        elements=(
            Text(text=say("notice.remind_lead", count=unread)),
            Field(key=WHEN, label=say("notice.remind_when"), type="choice", options=tuple(options), initial=initial),
        ),
        submit=say("notice.remind_submit"),
        close=say("form.cancel"),
    )


def can_remind(running: Running) -> bool:
    """True while a reminder makes sense: somebody has it or will get it, and has not said so."""
    return running.asks and running.reaches and running.read < running.total


def _reminder(sight: StatusSight) -> list[Element]:
    if sight.reminded_at is not None:
        return [Note(text=say("notice.reminded", moment=moment(sight.reminded_at, sight.now)))]
    if sight.remind_at is not None:
        return [Note(text=say("notice.remind_planned", moment=moment(sight.remind_at, sight.now)))]
    return []


def _buttons(sight: StatusSight) -> tuple[Button, ...]:
    """What this viewer can still do; nothing any more about a version that does not run."""
    running, items = sight.running, list[Button]()
    if running.state != "running":
        return ()
    if sight.steers and not sight.rests and sight.reminded_at is None and can_remind(running):
        label = say("notice.remind_change" if sight.remind_at else "notice.remind")
        items.append(Button(text=label, action="notice.remind", value=running.id))
    if sight.lift:
        items.append(Button(text=say("notice.correct"), action="notice.correct", value=sight.lift))
    if sight.rests and running.stopped_at is not None:
        return ()
    if sight.steers and running.stopped_at is not None:
        items.append(Button(text=say("notice.resume"), action="notice.resume", value=running.id, confirm=_go_on()))
    elif sight.steers and (running.waiting or running.channel == "waiting"):
        stop = say("notice.stop")
        items.append(Button(text=stop, action="notice.stop", value=running.id, style="danger", confirm=_stop()))
    return tuple(items)


def _stop() -> Confirm:
    return Confirm(
        title=say("confirm.title"), text=say("notice.stop_sure"), yes=say("notice.stop"), no=say("confirm.no")
    )


def _go_on() -> Confirm:
    return Confirm(
        title=say("confirm.title"), text=say("notice.resume_sure"), yes=say("notice.resume"), no=say("confirm.no")
    )


def _unread(sight: StatusSight) -> list[Element]:
    count = sight.running.total - sight.running.read
    if not sight.running.asks or not count:
        return []
    return [Text(text=say("notice.unread", count=count), strong=True), Text(text=_listed(sight.unread, count))]


def _unreached(sight: StatusSight) -> list[Element]:
    if not sight.unreached:
        return []
    elements: list[Element] = [Text(text=say("notice.unreached"), strong=True)]
    for reason, count, names in sight.unreached:
        elements += [Text(text=why_unreached(reason, count)), Note(text=_listed(names, count))]
    return elements


def _uncertain(sight: StatusSight) -> list[Element]:
    if not sight.running.uncertain:
        return []
    count = sight.running.uncertain
    names = Note(text=_listed(sight.uncertain, count))
    return [
        Text(text=say("notice.uncertain", people=people(count)), strong=True),
        Note(text=say("notice.uncertain_help")),
        names,
    ]


def why_unreached(reason: str, count: int) -> str:
    """Return in plain words why so many people could not be reached; a reason of ours is a sentence already."""
    key = f"unreached.{reason}"
    words = say(key) if has(key) else reason if reason.endswith(".") else say("unreached.other", reason=reason)
    return say("unreached.line", reason=words, count=count)


def _listed(names: Sequence[str], count: int) -> str:
    """Return names in a row, and how many more there are."""
    shown = ", ".join(names[:MOST])
    more = count - len(names[:MOST])
    if not shown:
        return say("notice.only_count", count=count)
    return say("notice.and_more", names=shown, count=more) if more > 0 else shown


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
