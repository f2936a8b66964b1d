"""In a case that ended: until when it is kept and why, and the button to keep it longer or let it go."""

from texts import say
from workflows.cards.case_sight import HELD, CaseSight, Keep
from workflows.cards.elements import Button, Buttons, Confirm, Divider, Element, Note, Quote, Text
from workflows.cards.keeping_card import full_day


def keeping_lines(sight: CaseSight) -> list[Element]:
    """Return how long this case is kept, for who handles it."""
    keep = sight.keep
    if keep is None:
        return []
    rule = say("retention.why", rule=say(keep.rule.name), months=keep.rule.months, source=say(keep.rule.source))
    lines = _held(sight, keep) if keep.held_by else [Text(text=say("retention.until", day=full_day(keep.until)))]
    buttons = [Buttons(items=(_button(sight, keep),))] if "hold" in sight.verbs else []
    return [Divider(), *lines, Note(text=rule), *buttons]


def _held(sight: CaseSight, keep: Keep) -> list[Element]:
    """Who holds it, and the reason that was written."""
    name = sight.names.get(keep.held_by, say("words.somebody"))
    reasons = [one.text for one in sight.written if one.key == HELD and one.id == keep.held_why]
    return [Text(text=say("retention.held", name=name), strong=True), *(Quote(text=one) for one in reasons)]


def _button(sight: CaseSight, keep: Keep) -> Button:
    if not keep.held_by:
        return Button(text=say("retention.hold"), action="case.hold", value=sight.case.id)
    confirm = Confirm(
        title=say("confirm.title"),
        text=say("retention.release_confirm", number=sight.case.number),
        yes=say("retention.release"),
        no=say("confirm.no"),
    )
    return Button(text=say("retention.release"), action="case.release", value=sight.case.id, confirm=confirm)
