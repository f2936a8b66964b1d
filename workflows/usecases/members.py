"""Who is who: ties members of the chat product to the staff list, by e-mail."""

from models import entries, people
from models.people import Contact
from models.store import Transaction
from workflows.usecases.context import Context, in_one
from workflows.usecases.messenger import Member, Messenger


def find(ctx: Context, member: str) -> Contact | None:
    """Return the person behind a member id, or None when nobody is tied to it yet."""
    with ctx.store.read() as tx:
        return people.by_member(tx, member)


def enroll(ctx: Context, member: Member) -> None:
    """Tie a member to the staff list; who is not on it is known from now on as unlisted, so no report is lost.

    A guest or a stranger from another workspace is never taken for staff: their address is not the school's word.
    """

    def work(tx: Transaction) -> None:
        if people.by_member(tx, member.id) is not None:
            return
        known = people.by_email(tx, member.email) if member.email and member.staff else None
        if known is not None:
            people.tie(tx, known.id, member.id)
            return
        person = ctx.new_id()
        ours = member.email if member.staff else ""
        email = ours or f"{member.id.lower()}@onbekend.invalid"
        people.add(tx, person, email, member.name, member=member.id, listed=False)
        entries.note(tx, None, ctx.now(), person, "onbekende_medewerker")

    in_one(ctx, work)


def sync(ctx: Context, messenger: Messenger) -> int:
    """Tie every member of the workspace who is on the staff list; returns how many were new."""
    found = messenger.members()

    def work(tx: Transaction) -> int:
        known = {one.email: one for one in people.everyone(tx)}
        new = 0
        for member in found:
            person = known.get(member.email.lower())
            if person is not None and person.member != member.id and member.active and member.staff:
                people.tie(tx, person.id, member.id)
                new += 1
        return new

    return in_one(ctx, work)
