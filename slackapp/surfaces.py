"""How each place in Slack shows a Reply: a command, a shortcut, a message, the home page, a modal, a submission.

Every method returns the body of the ack. A modal that can't be shown becomes a private line that asks to try again;
what was decided is saved by then. Slack keeps messages, so that last line never
repeats what the Desk said. It decides nothing about the case.
"""

from collections.abc import Mapping

from slackapp import drafts, modals
from slackapp.blocks import Block
from slackapp.gestures import Gesture
from slackapp.screen import Screen, private
from texts import say
from workflows.cards.elements import Card, Form
from workflows.cards.replies import Reply

Ack = Block | str
NOTHING = ""


def show(screen: Screen, gesture: Gesture, reply: Reply) -> Ack:
    """Show a reply where it was asked for, and return the ack's body."""
    surface = of(screen, gesture)
    if reply.form:
        return surface.form(reply.form)
    if reply.errors:
        return surface.errors(reply.errors)
    shown = surface.card(reply.card) if reply.card else NOTHING
    return surface.whisper(reply.whisper) if reply.whisper else shown


def of(screen: Screen, gesture: Gesture) -> "Surface":
    match gesture.surface:
        case "command":
            return Command(screen, gesture)
        case "message":
            return Message(screen, gesture)
        case "home":
            return Home(screen, gesture)
        case "modal":
            return Modal(screen, gesture)
        case "submission":
            return Submission(screen, gesture)
        case "shortcut" | "event" | "other":
            return Surface(screen, gesture)


class Surface:
    """A place that has no words of its own, such as a global shortcut: a modal says it, else a direct message."""

    def __init__(self, screen: Screen, gesture: Gesture) -> None:
        self.screen = screen
        self.gesture = gesture

    def form(self, form: Form) -> Ack:
        if self.screen.open(self.gesture.trigger, modals.view(form)):
            return self.private(_line(say("slack.try_again")))
        return NOTHING

    def whisper(self, text: str) -> Ack:
        return self.private(_line(text))

    def card(self, card: Card) -> Ack:
        return self.private(card)

    def errors(self, errors: Mapping[str, str]) -> Ack:
        return self.alarm("\n".join(errors.values()))

    def alarm(self, text: str) -> Ack:
        """Say something without touching what the person was busy with."""
        return self.whisper(text)

    def private(self, card: Card) -> Ack:
        """Show something to this person only."""
        url = self.gesture.response_url
        if url and not self.screen.whisper(url, card):
            return NOTHING
        if self.screen.open(self.gesture.trigger, modals.view(modals.of_card(card))):
            self.screen.note(self.gesture.member, say("slack.try_again"))
        return NOTHING


class Command(Surface):
    """The ack itself is the private line."""

    def private(self, card: Card) -> Ack:
        return private(card)


class Message(Surface):
    """A message of one reader is replaced; a post in a channel belongs to all and stays as it is."""

    def card(self, card: Card) -> Ack:
        if not (self.gesture.ephemeral or self.gesture.channel.startswith("D")):
            return self.private(card)
        if self.screen.replace(self.gesture.response_url, card):
            return self.private(card)
        return NOTHING


class Home(Surface):
    def card(self, card: Card) -> Ack:
        self.screen.publish(self.gesture.member, card)
        return NOTHING


class Modal(Surface):
    """A button in a modal replaces that modal; a complaint comes on top of it, so that nothing typed is lost."""

    def form(self, form: Form) -> Ack:
        before = self.gesture.view
        view = modals.view(form, drafts.action_ids(form, before, submitted=False))
        failed = self.screen.update(str(before.get("id")), view, hash_=str(before.get("hash") or ""))
        if failed == "not_found":
            failed = self.screen.open(self.gesture.trigger, view)
        if failed:
            self.screen.note(self.gesture.member, say("slack.try_again"))
        return NOTHING

    def private(self, card: Card) -> Ack:
        return self.form(modals.of_card(card))

    def whisper(self, text: str) -> Ack:
        return self.alarm(text)

    def alarm(self, text: str) -> Ack:
        if self.screen.push(self.gesture.trigger, modals.view(modals.sentence(text))):
            self.screen.note(self.gesture.member, say("slack.try_again"))
        return NOTHING


class Submission(Surface):
    """The ack replaces the modal, or puts sentences under its questions."""

    def form(self, form: Form) -> Ack:
        view = modals.view(form, drafts.action_ids(form, self.gesture.view, submitted=True))
        return {"response_action": "update", "view": view}

    def private(self, card: Card) -> Ack:
        return self.form(modals.of_card(card))

    def errors(self, errors: Mapping[str, str]) -> Ack:
        questions = [block["block_id"] for block in self.gesture.view.get("blocks") or () if block["type"] == "input"]
        if not questions:
            return _on_top("\n".join(errors.values()))
        placed: dict[str, str] = {}
        for key, text in errors.items():
            at = key if key in questions else questions[0]
            placed[at] = f"{placed[at]} {text}" if at in placed else text
        return {"response_action": "errors", "errors": placed}

    def alarm(self, text: str) -> Ack:
        return self.errors({"": text})


def _line(text: str) -> Card:
    return Card(text=text, elements=())


def _on_top(text: str) -> Ack:
    return {"response_action": "push", "view": modals.view(modals.sentence(text))}
