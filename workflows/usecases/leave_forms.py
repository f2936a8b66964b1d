"""The forms for days away that need a look at the staff list before they are shown. They read; nothing is saved."""

from models import people
from models.people import Contact
from texts import say
from workflows.cards.elements import Form
from workflows.cards.leave_form import leave_form, leave_other_form
from workflows.cards.outcome_form import told_form
from workflows.cards.replies import Reply
from workflows.usecases.context import Context
from workflows.usecases.leave import may_lead, staff


def own_leave(ctx: Context, person: Contact) -> Form:
    """Return the form for one's own days, with who usually replaces this person. Raises NotAllowedError."""
    with ctx.store.read() as tx:
        usual = {post.vervanger for post in staff(ctx, tx, person).posts if post.vervanger}
        names = sorted(one.name for one in people.named(tx, usual).values() if one.active)
    return leave_form(ctx.today(), ctx.new_id(), usual=", ".join(names))


def others_leave(ctx: Context, person: Contact) -> Form:
    """Return the form for the days of a colleague. Raises NotAllowedError for who leads nobody."""
    with ctx.store.read() as tx:
        may_lead(ctx, tx, person)
    return leave_other_form(ctx.today(), ctx.new_id())


def understood(sentence: str) -> Reply:
    """Say in words what was taken in."""
    return Reply(form=told_form(say("leave.title"), sentence))
