"""The page in a real browser: a person plays, types, fills in, and sees what comes of it."""

import shutil
import time

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not shutil.which("chromium"), reason="needs a chromium")]

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def plain(text):
    return {"type": "plain_text", "text": text}


def entry(block, label, element, **extra):
    return {
        "type": "input",
        "block_id": block,
        "label": plain(label),
        "element": {"action_id": "a", **element},
        **extra,
    }


def option(text):
    return {"text": plain(text), "value": text.lower()}


FORM = {
    "type": "modal",
    "title": plain("Melden"),
    "submit": plain("Verstuur"),
    "blocks": [
        entry("wat", "Wat is er?", {"type": "plain_text_input", "multiline": True}),
        entry("waar", "Waar?", {"type": "static_select", "options": [option("School"), option("Thuis")]}),
        entry("haast", "Haast?", {"type": "radio_buttons", "options": [option("Ja"), option("Nee")]}),
        entry("wie", "Wie?", {"type": "multi_users_select"}, optional=True),
        entry("zaak", "Welke zaak?", {"type": "external_select", "min_query_length": 0}, optional=True),
        entry("foto", "Beeld", {"type": "file_input"}, optional=True),
        {
            "type": "actions",
            "block_id": "knoppen",
            "elements": [
                {"type": "button", "action_id": "meer", "text": plain("Meer vragen")},
                {
                    "type": "button",
                    "action_id": "wis",
                    "text": plain("Wis alles"),
                    "confirm": {
                        "title": plain("Zeker?"),
                        "text": plain("Alles weg."),
                        "confirm": plain("Wis"),
                        "deny": plain("Terug"),
                    },
                },
            ],
        },
    ],
}


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser):
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    mistakes: list[str] = []
    page.on("pageerror", lambda problem: mistakes.append(str(problem)))
    page.set_default_timeout(8000)
    yield page
    page.close()
    assert mistakes == []


def opens_form(hands, more):
    """An app that opens the form for a command, and asks one more thing when that button is pressed."""

    def answer(request):
        if "command" in request.fields:
            hands.client.views_open(trigger_id=request.fields["trigger_id"], view=FORM)
            return ""
        payload = request.payload
        if payload["type"] == "block_actions" and payload["actions"][0]["action_id"] == "meer":
            blocks = [
                *FORM["blocks"][:1],
                entry("extra", "Nog iets?", {"type": "plain_text_input"}),
                *FORM["blocks"][1:],
            ]
            hands.client.views_update(view_id=payload["view"]["id"], view={**FORM, "blocks": blocks})
        return more(payload)

    return answer


def started(page: Page, hands, place="U01MELDER/C03LUNCH"):
    page.goto(f"{hands.base}/#{place}")
    page.get_by_role("button", name="Zelf rondkijken").click()
    return page.get_by_label("Bericht in #koffiekamer")


def test_a_message_is_typed_and_others_see_that_it_came(page, hands):
    composer = started(page, hands)
    composer.fill("Weet iemand waar de *sleutel* ligt?")
    composer.press("Enter")
    expect(page.get_by_role("log").locator("strong", has_text="sleutel")).to_be_visible()
    expect(page.get_by_label("U speelt").locator("option", has_text="Ingrid de Wit")).to_contain_text("1 nieuw")
    page.get_by_role("button", name="Speel Ingrid de Wit").click()
    expect(page.get_by_label("U speelt")).to_have_value("U02LEIDER")
    expect(page.get_by_role("log")).to_contain_text("Weet iemand")


def test_a_command_is_completed_and_opens_a_form_that_keeps_what_was_typed(page, hands, app):
    app.answer = opens_form(
        hands, lambda payload: {"options": [option("Zaak 12")]} if payload["type"] == "block_suggestion" else ""
    )
    composer = started(page, hands)
    composer.fill("/mel")
    composer.press("Enter")
    expect(composer).to_have_value("/melden ")
    composer.press("Enter")
    form = page.get_by_role("dialog", name="Melden")
    form.get_by_label("Wat is er?").fill("Een lang verhaal")
    form.get_by_role("button", name="Meer vragen").click()
    form.get_by_label("Nog iets?").fill("ook dit")
    expect(form.get_by_label("Wat is er?")).to_have_value("Een lang verhaal")
    form.get_by_role("button", name="Verstuur").click()
    expect(form.get_by_text("Vul dit veld in.")).to_have_count(2)
    form.get_by_label("Waar?").select_option(label="Thuis")
    form.get_by_role("radio", name="Ja").check()
    form.get_by_role("checkbox", name="Marjan Visser").check()
    form.get_by_role("combobox", name="Welke zaak?").click()
    page.get_by_role("option", name="Zaak 12").click()
    form.get_by_label("Beeld").set_input_files({"name": "foto.png", "mimeType": "image/png", "buffer": b"abc"})
    expect(form.get_by_text("foto.png")).to_be_visible()
    form.get_by_role("button", name="Verstuur").click()
    expect(form).to_be_hidden()
    state = {key: row["a"] for key, row in app.last().payload["view"]["state"]["values"].items()}
    assert state["wat"]["value"] == "Een lang verhaal"
    assert state["extra"]["value"] == "ook dit"
    assert state["waar"]["selected_option"]["value"] == "thuis"
    assert state["haast"]["selected_option"]["value"] == "ja"
    assert state["wie"]["selected_users"] == ["U04DIREC"]
    assert state["zaak"]["selected_option"]["value"] == "zaak 12"
    assert state["foto"]["files"][0]["name"] == "foto.png"


