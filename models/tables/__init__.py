"""Every table, as SQLAlchemy Core. Rows stay inside ``models``: values of the engine go in and come out."""

from models.tables.base import metadata
from models.tables.case import assignments, cases, deadlines, links, protocols, rounds
from models.tables.content import contents, dossiers, files
from models.tables.delivery import deliveries, lanes
from models.tables.keeping import destructions, keepings
from models.tables.notice import audience, notices
from models.tables.once import counters, errands, inbox
from models.tables.secret import secrets
from models.tables.staff import absences, people, posts
from models.tables.trail import chains, entries, heads, seals

__all__ = [
    "absences",
    "assignments",
    "audience",
    "cases",
    "chains",
    "contents",
    "counters",
    "deadlines",
    "deliveries",
    "destructions",
    "dossiers",
    "entries",
    "errands",
    "files",
    "heads",
    "inbox",
    "keepings",
    "lanes",
    "links",
    "metadata",
    "notices",
    "people",
    "posts",
    "protocols",
    "rounds",
    "seals",
    "secrets",
]
