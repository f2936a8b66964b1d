"""Cases that the real app plays from beginning to end, for the filling of a database to copy. Nothing here measures."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count

from sqlalchemy import update

from bench.bestuur import NOW, Bestuur, Teacher
from models import cases, worklists
from models.people import Contact
from models.store import Transaction
from models.tables import deliveries
from workflows.usecases.act import Choice, act
from workflows.usecases.desk import Answer
from workflows.usecases.school_desk import SchoolDesk

Step = tuple[str, str, str, Mapping[str, Answer]]
WORDS = "In de groepsapp van groep 7 loopt het sinds gisteravond uit de hand. Er worden leerlingen bij naam genoemd."
_ANSWERS: Mapping[str, Answer] = {"zedenvermoeden": "nee", "toelichting": WORDS, "spoed": "nee"}
_MORE: Mapping[str, Answer] = {"link": "https://chat.example/groep-7", "platform": "whatsapp"}
_WHY: Mapping[str, Answer] = {"motivering": "Dit gaat niet over onze school."}
_TALK: Mapping[str, Answer] = {"verslag": WORDS, "zienswijze": WORDS, "reactie_volwassene": ("verwijdert",)}
_FILED: Mapping[str, Answer] = {"dossiertekst": WORDS, "opgeborgen": "Leerlingendossier"}
# Who does what: task, outcome and answers. What only waits for a term stays open.
_STEPS: Mapping[str, tuple[Step, ...]] = {
    "open": (),
    "short": (("leader", "strategie", "buiten_bereik", _WHY), ("leader", "afsluiten", "gesloten", {})),
    "long": (
        ("leader", "strategie", "naar_directie", {}),
        ("head", "niet_reageren", "niet_mogelijk", _WHY),
        ("head", "plaatser_benoemen", "benoemd", {"plaatser": "ouder"}),
        ("head", "gesprek_volwassene", "adequaat", _TALK),
        ("head", "dossier_ouder", "vastgelegd", _FILED),
        ("head", "strafbaar_beoordelen", "vastgelegd", {"strafbaar": "nee"}),
        ("head", "afsluiten", "gesloten", {"slotbericht": "Het bericht is weg."}),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Played:
    """A case, what it is an example of, and the words in its rows that are another's in a copy."""

    case_id: str
    ids: str
    number: str
    link: str
    teacher: Teacher


def report(bestuur: Bestuur, teacher: Teacher, key: str, *, more: bool = False) -> Mapping[str, str]:
    """Report something through the desk, as /melden does; returns what was wrong with it."""
    context = {"kind": "ontsporing", "draft": "", "more": "1" if more else ""}
    answers = {**_ANSWERS, **(_MORE if more else {})}
    return bestuur.desk.submit(teacher.person.member or "", "intake", context=context, answers=answers, key=key).errors


def play(bestuur: Bestuur, example: str) -> Played:
    """Play one case of that example; every id that it makes begins with the same letters, and ends with two digits."""
    teacher, ids, numbers = bestuur.teachers[0], f"{example:x<30}", count()
    named = replace(bestuur.context, new_id=lambda: f"{ids}{next(numbers):02}")
    played = replace(bestuur, context=named, desk=SchoolDesk(named, bestuur.messenger))
    if errors := report(played, teacher, f"{ids}-report", more=True):
        raise RuntimeError(f"the report was refused: {errors}")
    for who, task, outcome, answers in _STEPS[example]:
        _sent(played)
        _act(played, getattr(teacher, who), ids, (task, outcome), answers)
    _sent(played)
    with bestuur.store.read() as tx:
        case = next(line for line in worklists.of_melder(tx, teacher.person.id) if line.id.startswith(ids))
        link = next(iter(cases.link_digests(tx, case.id)))
    if _STEPS[example] and case.state != "closed":
        raise RuntimeError(f"the case {example} was not closed")
    return Played(case_id=case.id, ids=ids, number=case.number, link=link, teacher=teacher)


def _act(bestuur: Bestuur, who: Contact, ids: str, end: tuple[str, str], answers: Mapping[str, Answer]) -> None:
    task, outcome = end
    with bestuur.store.read() as tx:
        waiting = worklists.waiting_for(tx, who.id)
    one = next(found for found in waiting if found.case_id.startswith(ids) and found.task == task)
    choice = Choice(case_id=one.case_id, task=task, number=one.round, outcome=outcome)
    act(bestuur.context, who, choice, answers, f"{ids}-{task}")


def _sent(bestuur: Bestuur) -> None:
    with bestuur.store.write() as tx:
        send_all(tx)


def send_all(tx: Transaction) -> None:
    """What waits in the outbox counts as sent: a courier was there in between."""
    values = {"state": "sent", "sent_at": NOW, "channel": "D0BENCH", "ts": "1764000000.000001", "attempts": 1}
    tx.execute(update(deliveries).where(deliveries.c.state.in_(("waiting", "sending"))).values(**values))
