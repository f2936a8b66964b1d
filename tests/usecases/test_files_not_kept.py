"""Files that could not be fetched, or are not kept: the only copy stays, and whoever gave the file hears of it."""

from dataclasses import replace
from typing import Any

import pytest

from models import board, cases, contents
from models.contents import Writing
from tests.usecases.school import NOW, School
from tests.usecases.test_evidence_custody import said, set_fact, types
from tests.usecases.test_files import IMPOSTORS, PNG
from workflows.usecases.custody import drop
from workflows.usecases.evidence import MAX_BYTES
from workflows.usecases.messenger import RefusedError, TroubleError

OUT = [TroubleError("http_403"), TroubleError("missing_scope"), TroubleError("login_page"), TroubleError("http_404")]
FINAL = [RefusedError("file_elsewhere"), RefusedError("no_download"), RefusedError("file_not_found")]
GIVEN_UP = "fetch:F1"


def alter(school: School, **more: Any) -> None:
    with school.ctx.store.write() as tx:
        before = cases.load(tx, "c1", lock=True)
        assert before is not None
        cases.save(tx, before, replace(before, **more, version=before.version + 1))


def lose(school: School, answer: Exception = FINAL[0]) -> None:
    school.case_with_file()
    school.chat.will("fetch", answer)
    school.deliver_all()


def try_again(school: School) -> int:
    """What ``ruggespraak delivery retry --all`` does."""
    with school.ctx.store.write() as tx:
        return board.try_again(tx, None, school.ctx.now())


# --- what could not be fetched


@pytest.mark.parametrize("trouble", OUT, ids=str)
def test_a_file_that_slack_does_not_give_waits_for_the_administrator_and_its_copy_stays(
    school: School, trouble: TroubleError
) -> None:
    lose(school, trouble)
    assert (school.file().state, school.file().copy) == ("waiting", "there")
    with school.ctx.store.read() as tx:
        [shown] = board.retrying(tx, 10)
    assert (shown.type, shown.reason) == ("fetch", trouble.reason)
    assert (school.chat.count("discard"), said(school)) == (0, [])
    school.chat.will("fetch", PNG)
    school.wait(minutes=1)
    school.deliver_all()
    assert (school.file().state, school.file().copy) == ("kept", "gone")


def test_after_a_week_of_trouble_it_is_given_up_and_the_copy_still_stays(school: School) -> None:
    school.case_with_file()
    school.chat.will("fetch", *[TroubleError("http_403")] * 2)
    school.deliver_all()
    school.wait(days=8)
    school.deliver_all()
    assert school.state(GIVEN_UP) == ("failed", "http_403")
    assert (school.file().state, school.file().copy) == ("lost", "there")
    assert types(school) == ["bestand_ontvangen", "bestand_niet_opgehaald"]
    assert (school.chat.count("discard"), len(said(school))) == (0, 1)


@pytest.mark.parametrize("answer", FINAL, ids=str)
def test_what_cannot_be_fetched_is_never_deleted(school: School, answer: RefusedError) -> None:
    lose(school, answer)
    school.wait(days=30)
    school.deliver_all()
    assert school.file().state == "lost"
    assert school.chat.count("discard") == 0


def test_who_gave_the_file_hears_once_that_it_did_not_arrive_under_a_number_alone(school: School) -> None:
    lose(school)
    for _ in range(3):
        school.chat.will("fetch", FINAL[0])
        assert try_again(school) == 1
        school.deliver_all()
    first = "Een bestand dat u bij n1 gaf, is niet aangekomen. Het staat nog in Slack."
    assert said(school) == [f"{first} Wilt u het opnieuw toevoegen? Kies dan Aanvullen."]
    assert types(school).count("bestand_niet_opgehaald") == 1
    assert school.chat.count("discard") == 0


def test_a_file_that_slack_no_longer_has_is_told_of_as_gone(school: School) -> None:
    lose(school, RefusedError("file_deleted"))
    assert (school.file().state, school.file().copy) == ("lost", "gone")
    assert "Het staat niet meer in Slack." in said(school)[0]


def test_what_was_given_up_is_kept_when_the_administrator_has_it_tried_again(school: School) -> None:
    lose(school)
    school.chat.will("fetch", PNG)
    assert try_again(school) == 1
    school.deliver_all()
    assert (school.file().state, school.file().copy) == ("kept", "gone")
    assert types(school) == ["bestand_ontvangen", "bestand_niet_opgehaald", "bestand_bewaard", "kopie_weg"]
    assert len(said(school)) == 1


def test_who_cannot_add_anything_any_more_is_not_asked_to(school: School) -> None:
    school.case_with_file()
    alter(school, state="closed")
    school.chat.will("fetch", FINAL[0])
    school.deliver_all()
    assert "U kunt nu niets aan deze zaak toevoegen." in said(school)[0]


