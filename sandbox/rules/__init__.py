"""Slack's limits on blocks and views, as pure functions: `problems` for blocks, `view_problems` for a whole view.

They must not know where a message goes or who sent it; they answer Slack's own sentences, with a json pointer.
"""

from sandbox.rules.blocks import problems
from sandbox.rules.views import view_problems

__all__ = ["problems", "view_problems"]
