"""For each place that asks the policy: somebody who may not tries it there, and must be refused.

``PROBES`` names them by file and function; with more than one call in a function by their order as well. A probe is
small and says with an assertion that it got what it should not. ``tests/test_policy_calls.py`` runs each one twice.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest

from tests.access_stage import OUTSIDER, Stage, cards_to
from tests.play import CAST
from tests.workflows.engine.cast import CONTENT, Play
from texts import say
from workflows.cards.case_cards import taken_card
from workflows.cards.rights_form import PERSON, REFERENCE
from workflows.engine.actions import Assign, Correct, Finish, Merge, Plan, Reopen, Withdraw
from workflows.engine.errors import NotAllowedError
from workflows.engine.policy import allows
from workflows.usecases.evidence import open_file
from workflows.usecases.hand_over import may_hand_over
from workflows.usecases.home import home
from workflows.usecases.keep_announce import announce
from workflows.usecases.notice_aim import may_follow
from workflows.usecases.own_view import views_added_by
from workflows.usecases.receipt import receipt_again
from workflows.usecases.rights import look_up
from workflows.usecases.tell import living_card

Probe = Callable[[Stage], None]
STRANGER = "buitenstaander"


# The engine


def a_restricted_case_takes_no_outcome(_: Stage) -> None:
    play = Play()
    play.case = replace(play.case, restricted=True)
    with pytest.raises(NotAllowedError):
        play.do(Finish(actor="leidinggevende", task="strategie", number=1, outcome="naar_directie"))


def who_is_only_informed_corrects_nothing(_: Stage) -> None:
    with pytest.raises(NotAllowedError):
        Play().do(Correct(actor="directie", facts={"dreiging": "ja"}, reason=CONTENT))


def a_stranger_asks_the_melder_nothing(_: Stage) -> None:
    with pytest.raises(NotAllowedError):
        Play().do(Plan(actor=STRANGER, task="antwoord"))


def a_stranger_withdraws_nothing(_: Stage) -> None:
    with pytest.raises(NotAllowedError):
        Play().do(Withdraw(actor=STRANGER))


def a_stranger_reopens_nothing(_: Stage) -> None:
    play = Play()
    play.do(Withdraw(actor="melder"))
    with pytest.raises(NotAllowedError):
        play.do(Reopen(actor=STRANGER, reason=CONTENT))


def a_stranger_merges_nothing(_: Stage) -> None:
    with pytest.raises(NotAllowedError):
        Play().do(Merge(actor=STRANGER, into="case-2"))


def a_stranger_hands_nothing_over(_: Stage) -> None:
    with pytest.raises(NotAllowedError):
        Play().do(Assign(actor=STRANGER, task="strategie", number=1, to="leerkracht", reason=CONTENT))


def a_stranger_is_allowed_nothing(_: Stage) -> None:
    play = Play()
    assert not allows(STRANGER, "read", play.protocol, play.case, play.circle)


# Reading


def an_outsider_opens_no_case(stage: Stage) -> None:
    assert stage.press(OUTSIDER, "case.view", stage.report()).form is None


def who_is_only_informed_gets_no_buttons(stage: Stage) -> None:
    shown = str(stage.press("directie", "case.view", stage.report()).form)
    assert "action='case.add'" not in shown


def a_similar_report_of_others_is_not_shown(stage: Stage) -> None:
    link = f"https://voorbeeld.test/{stage.ctx.new_id()}"
    other, mine = stage.report("plaatser", link=link), stage.report(link=link)
    reply = stage.press("leidinggevende", "case.view", mine)
    assert reply.form is not None
    assert other not in str(reply.form)


def an_outsider_opens_no_file(stage: Stage) -> None:
    token = stage.link(stage.file(stage.report()), OUTSIDER)
    with pytest.raises(NotAllowedError):
        open_file(stage.ctx, token)


def an_outsider_opens_no_file_of_a_report_that_was_merged(stage: Stage) -> None:
    into, other = stage.report(), stage.report()
    token = stage.link(stage.file(other), OUTSIDER)
    stage.change(other, state="merged", merged_into=into)
    with pytest.raises(NotAllowedError):
        open_file(stage.ctx, token)


def an_outsider_reads_no_timeline(stage: Stage) -> None:
    assert stage.press(OUTSIDER, "case.timeline", stage.report()).form is None


def who_only_handles_the_case_reads_no_dossier(stage: Stage) -> None:
    assert stage.press("leidinggevende", "case.dossier", stage.report()).form is None


def nobody_gets_the_receipt_of_another(stage: Stage) -> None:
    case_id = stage.report()
    with stage.write() as tx, pytest.raises(NotAllowedError):
        receipt_again(stage.ctx, tx, stage.person(OUTSIDER), case_id)


# Forms


def a_restricted_case_asks_no_outcome(stage: Stage) -> None:
    case_id = stage.report()
    stage.restrict(case_id)
    assert stage.press("leidinggevende", "task.outcome", f"{case_id}|strategie|1|buiten_bereik").form is None


def an_outsider_hears_nothing_of_a_task(stage: Stage) -> None:
    known, unknown = stage.report(), "no-such-case"
    pressed = [stage.press(OUTSIDER, "task.outcome", f"{one}|no_such_task|1") for one in (known, unknown)]
    assert pressed[0] == pressed[1]


def an_outsider_gets_no_form_to_add(stage: Stage) -> None:
    assert stage.press(OUTSIDER, "case.add", stage.report()).form is None


def an_outsider_gets_no_form_to_ask(stage: Stage) -> None:
    assert stage.press(OUTSIDER, "case.ask", stage.report()).form is None


def an_outsider_gets_no_form_to_correct(stage: Stage) -> None:
    assert stage.press(OUTSIDER, "case.correct", stage.report()).form is None


def an_outsider_adds_nothing(stage: Stage) -> None:
    case_id = stage.report()
    assert stage.submit(OUTSIDER, "add", {"case": case_id, "draft": "x"}, {"aanvulling": "Iets"}).errors


def an_outsider_gets_no_form_to_add_a_view(stage: Stage) -> None:
    assert stage.press(OUTSIDER, "case.own_view", stage.report()).form is None


def an_outsider_gets_no_button_to_add_a_view(stage: Stage) -> None:
    assert not views_added_by(stage.person(OUTSIDER).id, *stage.case(stage.report()))


def an_outsider_gets_no_form_to_restrict(stage: Stage) -> None:
    assert stage.press(OUTSIDER, "case.restrict", stage.report()).form is None


def an_outsider_gets_no_form_to_hold(stage: Stage) -> None:
    assert stage.press(OUTSIDER, "case.hold", stage.report()).form is None


def an_fg_who_was_not_asked_in_a_case_is_not_offered_to_restrict_it(stage: Stage) -> None:
    case_id = stage.report("leerkracht")
    form = look_up(stage.ctx, stage.person("fg"), {PERSON: CAST["leerkracht"], REFERENCE: "Verzoek 1"})
    assert case_id not in str(form)


# Handing over


def a_restricted_case_is_not_handed_over(stage: Stage) -> None:
    case_id = stage.report()
    stage.restrict(case_id)
    reply = stage.press("leidinggevende", "case.hand_over", case_id)
    assert (reply.form, reply.whisper) == (None, say("error.restricted"))


def a_restricted_case_offers_no_handing_over(stage: Stage) -> None:
    case_id = stage.report()
    stage.restrict(case_id)
    with stage.write() as tx:
        assert not may_hand_over(stage.ctx, tx, stage.person("leidinggevende").id, case_id)


# Notices


def a_restricted_case_sends_no_notice(stage: Stage) -> None:
    case_id = stage.report()
    stage.finish("leidinggevende", case_id, "strategie", "naar_directie")
    stage.restrict(case_id)
    assert stage.press("directie", "notice.compose", f"{case_id}|niet_reageren|1").form is None


def an_outsider_follows_no_notice(stage: Stage) -> None:
    case_id = stage.report()
    with stage.write() as tx:
        assert not may_follow(stage.ctx, tx, stage.person(OUTSIDER).id, case_id)


def an_outsider_learns_of_no_reader(stage: Stage) -> None:
    notice = stage.notice(stage.report())
    assert stage.press(OUTSIDER, "notice.status", notice).form is None


# Lists and cards


def a_list_asks_the_policy_and_not_only_the_table(stage: Stage) -> None:
    case_id = stage.report()
    stage.ask_by_mistake(case_id, OUTSIDER)
    assert stage.case(case_id)[1].number not in str(home(stage.ctx, stage.person(OUTSIDER)))


def the_card_of_who_left_says_nothing(stage: Stage) -> None:
    protocol, case, circle = stage.case(stage.report())
    leader = stage.person("leidinggevende").id
    gone = replace(circle, people={**circle.people, leader: replace(circle.people[leader], active=False)})
    with stage.write() as tx:
        assert living_card(stage.ctx, tx, protocol, case, leader, gone) == taken_card(case)


def who_may_not_read_a_case_is_told_of_its_end_without_a_button_to_it(stage: Stage) -> None:
    case_id = stage.report()
    stage.almost_over(case_id)
    with stage.write() as tx:
        announce(stage.ctx, tx, case_id)
        told = cards_to(tx, stage.person("bestuur").id, f"bewaren:{case_id}")
    assert told
    assert "case.view" not in told


def whom_it_is_about_does_not_hear_of_its_end(stage: Stage) -> None:
    case_id = stage.report()
    stage.involve(case_id, "directie")
    stage.almost_over(case_id)
    with stage.write() as tx:
        announce(stage.ctx, tx, case_id)
        assert cards_to(tx, stage.person("directie").id, f"bewaren:{case_id}") == ""


PROBES: Mapping[str, Probe] = MappingProxyType(
    {
        "workflows/engine/changes.py:finish": a_restricted_case_takes_no_outcome,
        "workflows/engine/changes.py:correct": who_is_only_informed_corrects_nothing,
        "workflows/engine/changes.py:plan": a_stranger_asks_the_melder_nothing,
        "workflows/engine/changes.py:withdraw": a_stranger_withdraws_nothing,
        "workflows/engine/changes.py:reopen": a_stranger_reopens_nothing,
        "workflows/engine/changes.py:merge": a_stranger_merges_nothing,
        "workflows/engine/moves.py:assign": a_stranger_hands_nothing_over,
        "workflows/engine/policy.py:allows": a_stranger_is_allowed_nothing,
        "workflows/usecases/dossier.py:_granted": who_only_handles_the_case_reads_no_dossier,
        "workflows/usecases/evidence.py:_leave 1": an_outsider_opens_no_file,
        "workflows/usecases/evidence.py:_leave 3": an_outsider_opens_no_file_of_a_report_that_was_merged,
        "workflows/usecases/forms.py:outcome 1": an_outsider_hears_nothing_of_a_task,
        "workflows/usecases/forms.py:outcome 2": a_restricted_case_asks_no_outcome,
        "workflows/usecases/forms.py:addition": an_outsider_gets_no_form_to_add,
        "workflows/usecases/forms.py:small": an_outsider_gets_no_form_to_ask,
        "workflows/usecases/forms.py:correction": an_outsider_gets_no_form_to_correct,
        "workflows/usecases/hand_over.py:handing_form": a_restricted_case_is_not_handed_over,
        "workflows/usecases/hand_over.py:may_hand_over": a_restricted_case_offers_no_handing_over,
        "workflows/usecases/hold.py:holding_form": an_outsider_gets_no_form_to_hold,
        "workflows/usecases/home.py:_is_to_do": a_list_asks_the_policy_and_not_only_the_table,
        "workflows/usecases/keep_announce.py:announce": (
            who_may_not_read_a_case_is_told_of_its_end_without_a_button_to_it
        ),
        "workflows/usecases/keep_announce.py:_able": whom_it_is_about_does_not_hear_of_its_end,
        "workflows/usecases/notice_aim.py:held": a_restricted_case_sends_no_notice,
        "workflows/usecases/notice_aim.py:may_follow": an_outsider_follows_no_notice,
        "workflows/usecases/notice_status.py:watched": an_outsider_learns_of_no_reader,
        "workflows/usecases/once.py:allowed": an_outsider_adds_nothing,
        "workflows/usecases/own_view.py:views_added_by": an_outsider_gets_no_button_to_add_a_view,
        "workflows/usecases/own_view.py:_allowed": an_outsider_gets_no_form_to_add_a_view,
        "workflows/usecases/receipt.py:receipt_again": nobody_gets_the_receipt_of_another,
        "workflows/usecases/restrict.py:resting_form": an_outsider_gets_no_form_to_restrict,
        "workflows/usecases/rights.py:_able": an_fg_who_was_not_asked_in_a_case_is_not_offered_to_restrict_it,
        "workflows/usecases/sight.py:_see": an_outsider_opens_no_case,
        "workflows/usecases/sight.py:verbs": who_is_only_informed_gets_no_buttons,
        "workflows/usecases/sight.py:_similar": a_similar_report_of_others_is_not_shown,
        "workflows/usecases/tell.py:_current": the_card_of_who_left_says_nothing,
        "workflows/usecases/timeline.py:_granted": an_outsider_reads_no_timeline,
    }
)
