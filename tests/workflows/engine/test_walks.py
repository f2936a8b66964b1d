"""Random walks through a report at any of the five schools: whatever people do, in whatever order, this holds."""

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.workflows.engine.cast import Play, protocol_of
from workflows.engine.actions import Correct, Finish, HandOn, Plan, Reopen, Withdraw
from workflows.engine.case import Round
from workflows.engine.conditions import is_fast
from workflows.engine.decide import CLOCK
from workflows.engine.errors import NotAllowedError, StaleActionError
from workflows.engine.policy import Verb, allows, is_handler, may
from workflows.engine.protocol import MELDER, outcomes
from workflows.engine.roles import subjects
from workflows.protocol_files import available

PEOPLE = ["melder", "leidinggevende", "vervanger", "directie", "bestuur", "hr", "leerkracht", "plaatser"]
POSTERS = ["ikzelf", "medewerker", "oud_medewerker", "ouder", "leerling", "andere_volwassene", "onbekend"]
FACTS = st.one_of(
    st.fixed_dictionaries({"plaatser": st.sampled_from(POSTERS)}),
    st.fixed_dictionaries({"plaatser_persoon": st.sampled_from([*PEOPLE, ""])}),
    st.fixed_dictionaries({"betrokkenen": st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True).map(tuple)}),
    st.fixed_dictionaries({"dreiging": st.sampled_from(["ja", "nee"])}),
    st.fixed_dictionaries({"strafbaar": st.sampled_from(["ja", "nee"])}),
    st.fixed_dictionaries({"grensoverschrijdend": st.sampled_from(["ja", "nee"])}),
    st.fixed_dictionaries({"zedenvermoeden": st.sampled_from(["nee", "nee", "weet_niet", "ja"])}),
)


