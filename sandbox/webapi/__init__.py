"""Slack's Web API under /api/: one file per family of methods, each method a function from arguments to an answer."""
