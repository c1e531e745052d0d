"""Pages and JSON of action plans."""

from action_plans.controllers import actions, checks, files, joining, plans, requests

HANDLERS = [
    *actions.HANDLERS,
    *checks.HANDLERS,
    *files.HANDLERS,
    *joining.HANDLERS,
    *plans.HANDLERS,
    *requests.HANDLERS,
]
