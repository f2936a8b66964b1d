"""Of whom a dossier may be kept: a pupil and an employee have one, an adult who is no parent has none.

The protocol says of which poster it keeps which dossier (``dossiers``). What it does not name is not filed.
"""

from workflows.engine.case import Case
from workflows.engine.errors import NotAllowedError
from workflows.engine.part import POSTER
from workflows.engine.protocol import Protocol

STRANGER = "andere_volwassene"
PERSONNEL, PUPIL = "personeel", "leerling"
KINDS = (PERSONNEL, PUPIL)
_OF = {"medewerker": PERSONNEL, "ikzelf": PERSONNEL, "leerling": PUPIL, "ouder": PUPIL}


def may_file(protocol: Protocol, case: Case, kind: str) -> None:
    """Raise NotAllowedError when no such dossier may be kept of who posted."""
    poster = case.fact(POSTER) or ""
    rule = protocol.dossiers.get(poster)
    allowed = rule.type if rule else _OF.get(poster, "")
    if poster == STRANGER or (poster and allowed != kind):
        raise NotAllowedError("error.no_dossier")
