"""Tying members of the chat product to the staff list, and knowing who is in it."""

import threading

import pytest

from models import people, roster
from models.people import Contact
from models.roster import Known
from tests.usecases.files import person, read
from tests.usecases.school import School
from workflows.usecases.members import enroll, find, look, sync
from workflows.usecases.messenger import Member, TroubleError
from workflows.usecases.presence import Roll, Seen, missing
from workflows.usecases.staff import import_staff

MELDER = Member(id="U1", email="melder@school.example", name="Melder")


def known(school: School, member: str) -> Contact:
    found = find(school.ctx, member)
    assert found is not None
    return found


def one(school: School, key: str) -> Known:
    with school.ctx.store.read() as tx:
        return next(found for found in roster.everyone(tx) if found.id == key)


def in_chat(school: School) -> dict[str, bool | None]:
    with school.ctx.store.read() as tx:
        return {found.id: found.in_chat for found in roster.everyone(tx)}


def routes(school: School) -> int:
    with school.ctx.store.write() as tx:
        waiting = "select count(*) from deadlines where type = 'route' and state = 'waiting'"
        found = tx.exec_driver_sql(waiting).scalar_one()
        tx.exec_driver_sql("update deadlines set state = 'done' where type = 'route'")
    return int(found)


def bas(**more: bool) -> Member:
    return Member(id="U2", email="Bas@School.example", name="B.", **more)


# ------------------------------------------------------------------------------------------------- at first contact


def test_a_member_on_the_staff_list_is_known_by_address_whatever_its_capitals(school: School) -> None:
    school.person("bas")
    enroll(school.ctx, bas())
    enroll(school.ctx, bas())
    assert (known(school, "U2").id, known(school, "U2").name) == ("bas", "Bas")
    assert one(school, "bas").in_chat is True


def test_who_is_on_no_list_is_known_from_now_on_so_that_no_report_is_lost(school: School) -> None:
    enroll(school.ctx, Member(id="U3", email="", name="Gast"))
    assert (known(school, "U3").listed, known(school, "U3").name) == (False, "Gast")


def test_a_guest_with_the_address_of_a_colleague_is_not_that_colleague(school: School) -> None:
    school.person("bas")
    enroll(school.ctx, bas(staff=False))
    assert (known(school, "U2").id != "bas", known(school, "U2").listed) == (True, False)
    assert one(school, "bas").in_chat is None


def test_who_is_unlisted_and_has_a_new_account_is_one_person_still(school: School) -> None:
    enroll(school.ctx, Member(id="U3", email="new@school.example", name="Noa"))
    before = known(school, "U3").id
    enroll(school.ctx, Member(id="U4", email="new@school.example", name="Noa"))
    assert (known(school, "U4").id, find(school.ctx, "U3")) == (before, None)


def test_who_has_a_new_account_is_known_by_it(school: School) -> None:
    school.person("wim", member="U2")
    enroll(school.ctx, Member(id="U9", email="wim@school.example", name="Wim"))
    assert known(school, "U9").id == "wim"
    assert find(school.ctx, "U2") is None


# --------------------------------------------------------------------------------------------------- the daily look


def test_all_members_are_tied_at_once_and_only_the_new_ones_counted(school: School) -> None:
    school.person("bas")
    school.person("wim")
    school.chat.staff = [
        MELDER,
        bas(),
        Member(id="U3", email="wim@school.example", name="Wim", active=False),
        Member(id="U4", email="", name="Gast"),
    ]
    assert sync(school.ctx, school.chat) == Seen(new=1, away=1)
    assert sync(school.ctx, school.chat) == Seen()
    assert known(school, "U2").id == "bas"
    assert find(school.ctx, "U3") is None
    assert in_chat(school) == {"melder": True, "bas": True, "wim": False}


def test_a_member_whose_address_changed_is_tied_to_who_has_it_now_and_the_others_are_tied_too(school: School) -> None:
    school.person("bas")
    school.person("wim", member="U2")
    school.person("new")
    school.chat.staff = [
        MELDER,
        Member(id="U2", email="new@school.example", name="Wim"),
        Member(id="U3", email="bas@school.example", name="Bas"),
    ]
    assert sync(school.ctx, school.chat).new == 2
    assert (known(school, "U2").id, known(school, "U3").id) == ("new", "bas")
    assert (one(school, "wim").member, one(school, "wim").in_chat) == (None, False)


def test_two_people_who_swapped_accounts_are_each_tied_to_their_own(school: School) -> None:
    school.person("bas", member="U3")
    school.person("wim", member="U2")
    school.chat.staff = [MELDER, bas(), Member(id="U3", email="wim@school.example", name="Wim")]
    assert sync(school.ctx, school.chat).new == 2
    assert (known(school, "U2").id, known(school, "U3").id) == ("bas", "wim")


def test_who_only_has_another_address_in_slack_is_still_reached_there(school: School) -> None:
    school.person("bas", member="U2")
    school.chat.staff = [MELDER, Member(id="U2", email="b.mulder@elders.example", name="Bas")]
    assert sync(school.ctx, school.chat) == Seen()
    assert (one(school, "bas").member, one(school, "bas").in_chat) == ("U2", True)


