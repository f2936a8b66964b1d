"""A gesture that a person cannot make here: no such button, no such channel. Shown to who drives, never to the app."""


class Refusal(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
