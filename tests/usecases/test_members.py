"""Tying members of the chat product to the staff list."""

from models import people
from models.people import Contact
from tests.usecases.school import School
from workflows.usecases.members import enroll, find, sync
from workflows.usecases.messenger import Member


def known(school: School, member: str) -> Contact:
    found = find(school.ctx, member)
    assert found is not None
    return found


def test_a_member_on_the_staff_list_is_known_by_address_whatever_its_capitals(school: School) -> None:
    school.person("bas")
    enroll(school.ctx, Member(id="U2", email="Bas@School.example", name="B."))
    enroll(school.ctx, Member(id="U2", email="Bas@School.example", name="B."))
    assert (known(school, "U2").id, known(school, "U2").name) == ("bas", "Bas")


def test_who_is_on_no_list_is_known_from_now_on_so_that_no_report_is_lost(school: School) -> None:
    enroll(school.ctx, Member(id="U3", email="", name="Gast"))
    assert (known(school, "U3").listed, known(school, "U3").name) == (False, "Gast")


def test_all_members_are_tied_at_once_and_only_the_new_ones_counted(school: School) -> None:
    school.person("bas")
    school.person("wim")
    school.chat.staff = [
        Member(id="U1", email="melder@school.example", name="Melder"),
        Member(id="U2", email="bas@school.example", name="Bas"),
        Member(id="U3", email="wim@school.example", name="Wim", active=False),
        Member(id="U4", email="", name="Gast"),
    ]
    assert sync(school.ctx, school.chat) == 1
    assert sync(school.ctx, school.chat) == 0
    assert known(school, "U2").id == "bas"
    assert find(school.ctx, "U3") is None


def test_a_member_whose_address_changed_is_tied_to_who_has_it_now_and_the_others_are_tied_too(school: School) -> None:
    school.person("bas")
    school.person("wim", member="U2")
    school.person("new")
    school.chat.staff = [
        Member(id="U2", email="new@school.example", name="Wim"),
        Member(id="U3", email="bas@school.example", name="Bas"),
    ]
    assert sync(school.ctx, school.chat) == 2
    assert (known(school, "U2").id, known(school, "U3").id) == ("new", "bas")
    with school.ctx.store.read() as tx:
        before = people.by_id(tx, "wim")
    assert before is not None
    assert before.member is None


def test_who_has_a_new_account_is_known_by_it(school: School) -> None:
    school.person("wim", member="U2")
    enroll(school.ctx, Member(id="U9", email="wim@school.example", name="Wim"))
    assert known(school, "U9").id == "wim"
    assert find(school.ctx, "U2") is None
