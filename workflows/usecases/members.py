"""Who is who: ties members of the chat product to the staff list, by e-mail. The network is asked outside any
transaction, and what fails there changes nothing here.
"""

from collections.abc import Iterable
from dataclasses import replace

from models import entries, people
from models.people import Contact
from models.roster import Known
from models.store import Transaction
from workflows.usecases import presence
from workflows.usecases.context import Context, in_one
from workflows.usecases.messenger import Member, Messenger
from workflows.usecases.presence import Roll, Seen

_FEW = 5  # so many are looked up one by one; for more the whole list is read, page by page


def find(ctx: Context, member: str) -> Contact | None:
    """Return the person behind a member id, or None when nobody is tied to it yet."""
    with ctx.store.read() as tx:
        return people.by_member(tx, member)


def enroll(ctx: Context, member: Member) -> None:
    """Tie a member to the staff list; who is not on it is known from now on as unlisted, so no report is lost.

    A guest or a stranger from another workspace is never taken for staff: their address is not the school's word.
    """
    ours = member.email.lower() if member.staff else ""

    def work(tx: Transaction) -> None:
        if people.by_member(tx, member.id) is not None:
            return
        roll = Roll(members=(replace(member, active=True),), asked=frozenset({ours}))  # who acts is there
        if ours and presence.record(ctx, tx, roll).new:
            return
        person = ctx.new_id()
        email = ours or f"{member.id.lower()}@onbekend.invalid"
        people.add(tx, person, email, member.name, member=member.id, listed=False)
        entries.note(tx, None, ctx.now(), person, "onbekende_medewerker")

    in_one(ctx, work)


def sync(ctx: Context, messenger: Messenger) -> Seen:
    """Look at everybody in the workspace: who has which account, who is gone from it, who came back."""
    roll = Roll(members=tuple(messenger.members()))
    return in_one(ctx, lambda tx: presence.record(ctx, tx, roll))


def look(messenger: Messenger, known: Iterable[Known]) -> Roll:
    """Ask the chat product for these people; who it was known to have yesterday need not be asked for by itself."""
    asked = frozenset(one.email for one in known if one.in_chat is not True)
    if len(asked) > _FEW:
        return Roll(members=tuple(messenger.members()))
    found = (messenger.member_of(email) for email in sorted(asked))
    return Roll(members=tuple(one for one in found if one is not None), asked=asked)
