"""A Slack workspace on this computer: Slack's public HTTP contract, a page to click in, a movable clock.

It imports nothing of the app it is a playground for, and must not: whatever works here works because Slack's
contract was kept, not because the two know each other.
"""