class Walk(RuleBasedStateMachine):
    """One case, acted on by everyone who may."""

    @initialize(
        school=st.sampled_from(available()),
        melder=st.sampled_from(["melder", "directie", "leidinggevende"]),
        facts=FACTS,
    )
    def report(self, school: str, melder: str, facts: dict[str, Any]) -> None:
        given = {key: value for key, value in facts.items() if key not in ("strafbaar", "grensoverschrijdend")}
        asked = {key: value for key, value in given.items() if value}
        self.play = Play(protocol=protocol_of(school), melder=melder, **asked)
        self.ended: dict[tuple[str, int], Round] = {}
        self.clicked: list[Finish] = []

    def allows(self, person: str, verb: Verb) -> bool:
        return allows(person, verb, self.play.protocol, self.play.case, self.play.circle)

    def is_open(self) -> bool:
        return self.play.case.state == "open"

    @precondition(lambda self: self.is_open())
    @rule(data=st.data(), poster=st.sampled_from(POSTERS))
    def finish(self, data: st.DataObject, poster: str) -> None:
        found = data.draw(st.sampled_from(self.play.case.open_rounds()))
        task = self.play.kind.tasks[found.task]
        ends = [end for end, outcome in outcomes(task).items() if not outcome.clock_only and not outcome.withdraws]
        end = data.draw(st.sampled_from(ends))
        actor = data.draw(st.sampled_from(found.assignees)).person
        given = {"plaatser": poster} if end in ("benoemd", "gevonden") else {}
        action = self.play.finishing(found.task, end, by=actor, number=found.number, **given)
        musts = self.play.musts()
        self.play.do(action)
        self.clicked.append(action)
        assert self.play.case.state == ("closed" if task.does == "close" else "open")
        assert not (self.play.case.state == "closed" and musts)

    @precondition(lambda self: self.is_open())
    @rule(facts=FACTS, actor=st.sampled_from(PEOPLE))
    def correct(self, facts: dict[str, Any], actor: str) -> None:
        before = self.play.case
        if not set(facts) <= set(self.play.protocol.facts):
            return
        try:
            self.play.do(Correct(actor=actor, facts=facts, reason="content-1"))
        except NotAllowedError:
            assert self.play.case is before
        else:
            fills_in = actor == before.melder and not set(facts) & set(before.facts)
            assert is_handler(actor, before) or fills_in

    @precondition(lambda self: self.is_open())
    @rule(data=st.data())
    def hand_on(self, data: st.DataObject) -> None:
        found = data.draw(st.sampled_from(self.play.case.open_rounds()))
        before = {who.person for who in found.assignees}
        self.play.do(HandOn(actor=CLOCK, task=found.task, number=found.number))
        now = next(one for one in self.play.case.rounds if one.key == found.key)
        assert before <= {who.person for who in now.assignees} or found.passed

    @precondition(lambda self: self.is_open())
    @rule(actor=st.sampled_from(PEOPLE))
    def ask_the_melder(self, actor: str) -> None:
        if self.allows(actor, "ask"):
            self.play.do(Plan(actor=actor, task="antwoord"))

    @precondition(lambda self: self.is_open())
    @rule()
    def ask_to_take_it_back(self) -> None:
        acted = any(found.state == "done" for found in self.play.case.rounds)
        if acted and "intrekking" not in self.play.open():
            self.play.do(Withdraw(actor=self.play.case.melder))
            assert "intrekking" in self.play.open()

    @precondition(lambda self: not self.is_open())
    @rule()
    def reopen(self) -> None:
        handlers = [one for one in PEOPLE if self.allows(one, "reopen")]
        if handlers:
            self.play.do(Reopen(actor=handlers[0], reason="content-1"))
            assert self.is_open()

    @precondition(lambda self: bool(self.clicked))
    @rule(data=st.data())
    def click_again(self, data: st.DataObject) -> None:
        action = data.draw(st.sampled_from(self.clicked))
        before = self.play.case
        with pytest.raises((StaleActionError, NotAllowedError)):
            self.play.do(action)
        assert self.play.case is before

    @precondition(lambda self: self.is_open())
    @rule(data=st.data())
    def click_on_what_is_not_yours(self, data: st.DataObject) -> None:
        found = data.draw(st.sampled_from(self.play.case.open_rounds()))
        others = [one for one in [*PEOPLE, "buitenstaander"] if not found.holds(one)]
        end = next(iter(outcomes(self.play.kind.tasks[found.task])))
        action = self.play.finishing(found.task, end, by=data.draw(st.sampled_from(others)), number=found.number)
        before = self.play.case
        with pytest.raises(NotAllowedError):
            self.play.do(action)
        assert self.play.case is before

    @invariant()
    def no_case_is_closed_with_a_must_open(self) -> None:
        if not self.is_open():
            assert self.play.open() == set()
        elif "afsluiten" in self.play.open():
            assert self.play.musts() == set()
        else:
            assert self.play.musts() != set()

    @invariant()
    def every_open_round_has_someone_who_may_do_it(self) -> None:
        barred = subjects(self.play.case)
        for found in self.play.case.open_rounds():
            task = self.play.kind.tasks[found.task]
            people = {who.person for who in found.assignees}
            assert people
            if task.who != MELDER:
                assert not people & barred
            if task.decides:
                assert self.play.case.melder not in people

    @invariant()
    def what_ended_never_changes(self) -> None:
        for found in self.play.case.rounds:
            if found.key in self.ended:
                assert found == self.ended[found.key]
            elif found.state != "open":
                self.ended[found.key] = found
        assert {found.key for found in self.play.case.rounds} >= set(self.ended)
        assert len({found.key for found in self.play.case.rounds}) == len(self.play.case.rounds)

    @invariant()
    def one_task_stands_open_once(self) -> None:
        rounds = [found.task for found in self.play.case.open_rounds() if found.task != "antwoord"]
        assert len(rounds) == len(set(rounds))

    @invariant()
    def in_the_fast_lane_only_board_and_melder_have_anything(self) -> None:
        if not is_fast(self.play.case):
            return
        for found in self.play.case.open_rounds():
            roles = {who.role for who in found.assignees}
            assert roles <= ({MELDER} if found.task == "antwoord" else {"bestuur", "toezicht"})
        for one in ("leidinggevende", "vervanger", "directie", "hr", "plaatser"):
            if one != self.play.case.melder:
                with pytest.raises(NotAllowedError):
                    may(one, "read", self.play.protocol, self.play.case, self.play.circle)

    def teardown(self) -> None:
        """From wherever the walk came: the people who are asked can bring the case to its closing."""
        if not hasattr(self, "play"):
            return
        play = self.play
        for _ in range(60):
            must = next((one for one in play.case.open_rounds() if play.kind.tasks[one.task].blocks), None)
            if must is None or not self.is_open():
                break
            ends = outcomes(play.kind.tasks[must.task])
            end = next((end for end in ("niet_mogelijk", "voortzetten") if end in ends), next(iter(ends)))
            play.do(play.finishing(must.task, end, by=must.assignees[0].person, number=must.number))
        if self.is_open():
            play.close()


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