def test_a_live_update_does_not_disturb_who_is_typing(page, hands, app):
    app.answer = opens_form(hands, lambda _: "")
    composer = started(page, hands)
    composer.fill("/melden")
    composer.press("Enter")
    field = page.get_by_role("dialog").get_by_label("Wat is er?")
    field.fill("half")
    hands.client.chat_postMessage(channel="C03LUNCH", text="Iets nieuws")
    expect(page.locator("#list")).to_contain_text("Iets nieuws")
    expect(field).to_be_focused()
    expect(field).to_have_value("half")


def test_a_late_answer_warns_inside_the_form(page, hands, app):
    app.answer = opens_form(hands, lambda _: time.sleep(0.9) or "")
    composer = started(page, hands)
    composer.fill("/melden")
    composer.press("Enter")
    form = page.get_by_role("dialog", name="Melden")
    form.get_by_label("Wat is er?").fill("verhaal")
    form.get_by_label("Waar?").select_option(label="Thuis")
    form.get_by_role("radio", name="Ja").check()
    form.get_by_role("button", name="Verstuur").click()
    expect(form.get_by_role("alert")).to_contain_text("verbinding is mislukt")
    expect(form.get_by_label("Wat is er?")).to_have_value("verhaal")


def test_a_confirmation_is_asked_before_anything_is_sent(page, hands, app):
    app.answer = opens_form(hands, lambda _: "")
    composer = started(page, hands)
    composer.fill("/melden")
    composer.press("Enter")
    page.get_by_role("button", name="Wis alles").click()
    sure = page.get_by_role("alertdialog", name="Zeker?")
    sure.get_by_role("button", name="Terug").click()
    assert len(app.received) == 1
    page.get_by_role("button", name="Wis alles").click()
    sure.get_by_role("button", name="Wis", exact=True).click()
    expect(page.get_by_role("button", name="Wis alles")).not_to_have_attribute("aria-busy", "true")
    assert app.last().payload["actions"][0]["action_id"] == "wis"
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Melden")).to_be_hidden()


def test_buttons_menus_and_the_home_tab_work_in_place(page, hands, app, until):
    buttons = {
        "type": "actions",
        "block_id": "b",
        "elements": [{"type": "button", "action_id": "lees", "text": plain("Gelezen")}],
    }
    hands.client.chat_postMessage(
        channel="C03LUNCH", text="Lees dit", blocks=[{"type": "section", "text": plain("Lees dit")}, buttons]
    )
    hands.client.views_publish(
        user_id="U01MELDER", view={"type": "home", "blocks": [{"type": "header", "text": plain("Mijn zaken")}]}
    )
    started(page, hands)
    page.get_by_role("button", name="Gelezen").click()
    expect(page.get_by_role("button", name="Gelezen")).not_to_have_attribute("aria-busy", "true")
    assert app.last().payload["actions"][0]["action_id"] == "lees"
    page.get_by_role("article").hover()
    page.get_by_role("button", name="Acties bij het bericht van Ruggespraak").click()
    page.get_by_role("menuitem", name="Melden").click()
    page.get_by_role("link", name="Startpagina").click()
    expect(page.get_by_role("heading", name="Mijn zaken")).to_be_visible()
    until(lambda: len(app.received) == 3)
    kinds = [
        request.payload["type"] if "payload" in request.fields else request.fields["event"]["type"]
        for request in app.received
    ]
    assert kinds == ["block_actions", "message_action", "app_home_opened"]


def test_the_clock_is_moved_and_the_welcome_stays_away(page, hands):
    started(page, hands)
    page.get_by_role("button", name="Klok").click()
    page.get_by_role("button", name="+1 dag").click()
    expect(page.get_by_text("1 dag vooruit")).to_be_visible()
    assert hands.sees("U01MELDER")["clock"]["offset"] == 86400
    page.reload()
    expect(page.get_by_role("heading", name="koffiekamer")).to_be_visible()
    expect(page.get_by_role("heading", name="Welkom op de speelplaats")).to_be_hidden()


def test_a_phone_gets_a_drawer_and_nothing_sticks_out(page, hands):
    page.set_viewport_size({"width": 390, "height": 780})
    started(page, hands)
    page.get_by_role("button", name="Menu openen").click()
    page.get_by_role("link", name="team-bovenbouw").click()
    expect(page.get_by_role("heading", name="team-bovenbouw")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
