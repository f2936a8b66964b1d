"""The chain of custody of a file: received, kept, refused, lost, thrown away, and what became of the product's copy.

Each step is written with its line in the trail. The trail outlives the file, so it holds a keyed digest of the
SHA-256 and never that itself. It fetches nothing and asks nobody anything over the network: that is for
``deliver_files``.
"""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from models import cases, chains, contents, deliveries, entries, worklists
from models.deliveries import Delivery
from models.store import Transaction
from texts import say
from workflows.cards.case_cards import not_kept_card
from workflows.cards.elements import Card, Text
from workflows.cards.file_lines import FileSight
from workflows.engine.case import Case
from workflows.engine.conditions import keeps_no_files
from workflows.engine.decide import CLOCK, Entry
from workflows.usecases.context import Context, protocol_of
from workflows.usecases.merged import onward, reports_in
from workflows.usecases.tell import post

LOOKS = 7  # days on which it is looked whether the copy is gone; a reminder is said on the first
_A_DAY = timedelta(hours=24)
_LOOSE = "los"  # a file that was never noted: a case that keeps none only sees to the copy
_UNTOLD = frozenset({"lost", "type", "size"})  # of these the copy may still be there
_COPY = {"kopie_weg": "gone", "kopie_gevraagd": "asked", "kopie_herinnerd": "asked"}


def keeps_none(ctx: Context, tx: Transaction, case: Case) -> bool:
    """True when this case, or the one in which it went on, may keep no image (X-5)."""
    return any(keeps_no_files(protocol_of(ctx, tx, one.protocol), one.values) for one in onward(tx, case))


def kept(ctx: Context, tx: Transaction, case_id: str, content: str, data: bytes, media: str) -> None:
    """Keep the bytes, sealed."""
    sha256 = hashlib.sha256(data).hexdigest()
    contents.fill(tx, ctx.keyring, content, data, media=media, sha256=sha256)
    chain = chains.take(tx, case_id)
    told = {"bestand": content, "media": media, "size": str(len(data)), "digest": chain.digest(content, sha256)}
    chain.add([Entry(at=ctx.now(), actor=CLOCK, type="bestand_bewaard", data=told)])
    chain.save(tx)


def refused(ctx: Context, tx: Transaction, case_id: str, content: str, reason: str) -> None:
    """Say why a file is not kept: its type, its size, or that no image may be kept."""
    contents.mark_file(tx, content, state=reason)
    entries.note(tx, case_id, ctx.now(), CLOCK, "bestand_geweigerd", bestand=content, reden=reason)


def lost(ctx: Context, tx: Transaction, delivery: Delivery, case: Case, *, gone: bool) -> None:
    """Say that a file could not be fetched; trying that again in vain is told to nobody a second time."""
    content = delivery.payload["content"]
    before = contents.file(tx, content)
    contents.mark_file(tx, content, state="lost", copy="gone" if gone else None)
    if before is None or before.state != "lost":
        entries.note(tx, case.id, ctx.now(), CLOCK, "bestand_niet_opgehaald", bestand=content)
        tell_giver(ctx, tx, delivery, case, "gone" if gone else "lost")


def tell_giver(ctx: Context, tx: Transaction, delivery: Delivery, case: Case, why: str) -> str:
    """Tell whoever gave a file that it is not kept; returns the key of that message, empty when there is nobody."""
    giver = _giver(tx, delivery)
    if giver is None:
        return ""
    key = f"unkept_{why}:{delivery.payload['file']}"
    post(ctx, tx, key, giver, not_kept_card(_known_to(tx, case, giver), why), case_id=case.id)
    return key


def _known_to(tx: Transaction, case: Case, giver: str) -> Case:
    """Return the case as they know it: who reported what went on in another one learns nothing of that."""
    if giver == case.melder:
        return case
    return next((path[0] for path in reports_in(tx, case.id) if path[0].melder == giver), case)


# keeps X-5
def drop(ctx: Context, tx: Transaction, case_id: str, actor: str) -> None:
    """Throw away every file of a case that may keep none from now on, and of the reports that went on in it."""
    for one in contents.drop_files(tx, case_id):
        if one.state == "kept":
            entries.note(tx, case_id, ctx.now(), actor, "bestand_vernietigd", bestand=one.content, reden="unkept")
        elif one.state in ("waiting", "lost"):
            entries.note(tx, case_id, ctx.now(), actor, "bestand_geweigerd", bestand=one.content, reden="unkept")
        if one.copy == "asked" or (one.copy == "there" and one.state in _UNTOLD):
            deliveries.put(tx, [_once_more(ctx, case_id, one.remote, one.content)], ctx.now())
    for line in worklists.merged_into(tx, case_id):
        drop(ctx, tx, line.id, actor)


def gone(ctx: Context, tx: Transaction, delivery: Delivery) -> None:
    """The product's own copy is no longer there."""
    if content := delivery.payload["content"]:
        contents.mark_file(tx, content, copy="gone")
    _note(ctx, tx, delivery, "kopie_weg")


