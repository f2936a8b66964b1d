"""A database from before names were sealed: after migrating nothing of it lies in clear, and nothing is lost."""

import json

import pytest

from models import contents, deliveries, people, schema, trail_check
from models.keyring import KeyringError
from models.store import Store, Transaction
from models.tables import metadata
from tests.models.rows import KEYRING, NOW, at_revision
from workflows.engine.policy import Grant

AT = "2026-11-20 10:00:00+00:00"
PERSON = "'p1', 'ingrid@school.example', 'Ingrid de Wit', 'U1', true, true, false"
ASKED = [{"person": "p1", "role": "directie", "reason": "route.deputy", "params": {"name": "Ingrid de Wit"}}]
CARD = {"card": {"text": "Ingrid de Wit vraagt", "elements": []}}


@pytest.fixture
def before(empty_database_url: str) -> Store:
    """A database at revision 0004 with one of each of what is sealed now."""
    store = at_revision(empty_database_url, "0004")
    with store.write() as tx:
        fill(tx)
    return store


def fill(tx: Transaction) -> None:
    tx.exec_driver_sql(f"insert into people (id, email, name, member, active, listed, home_seen) values ({PERSON})")  # noqa: S608
    tx.exec_driver_sql(
        "insert into posts (person, school, functie, roles, workdays) values ('p1', 'A', 'conciërge', '', '')"
    )
    tx.exec_driver_sql(
        "insert into cases (id, number, kind, protocol, school, melder, owner, state, facts, created_at, version) "  # noqa: S608
        f"values ('c1', '2026-0001', 'ontsporing', 'd', 'A', 'p1', 'directie', 'open', '{{}}', '{AT}', 0)"
    )
    tx.exec_driver_sql(
        "insert into rounds (case_id, task, number, seq, state, opened_at, assignees, passed, answers) "  # noqa: S608
        f"values ('c1', 'strategie', 1, 0, 'open', '{AT}', '{json.dumps(ASKED)}', '[]', '{{}}')"
    )
    for type_ in ("gestart", "geopend"):
        tx.exec_driver_sql(
            f"insert into entries (case_id, at, actor, type, data) values ('c1', '{AT}', 'p1', '{type_}', '{{}}')"  # noqa: S608
        )
    tx.exec_driver_sql(
        "insert into deliveries (key, type, lane, slot, payload, priority, state, due_at, created_at, begun_at) "  # noqa: S608
        f"values ('d1', 'post', 'slack:post', 'd1', '{json.dumps(CARD)}', 0, 'waiting', '{AT}', '{AT}', '{AT}')"
    )
    sealed = KEYRING.seal(b"Er gaat iets rond.", "contents.sealed:w1")
    table = contents.tables.contents
    values = {"id": "w1", "case_id": "c1", "key": "toelichting", "task": "", "number": 0, "author": "p1"}
    tx.execute(table.insert().values(**values, created_at=NOW, type="text", sealed=sealed))


def test_everything_that_lay_in_clear_is_sealed_and_still_there(before: Store) -> None:
    schema.migrate(before)
    with before.read() as tx:
        found = people.by_email(tx, "Ingrid@school.example")
        assert found is not None
        assert (found.id, found.name, found.email) == ("p1", "Ingrid de Wit", "ingrid@school.example")
        circle = people.circle(tx, {"p1"}, NOW.date())
        assert circle.people["p1"].posts[0].functie == "conciërge"
        waiting = deliveries.by_id(tx, 1)
        assert waiting is not None
        assert waiting.payload == CARD
        grant = Grant(case_id="c1", person="p1")
        assert [one.text for one in contents.of_case(tx, KEYRING, grant)] == ["Er gaat iets rond."]
        stored = _everything(tx)
    assert [word for word in ("Ingrid", "school.example", "conci", "vraagt") if word in stored] == []
    assert '"name": "p1"' in stored.replace("'", '"')
    before.close()


def test_the_trail_of_before_is_chained_and_what_was_written_is_bound(before: Store) -> None:
    schema.migrate(before)
    with before.snapshot() as tx:
        assert list(trail_check.findings(tx)) == []
        assert tx.exec_driver_sql("select count(*) from entries where type = 'geschreven'").scalar() == 1
    before.close()


def test_without_the_keys_nothing_is_changed(before: Store) -> None:
    bare = Store(before.url.render_as_string(hide_password=False))
    with pytest.raises(KeyringError, match="is not set"):
        schema.migrate(bare)
    with before.read() as tx:
        assert tx.exec_driver_sql("select name from people").scalar() == "Ingrid de Wit"
    bare.close()
    before.close()


def _everything(tx: Transaction) -> str:
    return str([row for table in sorted(metadata.tables) for row in tx.exec_driver_sql(f"select * from {table}").all()])  # noqa: S608
