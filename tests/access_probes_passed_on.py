"""The same as ``access_probes``, for the questions that make of one leave another, and for who answers a request.

A report goes on in a case that directie reads, and is about directie: of it she sees nothing, by whichever way.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest

from models import contents
from models.contents import Writing
from tests.access_stage import OUTSIDER, Stage
from tests.workflows.engine.cast import Play
from workflows.engine.case import Assignee
from workflows.engine.errors import NotAllowedError
from workflows.engine.policy import may
from workflows.engine.requests import may_answer_requests
from workflows.usecases.evidence import open_file
from workflows.usecases.home import home
from workflows.usecases.notice_names import names_in
from workflows.usecases.rights import give
from workflows.usecases.rights_gather import About

STORY = "kevin zwartkruis van de buren"


def _about_directie(stage: Stage) -> tuple[str, str]:
    """Return a case, and a report about directie that went on in it."""
    into, other = stage.report(), stage.report(toelichting=f"Account van Kevin Zwartkruis. {STORY}")
    stage.involve(other, "directie")
    return into, other


def _goes_on(stage: Stage, into: str, other: str) -> None:
    stage.change(other, state="merged", merged_into=into)


def whom_a_merged_report_is_about_opens_no_file_of_it(stage: Stage) -> None:
    into, other = _about_directie(stage)
    token = stage.link(stage.file(other), "directie")
    _goes_on(stage, into, other)
    with pytest.raises(NotAllowedError):
        open_file(stage.ctx, token)


def whom_a_merged_report_is_about_reads_none_of_it(stage: Stage) -> None:
    into, other = _about_directie(stage)
    _goes_on(stage, into, other)
    shown = stage.press("directie", "case.view", into).form
    assert shown is not None
    assert STORY not in str(shown)


def whom_a_merged_report_is_about_does_not_learn_which_names_stand_in_it(stage: Stage) -> None:
    into, other = _about_directie(stage)
    _goes_on(stage, into, other)
    grant = may(stage.person("directie").id, "read", *stage.case(into))
    with stage.ctx.store.read() as tx:
        assert names_in(stage.ctx, tx, grant, "Niemand schrijft nog over zwartkruis.") == ()


def who_has_yet_to_promise_does_not_read_what_the_melder_is_asked(stage: Stage) -> None:
    case_id = stage.report()
    asked = Assignee(person=stage.person(OUTSIDER).id, role="belooft")
    rounds = stage.case(case_id)[1].rounds
    stage.change(case_id, rounds=tuple(replace(one, assignees=(*one.assignees, asked)) for one in rounds))
    leader = stage.person("leidinggevende").id
    question = Writing(id=stage.ctx.new_id(), key="vraag", author=leader, at=stage.ctx.now(), text="KANARIE-vraag")
    with stage.write() as tx:
        contents.put(tx, stage.ctx.keyring, case_id, [question])
    shown = stage.press(OUTSIDER, "case.view", case_id).form
    assert shown is not None
    assert "KANARIE-vraag" not in str(shown)


def who_is_no_fg_and_no_bestuur_answers_no_request(_: Stage) -> None:
    with pytest.raises(NotAllowedError):
        may_answer_requests("hr", Play().circle)


def who_is_no_fg_and_no_bestuur_gets_no_form_of_a_request(stage: Stage) -> None:
    assert stage.press(OUTSIDER, "rights.ask", "").form is None


def who_is_no_fg_and_no_bestuur_gets_no_button_for_a_request(stage: Stage) -> None:
    assert "rights.ask" not in str(home(stage.ctx, stage.person(OUTSIDER)))


def the_fg_tells_nothing_of_the_fast_lane(stage: Stage) -> None:
    case_id = stage.report("leerkracht", zedenvermoeden="ja")
    about = About(name="Lotte Jansen", person=stage.person("leerkracht").id)
    report = give(stage.ctx, stage.person("fg"), about, "Verzoek 1")
    assert stage.case(case_id)[1].number not in str(report.sections)


PASSED_ON: Mapping[str, Callable[[Stage], None]] = MappingProxyType(
    {
        "workflows/engine/requests.py:may_answer_requests": who_is_no_fg_and_no_bestuur_answers_no_request,
        "workflows/usecases/evidence.py:_leave 2": whom_a_merged_report_is_about_opens_no_file_of_it,
        "workflows/usecases/notice_names.py:_typed": (
            whom_a_merged_report_is_about_does_not_learn_which_names_stand_in_it
        ),
        "workflows/usecases/rights.py:_circle": who_is_no_fg_and_no_bestuur_gets_no_form_of_a_request,
        "workflows/usecases/rights.py:answers_these": who_is_no_fg_and_no_bestuur_gets_no_button_for_a_request,
        "workflows/usecases/rights_gather.py:_in_case": the_fg_tells_nothing_of_the_fast_lane,
        "workflows/usecases/sight.py:_asked_of_melder": who_has_yet_to_promise_does_not_read_what_the_melder_is_asked,
        "workflows/usecases/sight.py:_from_merged": whom_a_merged_report_is_about_reads_none_of_it,
    }
)