def ask_to_remove(ctx: Context, tx: Transaction, delivery: Delivery) -> None:
    """Ask whoever gave the file to remove it themselves; a day later it is looked whether they did."""
    content, giver = delivery.payload["content"], _giver(tx, delivery)
    file = contents.file(tx, content) if content else None
    case = cases.load(tx, delivery.case_id or "")
    if giver is None or case is None:
        return
    at = ctx.now()
    if content:
        contents.asked_to_remove(tx, content, at)
    kept_here = file is not None and file.state == "kept"
    _say(ctx, tx, delivery, giver, "remove", "file.please_remove" if kept_here else "file.please_remove_unkept")
    deliveries.put(tx, [_look_row(ctx, delivery, case.school, 1, _seconds(at))], ctx.now())
    _note(ctx, tx, delivery, "kopie_gevraagd")


def still_there(ctx: Context, tx: Transaction, delivery: Delivery) -> None:
    """Remind whoever gave the file, once, and look again a day later; after a week nobody looks any more."""
    turn, case = int(delivery.payload["turn"]), cases.load(tx, delivery.case_id or "")
    giver, content = _giver(tx, delivery), delivery.payload["content"]
    if case is None or giver is None:
        return
    if turn == 1:
        if content:
            contents.reminded_to_remove(tx, content, ctx.now())
        _say(ctx, tx, delivery, giver, "remove_again", "file.remove_reminder", quiet=case.school)
        _note(ctx, tx, delivery, "kopie_herinnerd")
    if turn < LOOKS:
        deliveries.put(tx, [_look_row(ctx, delivery, case.school, turn + 1, delivery.payload["asked"])], ctx.now())


def is_settled(tx: Transaction, delivery: Delivery) -> bool:
    """True when nothing is left to look for: the copy is known to be gone, or it was asked for anew since."""
    content = delivery.payload["content"]
    file = contents.file(tx, content) if content else None
    if file is None:
        return bool(content)
    return file.copy != "asked" or file.asked_at is None or _seconds(file.asked_at) != delivery.payload["asked"]


def loose_copies(tx: Transaction, case_id: str) -> list[FileSight]:
    """Return what became of the copies of files that were never noted, because the case may keep none."""
    found: dict[str, FileSight] = {}
    for one in entries.of_case(tx, case_id):
        if one.type in _COPY and _LOOSE in one.data:
            before = found.get(one.data["bestand"], FileSight(state="unkept", copy="there"))
            found[one.data["bestand"]] = replace(
                before,
                copy=_COPY[one.type],
                asked_at=one.at if one.type == "kopie_gevraagd" else before.asked_at,
                reminded_at=one.at if one.type == "kopie_herinnerd" else before.reminded_at,
            )
    return list(found.values())


def _giver(tx: Transaction, delivery: Delivery) -> str | None:
    """Only who gave a file can remove it; of what was given before that was noted it was the melder."""
    given: str = delivery.payload.get("by", "")
    return given or cases.melder_of(tx, delivery.case_id or "")


def _say(
    ctx: Context, tx: Transaction, delivery: Delivery, giver: str, what: str, text: str, quiet: str | None = None
) -> None:
    """Say it once: a message says nothing of the file but that there is one."""
    card = Card(text=say(text), elements=(Text(text=say(text)),))
    key = f"{what}:{delivery.payload['file']}{_mark(delivery)}"
    post(ctx, tx, key, giver, card, case_id=delivery.case_id, quiet=quiet)


def _note(ctx: Context, tx: Transaction, delivery: Delivery, type_: str) -> None:
    if delivery.case_id and cases.melder_of(tx, delivery.case_id) is not None:
        content = delivery.payload["content"]
        told = {"bestand": content} if content else {"bestand": delivery.payload["file"], _LOOSE: "ja"}
        entries.note(tx, delivery.case_id, ctx.now(), CLOCK, type_, **told)


def _look_row(ctx: Context, delivery: Delivery, school: str, turn: int, asked: str) -> Delivery:
    """A look at whether the copy is gone, in the working hours of the school: a reminder may follow from it."""
    names = {key: delivery.payload[key] for key in ("file", "content", "by", "anew") if key in delivery.payload}
    return Delivery(
        key=f"look:{delivery.payload['file']}{_mark(delivery)}:{turn}",
        type="look",
        lane=ctx.options.lane,
        slot=delivery.slot,
        payload={**names, "asked": asked, "turn": turn},
        due_at=ctx.now() + _A_DAY,
        case_id=delivery.case_id,
        quiet=school,
        priority=deliveries.LATER,
    )


def _once_more(ctx: Context, case_id: str, remote: str, content: str) -> Delivery:
    """Try to remove a copy again, and ask anew: what it shows weighs more than was known."""
    return Delivery(
        key=f"discard:{remote}:anew",
        type="discard",
        lane=ctx.options.lane,
        slot=f"file:{remote}",
        payload={"file": remote, "content": content, "anew": "1"},
        due_at=ctx.now(),
        case_id=case_id,
        priority=deliveries.SOON,
    )


def _seconds(at: datetime) -> str:
    """Name the moment at which something was asked."""
    return str(int(at.timestamp()))


def _mark(delivery: Delivery) -> str:
    return ":anew" if delivery.payload.get("anew") else ""