def test_who_gave_a_file_to_a_report_that_was_merged_reads_their_own_number_only(school: School) -> None:
    school.person("collega", member="U2")
    school.case_with_file()
    with school.ctx.store.write() as tx:
        mine = cases.load(tx, "c1")
        assert mine is not None
        cases.add(tx, replace(mine, id="c2", number="n2", melder="collega"))
        theirs = cases.load(tx, "c2")
        assert theirs is not None
        cases.save(tx, theirs, replace(theirs, state="merged", merged_into="c1", version=1))
        name = Writing(id="f2", key="bijlagen", author="collega", at=NOW, text="b.png")
        contents.put_file(tx, school.ctx.keyring, "c1", name, "F2")
    payload = {"file": "F2", "content": "f2", "by": "collega"}
    school.put("fetch:F2", type="fetch", payload=payload, person=None, case_id="c1")
    school.chat.will("fetch", FINAL[0], FINAL[0])
    school.deliver_all()
    assert sorted(("n1" in text, "n2" in text) for text in said(school)) == [(False, True), (True, False)]


# --- what is refused


@pytest.mark.parametrize(
    "answer, word",
    [(IMPOSTORS["svg"], "alleen afbeeldingen"), (PNG.ljust(MAX_BYTES + 1, b"\0"), "groter dan 10 MB")],
)
def test_who_gave_what_is_refused_hears_once_what_is_accepted_before_the_copy_goes(
    school: School, answer: bytes, word: str
) -> None:
    school.case_with_file()
    school.chat.will("fetch", answer)
    school.deliver_all()
    assert len(said(school)) == 1
    assert word in said(school)[0]
    assert "a.png" not in said(school)[0]
    assert [method for method, _ in school.chat.calls] == ["fetch", "send", "discard"]
    assert school.file().copy == "gone"


@pytest.mark.parametrize("answer", [RefusedError("file_too_large"), IMPOSTORS["svg"]], ids=["size", "type"])
def test_as_long_as_nobody_could_be_told_the_copy_stays(school: School, answer: object) -> None:
    school.case_with_file()
    school.chat.will("fetch", answer)
    school.chat.will("send", TroubleError("http_503"), TroubleError("http_503"))
    school.deliver_all()
    assert (school.chat.count("discard"), school.file().copy) == (0, "there")
    assert school.state("discard:F1") == ("waiting", "giver_not_told")
    school.wait(minutes=1)
    school.deliver_all()
    assert school.chat.count("discard") == 0
    school.wait(minutes=10)
    school.deliver_all()
    assert school.file().copy == "gone"


def test_who_can_never_be_told_loses_no_copy(school: School) -> None:
    school.case_with_file()
    school.chat.will("fetch", IMPOSTORS["svg"])
    school.chat.will("send", RefusedError("account_inactive"))
    school.deliver_all()
    school.wait(days=8)
    school.deliver_all()
    assert school.chat.count("discard") == 0
    assert school.file().copy == "asked"


def test_what_was_lost_and_then_turns_out_to_be_of_another_type_is_told_of_before_the_copy_goes(school: School) -> None:
    lose(school)
    school.chat.will("fetch", IMPOSTORS["svg"])
    try_again(school)
    school.deliver_all()
    assert ["niet aangekomen" in text for text in said(school)] == [True, False]
    assert [method for method, _ in school.chat.calls][-2:] == ["send", "discard"]


# --- no image may be kept


@pytest.mark.rule("X-5")
@pytest.mark.parametrize("answer", [FINAL[0], TroubleError("http_403")], ids=str)
def test_when_no_image_may_be_kept_the_copy_goes_without_being_fetched(school: School, answer: Exception) -> None:
    lose(school, answer)
    set_fact(school, "zedenvermoeden", "ja")
    school.wait(minutes=1)
    school.deliver_all()
    assert (school.file().state, school.file().copy) == ("unkept", "gone")
    assert (school.chat.count("fetch"), school.chat.count("discard")) == (1, 1)
    assert types(school)[-2:] == ["bestand_geweigerd", "kopie_weg"]


@pytest.mark.rule("X-5")
def test_what_cannot_be_fetched_just_when_no_image_may_be_kept_any_more_goes_too(school: School) -> None:
    school.case_with_file()

    def meanwhile() -> bytes:
        set_fact(school, "zedenvermoeden", "ja")
        raise FINAL[0]

    school.chat.will("fetch", meanwhile)
    school.deliver_all()
    assert (school.file().state, school.file().copy, said(school)) == ("unkept", "gone", [])


@pytest.mark.rule("X-5")
def test_what_waits_until_its_giver_is_told_goes_at_once_when_no_image_may_be_kept(school: School) -> None:
    school.case_with_file()
    school.chat.will("fetch", IMPOSTORS["svg"])
    school.chat.will("send", *[TroubleError("http_503")] * 2)
    school.deliver_all()
    with school.ctx.store.write() as tx:
        drop(school.ctx, tx, "c1", "melder")
    school.deliver_all()
    assert (school.file().state, school.file().copy) == ("unkept", "gone")
