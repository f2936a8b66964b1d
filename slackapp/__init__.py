"""The Slack face: what a gesture says goes to the Desk, what the Desk answers goes to a screen. It decides no rules."""
