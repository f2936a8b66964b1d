"""Whether a protocol was proven before, by exactly this code: then a start need not walk all its states again.

What proves it is what lies in ``workflows`` and ``texts``; a change of one letter there asks for a new proof.
"""

import hashlib
from functools import cache
from pathlib import Path

import texts
import workflows
from models import protocols
from models.schema import is_current
from models.store import Store, UnavailableError
from workflows.protocol_files import Source

_KINDS = (".py", ".yml", ".po")


def was_proven(store: Store, source: Source) -> bool:
    """True when this database says so; False when it is not there yet, or not up to date. Makes nothing."""
    file = store.url.database
    if store.is_sqlite and not (file and Path(file).exists()):
        return False
    try:
        if not is_current(store):
            return False
        with store.read() as tx:
            return protocols.is_proven(tx, source.digest, fingerprint())
    except UnavailableError:
        return False  # whoever opens it next says what is the matter


def remember(store: Store, source: Source) -> None:
    """Note that this code has proven this protocol; it must be kept already."""
    with store.write() as tx:
        protocols.prove(tx, source.digest, fingerprint())


@cache
def fingerprint() -> str:
    """Return the digest of everything that a proof rests on."""
    found = hashlib.sha256()
    for package in (texts, workflows):
        root = Path(package.__path__[0])
        for path in sorted(one for one in root.rglob("*") if one.suffix in _KINDS):
            found.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes() + b"\0")
    return found.hexdigest()
