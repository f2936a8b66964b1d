"""Days away: taken by the person, or by directie or bestuur for them, and ended early. One transaction each.

Who is asked from then on is for the clock, which is told here to look again at every open case it may touch. No
reason is asked or kept.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from models import absences, deadlines, entries, inbox, people, roster
from models.absences import Leave
from models.people import Contact
from models.store import Transaction
from workflows.engine.errors import IncompleteError, NotAllowedError, StaleActionError
from workflows.engine.leave import DEPUTY, FIRST, LAST, WHO, Request, leads, may_set, problems
from workflows.engine.person import WHOLE_BOARD, Circle, Person
from workflows.usecases import leave_news
from workflows.usecases.context import Context, in_one
from workflows.usecases.desk import Answer

Answers = Mapping[str, Answer]


def take_leave(ctx: Context, actor: Contact, answers: Answers, key: str, *, other: bool) -> str:
    """Take the days in, and return what was understood; *other*: for the colleague who is named in the form.

    Raises IncompleteError with a sentence for each wrong answer, NotAllowedError for who may not.
    """
    return _once(ctx, actor, key, lambda tx: _take(ctx, tx, actor, answers, other=other))


def end_leave(ctx: Context, actor: Contact, leave_id: str, key: str) -> str:
    """End a period so that today is no day away any more, or withdraw it; returns what was understood.

    Raises StaleActionError when it is over or gone, NotAllowedError for who may not.
    """
    return _once(ctx, actor, key, lambda tx: _end(ctx, tx, actor, leave_id))


def staff(ctx: Context, tx: Transaction, actor: Contact) -> Person:
    """Return this person as the staff list has them; raises NotAllowedError for who is not on it."""
    found = people.circle(tx, {actor.id}, ctx.today()).people.get(actor.id)
    if found is None or not (actor.listed and found.active and found.posts):
        raise NotAllowedError("leave.unlisted")
    return found


def may_lead(ctx: Context, tx: Transaction, actor: Contact) -> None:
    """Raise NotAllowedError for who sets days away for nobody else."""
    if leads(staff(ctx, tx, actor)) == ():
        raise NotAllowedError


def _once(ctx: Context, actor: Contact, key: str, work: Callable[[Transaction], str]) -> str:
    """Do this once, and say the same again to who sends it twice."""

    def run(tx: Transaction) -> str:
        seen = inbox.find(tx, key)
        if seen is not None:
            return inbox.said(tx, key, seen)
        said = work(tx)
        inbox.take_said(tx, key, actor.id, ctx.now(), said)
        return said

    return in_one(ctx, run)


def _take(ctx: Context, tx: Transaction, actor: Contact, answers: Answers, *, other: bool) -> str:
    asked = _request(ctx, tx, actor, answers, other=other)
    leave = Leave(
        id=ctx.new_id(),
        person=asked.person.id,
        first=asked.first,
        last=asked.last,
        deputy=asked.deputy.id if asked.deputy else None,
        set_by=actor.id,
        set_at=ctx.now(),
    )
    absences.add(tx, leave)
    _note(ctx, tx, actor, leave, "afwezigheid_gemeld")
    _look_again(ctx, tx, asked.person)
    return leave_news.taken(ctx, tx, actor, leave)


def _end(ctx: Context, tx: Transaction, actor: Contact, leave_id: str) -> str:
    leave, today = absences.load(tx, leave_id), ctx.today()
    if leave is None or (leave.last is not None and leave.last < today):
        raise StaleActionError("leave.gone")
    known = _circle(ctx, tx, actor.id, leave.person).people
    if not may_set(staff(ctx, tx, actor), known[leave.person]):
        raise NotAllowedError
    said = leave_news.ended(ctx, tx, actor, leave)
    absences.end(tx, leave, today - timedelta(days=1))
    _note(ctx, tx, actor, leave, "afwezigheid_ingetrokken" if leave.first > today else "afwezigheid_beeindigd")
    _look_again(ctx, tx, known[leave.person])
    return said


def _request(ctx: Context, tx: Transaction, actor: Contact, answers: Answers, *, other: bool) -> Request:
    """Read the form; raises IncompleteError with all that is wrong with it."""
    mine = staff(ctx, tx, actor)
    if other:
        may_lead(ctx, tx, actor)
    wrong: dict[str, str] = {}
    person = _chosen(ctx, tx, answers, WHO, wrong) if other else mine
    deputy = _chosen(ctx, tx, answers, DEPUTY, wrong) if _word(answers, DEPUTY) else None
    first, last = _day(answers, FIRST, wrong), _day(answers, LAST, wrong) if _word(answers, LAST) else None
    if person is not None and not may_set(mine, person):
        wrong[WHO] = "leave.not_yours"
    if wrong or person is None or first is None:
        raise IncompleteError(wrong)
    asked = Request(person=person, first=first, last=last, deputy=deputy)
    if found := problems(asked, ctx.today()):
        raise IncompleteError(found)
    return asked


def _chosen(ctx: Context, tx: Transaction, answers: Answers, key: str, wrong: dict[str, str]) -> Person | None:
    """Return the member of staff behind the chosen account."""
    contact = people.by_member(tx, _word(answers, key)) if _word(answers, key) else None
    found = _circle(ctx, tx, contact.id).people.get(contact.id) if contact and contact.listed else None
    if found is None or not found.active or not found.posts:
        wrong[key] = "field.person"
        return None
    return found


def _day(answers: Answers, key: str, wrong: dict[str, str]) -> date | None:
    try:
        return date.fromisoformat(_word(answers, key))
    except ValueError:
        wrong[key] = "field.date"
        return None


def _word(answers: Answers, key: str) -> str:
    value = answers.get(key, "")
    return value.strip() if isinstance(value, str) else ""


def _circle(ctx: Context, tx: Transaction, *around: str) -> Circle:
    return people.circle(tx, around, ctx.today())


def _look_again(ctx: Context, tx: Transaction, person: Person) -> None:
    """Have the clock look at the cases where this person works, and where they are asked now."""
    everywhere = any(post.roles & WHOLE_BOARD for post in person.posts)
    schools = {post.school for post in person.posts} | roster.schools_concerned(tx, [person.id])
    deadlines.reroute(tx, None if everywhere else schools, ctx.now())


def _note(ctx: Context, tx: Transaction, actor: Contact, leave: Leave, what: str) -> None:
    days = {"van": leave.first.isoformat(), "tot_en_met": leave.last.isoformat() if leave.last else ""}
    ids = {"afwezigheid": leave.id, "persoon": leave.person, "vervanger": leave.deputy or ""}
    entries.note(tx, None, ctx.now(), actor.id, what, **ids, **days)
