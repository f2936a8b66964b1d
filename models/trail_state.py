"""Whether a case is still what its trail says: texts, notices, outcomes, what is held to be true, files, dossier, end.

The chain itself is for ``trail_check``. Here each row that something rests on is held against the digest or the
outcome that stands in the chain; it only reads. What an earlier version did not put in its entries cannot be held
against anything, and is no fault.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from models import cases, keepings
from models.chains import DESTROYED, STATE, Chain, chain_of
from models.contents import open_text, place_of_file
from models.keyring import KeyringError
from models.notices import open_text as open_notice
from models.store import Transaction
from models.tables import contents, dossiers, entries, files, notices, protocols, rounds
from models.vault import keyring_of
from workflows.engine.decide import Entry
from workflows.engine.retention import ENDED

Fault = tuple[int, str]
_FILED = "dossier_opgeborgen"
_SENT = {
    "mededeling_verstuurd": "mededeling",
    "mededeling_verbeterd": "mededeling",
    "mededeling_opgeheven": "opheffing",
}


@dataclass(frozen=True, kw_only=True)
class _Told:
    """What the trail of one case says: its entries, in their order."""

    tx: Transaction
    chain: Chain
    lines: Sequence[Row[Any]]

    @property
    def case_id(self) -> str:
        return self.chain.case_id

    def rows(self, *types: str) -> list[Row[Any]]:
        return [line for line in self.lines if line.type in types]

    def of(self, *types: str) -> list[tuple[int, dict[str, Any]]]:
        return [(line.seq, line.data) for line in self.rows(*types)]


def faults(tx: Transaction, head: Row[Any], found: Sequence[Row[Any]]) -> Iterator[Fault]:
    """Return what is no longer as the trail has it: the number of the entry, and what is wrong.

    *found* are the entries of the chain in their order, which hang together.
    """
    yield from _looked(tx, head, found, _LOOKS)


def faults_on_end(tx: Transaction, head: Row[Any], found: Sequence[Row[Any]]) -> Iterator[Fault]:
    """Return the same of what the end of a case rests on: how it stands, what was filed, until when it is kept."""
    yield from _looked(tx, head, found, (_state, _dossiers, _keeping))


def destroyed_too_soon(tx: Transaction, case_id: str, found: Sequence[Row[Any]]) -> Iterator[Fault]:
    """Return the entries that say that a case was destroyed, while none before them announced that in time."""
    for at, line in enumerate(found):
        if line.type != DESTROYED or _went_along(tx, line, found[:at]):
            continue
        said = keepings.told(case_id, _entries(found[:at]))
        if said is None or not said.may_end(date.fromisoformat(line.data["tot"]), line.at):
            yield line.seq, "was destroyed, and that was not announced in time"


def _went_along(tx: Transaction, line: Row[Any], before: Sequence[Row[Any]]) -> bool:
    """True for what went on in another case, which is destroyed right after it and must have been announced itself."""
    others = [one.data["met"] for one in before if one.type == "samengevoegd"]
    query = select(entries.c.id).where(entries.c.type == DESTROYED, entries.c.case_id.in_(others))
    return bool(others) and tx.execute(query.where(entries.c.id > line.id).limit(1)).first() is not None


def _looked(tx: Transaction, head: Row[Any], found: Sequence[Row[Any]], looks: Sequence["_Look"]) -> Iterator[Fault]:
    if not head.sealed:
        yield 0, "the key of its digests is gone, and the case was not destroyed"
        return
    try:
        told = _Told(tx=tx, chain=chain_of(tx, head, ""), lines=found)
        for look in looks:
            yield from look(told)
    except KeyringError as error:
        yield 0, f"what was written cannot be opened ({error})"


def _entries(lines: Sequence[Row[Any]]) -> list[Entry]:
    return [Entry(at=one.at, actor=one.actor, type=one.type, data=one.data) for one in lines]


def _written(told: _Told) -> Iterator[Fault]:
    kept = {row.id: row for row in told.tx.execute(select(contents).where(contents.c.case_id == told.case_id))}
    for line in told.rows("geschreven"):
        data = line.data
        row = kept.pop(data["id"], None)
        if row is None:
            yield line.seq, f"what was written ({data['id']}) is gone"
        elif told.chain.digest(row.id, open_text(keyring_of(told.tx), row)) != data["digest"]:
            yield line.seq, f"what was written ({data['id']}) was swapped"
        elif row.created_at != line.at:
            yield line.seq, f"when this was written ({data['id']}) was changed"
    for extra in kept:
        yield 0, f"something was written ({extra}) that the trail does not know"


def _outcomes(told: _Told) -> Iterator[Fault]:
    """The youngest line about a round counts."""
    said = {(data["taak"], data["ronde"]): (entry, data["uitkomst"]) for entry, data in told.of("afgerond")}
    found = told.tx.execute(select(rounds).where(rounds.c.case_id == told.case_id))
    kept = {(row.task, str(row.number)): row.outcome for row in found}
    for key, (entry, outcome) in said.items():
        if kept.get(key) != outcome:
            yield entry, f"the outcome of {key[0]} is no longer what was decided"


def _state(told: _Told) -> Iterator[Fault]:
    """What the case rests on, as it was after the last entry that bound it."""
    bound = [(line.seq, line.data[STATE]) for line in told.lines if STATE in line.data]
    case = cases.load(told.tx, told.case_id)
    if bound and case is not None:
        entry, digest = bound[-1]
        if told.chain.digest(STATE, cases.state_text(case)) != digest:
            yield entry, "what it rests on was changed: what is held to be true, who reported, or what was decided"


def _files(told: _Told) -> Iterator[Fault]:
    gone = {data["bestand"] for _, data in told.of("bestand_vernietigd")}
    for entry, data in told.of("bestand_bewaard"):
        row = told.tx.execute(select(files).where(files.c.content == data["bestand"])).first()
        if data["bestand"] in gone:
            continue
        if row is None or row.sealed is None:
            yield entry, f"a file ({data['bestand']}) is gone"
        elif told.chain.digest(data["bestand"], _sha256(told.tx, row)) != data["digest"]:
            yield entry, f"a file ({data['bestand']}) was swapped"


def _sha256(tx: Transaction, row: Row[Any]) -> str:
    return hashlib.sha256(keyring_of(tx).open(row.sealed, place_of_file(row.content))).hexdigest()


def _notices(told: _Told) -> Iterator[Fault]:
    """Every version that was sent says what was sent, by whom and when."""
    kept = {row.id: row for row in told.tx.execute(select(notices).where(notices.c.case_id == told.case_id))}
    bound = [line for line in told.rows(*_SENT) if "digest" in line.data]
    for line in told.rows(*_SENT):
        row = kept.pop(line.data["mededeling"], None)
        if what := _wrong_notice(told, line, row):
            yield line.seq, f"{what} ({line.data['mededeling']})"
    for row in kept.values():
        # What was sent before any sending stood in the trail can be held against nothing.
        if row.state != "draft" and bound and (row.sent_at or row.created_at) >= bound[0].at:
            yield 0, f"a notice was sent ({row.id}) that the trail does not know"


def _wrong_notice(told: _Told, line: Row[Any], row: Row[Any] | None) -> str:
    if row is None:
        return "a notice that was sent is gone"
    if "digest" not in line.data:
        return ""
    try:
        is_same = told.chain.digest("digest", open_notice(keyring_of(told.tx), row)) == line.data["digest"]
    except KeyringError:
        is_same = False
    if not is_same:
        return "the text of a notice that was sent was swapped"
    sent = (row.type, row.sender, row.sent_at, row.state == "draft")
    return "" if sent == (_SENT[line.type], line.actor, line.at, False) else "who sent a notice, or when, was changed"


def _dossiers(told: _Told) -> Iterator[Fault]:
    """What was confirmed stands there as it was confirmed, and nothing beside it."""
    kept = {row.id: row for row in told.tx.execute(select(dossiers).where(dossiers.c.case_id == told.case_id))}
    known = told.rows("dossier_vastgelegd", "dossier_aangevuld", _FILED)
    for line in known:
        row, name = kept.get(line.data["stuk"]), line.data["stuk"]
        if row is None:
            yield line.seq, f"an entry of the dossier ({name}) is gone"
        elif not _is_as_confirmed(row, line):
            yield line.seq, f"an entry of the dossier ({name}) was changed"
        elif not _says_the_same(told, row, line):
            yield line.seq, f"what an entry of the dossier ({name}) says was changed"
    for extra in kept.keys() - {line.data["stuk"] for line in known}:
        if kept[extra].adds_to or not _from_before(told, kept[extra], known):
            yield 0, f"something is in the dossier ({extra}) that the trail does not know"


def _from_before(told: _Told, row: Row[Any], known: Sequence[Row[Any]]) -> bool:
    """True for the one entry of a round that was decided before entries of a dossier stood in the trail."""
    mine = (row.task, str(row.number))
    is_decided = any((data["taak"], data["ronde"]) == mine for _, data in told.of("afgerond"))
    return is_decided and not known


def _is_as_confirmed(row: Row[Any], line: Row[Any]) -> bool:
    """Who, when and which words; of an entry of before that is the dossier, who, and about when."""
    if row.type != line.data["soort"] or row.confirmed_by != line.actor:
        return False
    if "inhoud" not in line.data:
        return bool(abs(row.confirmed_at - line.at) <= keepings.ONE_MOMENT)
    said = {"taak": row.task, "ronde": str(row.number)}
    said |= {"inhoud": row.content, "plek": row.filed, "bij": row.adds_to or ""}
    filed = (line.actor, line.at) if row.filed else (None, None)
    is_same = all(line.data[name] == value for name, value in said.items())
    return is_same and row.confirmed_at == line.at and (row.filed_by, row.filed_at) == filed


def _says_the_same(told: _Told, row: Row[Any], line: Row[Any]) -> bool:
    content = row.filed if line.type == _FILED else row.content
    found = told.tx.execute(select(contents).where(contents.c.id == content)).first()
    text = open_text(keyring_of(told.tx), found) if found else ""
    return line.data.get("digest") in (None, told.chain.digest("digest", text))


def _protocol(told: _Told) -> Iterator[Fault]:
    """A case runs under the protocol that it started under; whether that was changed is for ``trail_check``."""
    case = cases.load(told.tx, told.case_id)
    for entry, data in told.of("gestart"):
        if case is not None and data.get("protocol") not in (None, case.protocol):
            yield entry, "under which protocol it started was changed"
        elif "protocol" in data and not _is_kept(told.tx, data["protocol"]):
            yield entry, f"the protocol under which it started ({data['protocol']}) is gone"


def _is_kept(tx: Transaction, protocol: str) -> bool:
    return tx.execute(select(protocols.c.digest).where(protocols.c.digest == protocol)).first() is not None


def _keeping(told: _Told) -> Iterator[Fault]:
    """Until when a case is kept, who holds it, and when its end was announced."""
    row, case = keepings.of_case(told.tx, told.case_id), cases.load(told.tx, told.case_id)
    said, lines = keepings.told(told.case_id, _entries(told.lines)), told.rows(*keepings.TOLD_BY)
    last, is_ended = (lines[-1].seq if lines else 0), case is not None and case.state in ENDED
    if not keepings.same_hold(row, said):
        yield last, "whether somebody keeps it longer, or who, was changed"
    elif row is not None and not is_ended and not row.is_held:
        yield last, "until when it is kept was changed: it has not ended"
    elif is_ended and (row.term if row else None) != (said.term if said else None):
        yield last, "until when it is kept, or by which rule, was changed"
    elif row is not None and row.warned_at not in (None, said.warned_at if said else None):
        yield last, "when its end was announced was changed"


_Look = Callable[[_Told], Iterator[Fault]]
_LOOKS: tuple[_Look, ...] = (_written, _outcomes, _state, _files, _notices, _dossiers, _protocol, _keeping)