@pytest.mark.parametrize("now", [bas(active=False), bas(staff=False), None])
def test_who_is_closed_or_a_guest_or_gone_cannot_be_asked_keeps_history_and_may_come_back(
    school: School, now: Member | None
) -> None:
    school.person("bas", member="U2")
    school.case_with_file()
    school.chat.staff = [MELDER, bas()]
    assert (sync(school.ctx, school.chat), routes(school)) == (Seen(), 0)
    school.chat.staff = [MELDER, *([now] if now else [])]
    assert (sync(school.ctx, school.chat), routes(school)) == (Seen(away=1), 1)
    assert (one(school, "bas").member, one(school, "bas").active, one(school, "bas").in_chat) == ("U2", True, False)
    assert (sync(school.ctx, school.chat), routes(school)) == (Seen(), 0)
    school.chat.staff = [MELDER, bas()]
    assert (sync(school.ctx, school.chat), routes(school)) == (Seen(back=1), 1)
    assert one(school, "bas").in_chat is True


def test_a_closed_account_does_not_hide_the_open_one_with_the_same_address(school: School) -> None:
    school.person("bas")
    closed = Member(id="U9", email="bas@school.example", name="Bas", active=False)
    for order in ([closed, bas()], [bas(), closed]):
        school.chat.staff = [MELDER, *order]
        sync(school.ctx, school.chat)
        assert (one(school, "bas").member, one(school, "bas").in_chat) == ("U2", True)


def test_the_staff_file_gives_the_name_and_slack_only_of_who_is_not_in_it(school: School) -> None:
    enroll(school.ctx, Member(id="U3", email="noa@school.example", name="Noa"))
    school.chat.staff = [
        Member(id="U1", email="melder@school.example", name="Somebody else"),
        Member(id="U3", email="noa@school.example", name="Noa de Groot"),
    ]
    sync(school.ctx, school.chat)
    assert (known(school, "U1").name, known(school, "U3").name) == ("Melder", "Noa de Groot")
    assert one(school, known(school, "U3").id).in_chat is None


@pytest.mark.parametrize(
    "answer",
    [
        [],
        [Member(id="U1", email="", name="Melder"), Member(id="U2", email="", name="Bas")],
        [Member(id="U2", email="bas@school.example", name="Bas", active=False)],
    ],
)
def test_an_answer_that_would_make_everybody_disappear_changes_nothing(school: School, answer: list[Member]) -> None:
    school.person("bas", member="U2")
    school.chat.staff = [MELDER, bas()]
    sync(school.ctx, school.chat)
    school.chat.staff = answer
    assert sync(school.ctx, school.chat) == Seen()
    assert in_chat(school) == {"melder": True, "bas": True}


def test_a_failing_slack_changes_nothing(school: School) -> None:
    school.chat.staff = [MELDER]

    def fail() -> list[Member]:
        raise TroubleError("invalid_auth")

    school.chat.members = fail  # type: ignore[method-assign]
    with pytest.raises(TroubleError):
        sync(school.ctx, school.chat)
    assert in_chat(school) == {"melder": None}


def test_several_workers_may_look_at_once(school: School) -> None:
    school.chat.staff = [MELDER, *(Member(id=f"U1{n}", email=f"p{n}@school.example", name="x") for n in range(50))]
    import_staff(school.ctx, read(*(person(f"p{n}") for n in range(50))), "test")
    found: list[Seen] = []
    threads = [threading.Thread(target=lambda: found.append(sync(school.ctx, school.chat))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    with school.ctx.store.read() as tx:
        assert {one.email: one.member for one in roster.everyone(tx) if one.works} == {
            f"p{n}@school.example": f"U1{n}" for n in range(50)
        }
        assert people.by_member(tx, "U1") is not None


# --------------------------------------------------------------------------------------------------- at an import


def someone(name: str, **more: object) -> Known:
    return Known(id=name, email=f"{name}@school.example", name=name, **more)  # type: ignore[arg-type]


def test_a_few_new_people_are_looked_up_by_address_and_many_in_one_list(school: School) -> None:
    school.chat.staff = [Member(id="U2", email="bas@school.example", name="Bas"), MELDER]
    few = look(school.chat, [someone("bas"), someone("cor"), someone("wim", in_chat=True)])
    assert few == Roll(members=(school.chat.staff[0],), asked=frozenset({"bas@school.example", "cor@school.example"}))
    assert school.chat.count("member_of") == 2
    assert look(school.chat, [someone(f"p{n}") for n in range(6)]) == Roll(members=tuple(school.chat.staff))
    assert school.chat.count("member_of") == 2


def test_who_is_missing_is_said_and_who_was_never_looked_up_is_not() -> None:
    everybody = [someone("anna", in_chat=False), someone("bas", in_chat=True), someone("cor")]
    assert [one.id for one in missing(everybody, None)] == ["anna"]
    assert [one.id for one in missing(everybody, Roll(members=()))] == ["anna"]
    found = Roll(members=(Member(id="U1", email="anna@school.example", name="Anna"),))
    assert [one.id for one in missing(everybody, found)] == ["bas", "cor"]


def test_who_has_an_account_is_not_said_to_be_gone_because_one_address_was_not_found() -> None:
    roll = Roll(members=(), asked=frozenset({"anna@school.example", "bas@school.example"}))
    assert [one.id for one in missing([someone("anna", member="U1"), someone("bas")], roll)] == ["bas"]


def test_an_answer_in_which_very_many_are_gone_at_once_is_taken_for_half_an_answer(school: School) -> None:
    staff = [Member(id=f"M{n}", email=f"p{n}@school.example", name=f"P{n}") for n in range(40)]
    for number in range(40):
        school.person(f"p{number}")
    school.chat.staff = staff
    assert sync(school.ctx, school.chat).new == 40
    school.chat.staff = staff[:20]
    assert sync(school.ctx, school.chat) == Seen()
    assert {place for key, place in in_chat(school).items() if key != "melder"} == {True}
    school.chat.staff = staff[:35]
    assert sync(school.ctx, school.chat).away == 5
