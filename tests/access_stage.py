"""A school on which probes try what they may not: real people, real cases, the desk as every face calls it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

from models import cases, contents, deliveries, keepings, people, tables
from models.contents import Writing
from models.people import Contact
from models.store import Transaction
from tests.play import CAST, World
from workflows.cards.replies import Reply
from workflows.engine.case import Case, Fact
from workflows.engine.person import Circle
from workflows.engine.protocol import Protocol
from workflows.usecases.carry import circle_of
from workflows.usecases.context import Context, case_of
from workflows.usecases.desk import Answer
from workflows.usecases.links import FILE, link

PLAIN: Mapping[str, Answer] = {"zedenvermoeden": "nee", "toelichting": "Ruzie in de app", "spoed": "nee"}
OUTSIDER = "hr"


class Stage:
    """Cases of one school, made one after another; who is named is one of the cast."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._keys = count(1)

    @property
    def ctx(self) -> Context:
        return self.world.installation.context

    def report(self, melder: str = "melder", **answers: Answer) -> str:
        """Hand a report in; returns the id of its case."""
        context = {"kind": "ontsporing", "more": "1"}
        reply = self.submit(melder, "intake", context, {**PLAIN, **answers})
        assert reply.form is not None, reply
        with self.ctx.store.read() as tx:
            found = tx.execute(cases_by_age()).first()
        assert found is not None
        return str(found.id)

    def press(self, who: str, action: str, value: str) -> Reply:
        key = f"probe:{next(self._keys)}"
        return self.world.installation.desk.press(CAST[who], action, value, context={}, answers={}, key=key)

    def submit(self, who: str, form: str, context: Mapping[str, str], answers: Mapping[str, Answer]) -> Reply:
        key = f"probe:{next(self._keys)}"
        return self.world.installation.desk.submit(CAST[who], form, context=context, answers=answers, key=key)

    def finish(self, who: str, case_id: str, task: str, outcome: str, **answers: Answer) -> None:
        context = {"case": case_id, "task": task, "round": "1", "outcome": outcome}
        reply = self.submit(who, "outcome", context, answers)
        assert not reply.errors, reply.errors

    def notice(self, case_id: str) -> str:
        """Let directie send the notice; returns its id."""
        self.finish("leidinggevende", case_id, "strategie", "naar_directie")
        where = {"case": case_id, "task": "niet_reageren", "round": "1"}
        words = {"mededeling": "Reageer niet.", "via": "direct", "bereik": "school"}
        preview = self.submit("directie", "notice", where, words)
        assert preview.form is not None, preview
        sent = self.submit("directie", "notice_send", preview.form.context, {"zeker": ("ja",)})
        assert not sent.errors, sent
        return preview.form.context["notice"]

    def change(self, case_id: str, **changes: Any) -> None:
        """Change a case as it stands in the database, for what no gesture of this story leads to."""
        with self.ctx.store.write() as tx:
            _, case = case_of(self.ctx, tx, case_id, lock=True)
            cases.save(tx, case, replace(case, version=case.version + 1, **changes))

    def restrict(self, case_id: str) -> None:
        self.change(case_id, restricted=True)

    def involve(self, case_id: str, who: str) -> None:
        """Let a case be about somebody, though they are still asked."""
        fact = Fact(value=(self.person(who).id,), by=self.person("directie").id, at=self.ctx.now())
        self.change(case_id, facts={**self.case(case_id)[1].facts, "betrokkenen": fact})

    def case(self, case_id: str) -> tuple[Protocol, Case, Circle]:
        with self.ctx.store.read() as tx:
            protocol, case = case_of(self.ctx, tx, case_id)
            return protocol, case, circle_of(self.ctx, tx, protocol, case)

    def person(self, who: str) -> Contact:
        with self.ctx.store.read() as tx:
            found = people.by_member(tx, CAST[who])
        assert found is not None, who
        return found

    def file(self, case_id: str, author: str = "melder") -> str:
        """Give a file to a case; returns the id of its content."""
        name = Writing(
            id=self.ctx.new_id(), key="bijlagen", author=self.person(author).id, at=self.ctx.now(), text="beeld.png"
        )
        with self.ctx.store.write() as tx:
            contents.put_file(tx, self.ctx.keyring, case_id, name, f"F{next(self._keys)}")
            contents.fill(tx, self.ctx.keyring, name.id, b"\x89PNG", media="image/png", sha256="0")
        return name.id

    def link(self, content: str, who: str) -> str:
        with self.ctx.store.read() as tx:
            return link(self.ctx, tx, FILE, [content, self.person(who).id]).rpartition("/")[2]

    def ask_by_mistake(self, case_id: str, who: str) -> None:
        """Leave a row that says that somebody is asked, as a fault of ours would."""
        row = {"case_id": case_id, "task": "strategie", "number": 1, "person": self.person(who).id}
        with self.ctx.store.write() as tx:
            tx.execute(tables.assignments.insert().values(**row))

    def almost_over(self, case_id: str) -> None:
        """End a case, and let its term be over soon."""
        reply = self.submit("melder", "withdraw", {"case": case_id}, {"reden": "Het viel mee"})
        assert not reply.errors, reply
        with self.ctx.store.write() as tx:
            found = keepings.of_case(tx, case_id)
            assert found is not None
            keepings.put(tx, replace(found, until=self.ctx.today() + timedelta(days=20)))

    def write(self) -> Any:
        return self.ctx.store.write()


def cases_by_age() -> Any:
    return tables.cases.select().order_by(tables.cases.c.created_at.desc(), tables.cases.c.number.desc()).limit(1)


def cards_to(tx: Transaction, person: str, prefix: str) -> str:
    """Return all that was queued for somebody under such a key, as one text."""
    rows = tx.execute(tables.deliveries.select().where(tables.deliveries.c.person == person))
    found = (deliveries.latest_post(tx, row.slot) for row in rows if row.key.startswith(prefix))
    return "\n".join(str(one.payload) for one in found if one is not None)
