"""The chain of custody: what stands in the trail of a file, and whether the chat product's copy is gone."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from models import cases, chains, contents, deliveries, entries
from models.contents import Writing
from tests.usecases.school import NOW, School
from tests.usecases.test_files import PNG
from workflows.cards.wire import unpack
from workflows.engine.case import Fact
from workflows.usecases.custody import LOOKS, drop
from workflows.usecases.messenger import RefusedError, TroubleError


def trail(school: School) -> list[tuple[str, Mapping[str, str]]]:
    with school.ctx.store.read() as tx:
        found = entries.of_case(tx, "c1")
    return [(one.type, one.data) for one in found if one.type.startswith(("bestand_", "kopie_"))]


def types(school: School) -> list[str]:
    return [type_ for type_, _ in trail(school)]


def kept(school: School, data: bytes = PNG) -> None:
    """A case with a file that was fetched, of which the copy is still to be removed."""
    school.case_with_file()
    school.chat.will("fetch", data)
    school.deliver()


def asked(school: School) -> None:
    school.chat.deletes = False
    kept(school)
    school.deliver_all()


def said(school: School) -> list[str]:
    """What was said to people, in order."""
    with school.ctx.store.read() as tx:
        rows = tx.exec_driver_sql("select id from deliveries where type = 'post' order by id").scalars().all()
        found = [deliveries.by_id(tx, row) for row in rows]
    return [unpack(one.payload["card"]).text for one in found if one is not None]


def set_fact(school: School, key: str, value: str) -> None:
    with school.ctx.store.write() as tx:
        before = cases.load(tx, "c1", lock=True)
        assert before is not None
        facts = {**before.facts, key: Fact(value=value, by="melder", at=NOW)}
        cases.save(tx, before, replace(before, facts=facts, version=before.version + 1))
        drop(school.ctx, tx, "c1", "melder")


def days(school: School, count: int) -> None:
    for _ in range(count):
        school.wait(hours=24)
        school.deliver_all()


def test_each_step_of_a_file_stands_in_the_trail(school: School) -> None:
    kept(school)
    school.deliver_all()
    assert types(school) == ["bestand_ontvangen", "bestand_bewaard", "kopie_weg"]
    assert {data["bestand"] for _, data in trail(school)} == {"f1"}


def test_the_trail_holds_a_keyed_digest_and_never_the_plain_one(school: School) -> None:
    kept(school)
    plain = hashlib.sha256(PNG).hexdigest()
    told = dict(trail(school))["bestand_bewaard"]
    with school.ctx.store.write() as tx:
        expected = chains.take(tx, "c1").digest("f1", plain)
        everything = json.dumps([dict(one.data) for one in entries.of_case(tx, "c1")])
    assert (told["media"], told["size"], told["digest"]) == ("image/png", str(len(PNG)), expected)
    assert plain not in everything
    assert len(expected) == 64


@pytest.mark.parametrize(
    "answer, reason", [(b"GIF90", "type"), (RefusedError("file_too_large"), "size"), (b"", "type")]
)
def test_why_a_file_is_refused_stands_in_the_trail(school: School, answer: object, reason: str) -> None:
    school.case_with_file()
    school.chat.will("fetch", answer)
    school.deliver_all()
    assert ("bestand_geweigerd", {"bestand": "f1", "reden": reason}) in trail(school)
    assert types(school)[-1] == "kopie_weg"


def test_when_the_copy_stays_its_giver_is_asked_and_a_day_later_reminded_once(school: School) -> None:
    asked(school)
    assert types(school)[-1] == "kopie_gevraagd"
    assert school.file().asked_at == NOW
    assert school.chat.count("has_file") == 0
    days(school, 1)
    assert types(school)[-1] == "kopie_herinnerd"
    assert school.file().reminded_at == NOW + timedelta(hours=24)
    days(school, 20)
    assert types(school).count("kopie_herinnerd") == 1
    assert [text for text in said(school) if "herinner" in text.lower() or "staat er nog" in text] == said(school)[1:]
    assert len(said(school)) == 2
    assert school.chat.count("has_file") == LOOKS


def test_a_copy_that_was_removed_is_noticed_without_a_word(school: School) -> None:
    asked(school)
    school.chat.has = False
    days(school, 3)
    assert (school.file().copy, types(school)[-1]) == ("gone", "kopie_weg")
    assert len(said(school)) == 1
    assert school.chat.count("has_file") == 1


def test_a_copy_that_goes_later_is_noticed_later(school: School) -> None:
    asked(school)
    days(school, 2)
    school.chat.has = False
    days(school, 1)
    assert (school.file().copy, types(school)[-1]) == ("gone", "kopie_weg")


def test_nobody_is_reminded_at_night_or_in_the_weekend(school: School) -> None:
    school.clock[0] = NOW + timedelta(days=3, hours=7)  # Friday at five in the afternoon
    asked(school)
    days(school, 2)
    assert school.chat.count("has_file") == 0
    school.wait(hours=16)  # Monday morning
    school.deliver_all()
    assert types(school)[-1] == "kopie_herinnerd"
    assert len(said(school)) == 2


def test_a_look_that_fails_is_done_again(school: School) -> None:
    asked(school)
    school.chat.will("has_file", TroubleError("http_503"))
    days(school, 1)
    assert types(school)[-1] == "kopie_gevraagd"
    school.wait(minutes=1)
    school.deliver_all()
    assert types(school)[-1] == "kopie_herinnerd"


def test_a_copy_that_slack_does_not_answer_about_for_a_week_is_asked_for(school: School) -> None:
    kept(school)
    school.chat.will("discard", *[TroubleError("http_503")] * 2)
    school.deliver()
    school.wait(days=8)
    school.deliver_all()
    assert (school.file().copy, types(school)[-1]) == ("asked", "kopie_gevraagd")


def test_who_gave_the_file_is_asked_and_not_the_melder(school: School) -> None:
    school.person("behandelaar", member="U2")
    school.case_with_file()
    with school.ctx.store.write() as tx:
        contents.put_file(
            tx, school.ctx.keyring, "c1", Writing(id="f2", key="bijlagen", author="behandelaar", at=NOW, text="b"), "F2"
        )
    payload = {"file": "F2", "content": "f2", "by": "behandelaar"}
    school.chat.deletes = False
    school.put("fetch:F2", type="fetch", payload=payload, person=None, case_id="c1")
    school.chat.will("fetch", PNG, PNG)
    school.deliver_all()
    assert sorted(what for method, what in school.chat.calls if method == "send") == ["U1", "U2"]


# --- no image may be kept


@pytest.mark.rule("X-5")
@pytest.mark.parametrize("fact, value", [("zedenvermoeden", "ja"), ("aard", "seksueel")])
def test_a_file_that_is_being_fetched_when_the_fact_is_set_is_dropped(school: School, fact: str, value: str) -> None:
    school.case_with_file()

    def meanwhile() -> bytes:
        set_fact(school, fact, value)
        return PNG

    school.chat.will("fetch", meanwhile)
    school.deliver_all()
    assert (school.file().state, school.file().size, school.file().copy) == ("unkept", 0, "gone")
    assert types(school) == ["bestand_ontvangen", "bestand_geweigerd", "kopie_weg"]


@pytest.mark.rule("X-5")
def test_a_kept_file_is_destroyed_when_the_fact_is_set_and_its_copy_is_asked_for_anew(school: School) -> None:
    asked(school)
    days(school, 20)
    set_fact(school, "zedenvermoeden", "ja")
    with school.ctx.store.read() as tx:
        assert tx.exec_driver_sql("select sealed from files").scalar() is None
    assert "bestand_vernietigd" in types(school)
    school.deliver_all()
    assert types(school)[-1] == "kopie_gevraagd"
    assert "niet bewaard" in said(school)[-1]
    days(school, 1)
    assert types(school)[-1] == "kopie_herinnerd"
    assert len(said(school)) == 4


@pytest.mark.rule("X-5")
def test_a_report_that_went_on_in_a_case_without_images_keeps_none_either(school: School) -> None:
    kept(school)
    with school.ctx.store.write() as tx:
        mine = cases.load(tx, "c1")
        assert mine is not None
        cases.add(tx, replace(mine, id="c2", number="n2"))
        cases.save(tx, mine, replace(mine, state="merged", merged_into="c2", version=1))
        drop(school.ctx, tx, "c2", "melder")
    assert school.file().state == "unkept"


def test_a_copy_of_what_was_never_kept_is_asked_for_and_reminded_as_well(school: School) -> None:
    school.case_with_file()
    school.chat.deletes = False
    payload = {"file": "F9", "content": "", "by": "melder"}
    school.chat.will("fetch", PNG)
    school.put("discard:F9", type="discard", payload=payload, person=None, case_id="c1")
    school.deliver_all()
    days(school, 1)
    loose = [(type_, data["bestand"]) for type_, data in trail(school) if "los" in data]
    assert loose == [("kopie_gevraagd", "F9"), ("kopie_herinnerd", "F9")]
