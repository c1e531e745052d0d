"""Pages and JSON of action plans."""

from action_plans.controllers import actions, api, checks, files, joining, overview, plans, requests

HANDLERS = [
    *actions.HANDLERS,
    *api.HANDLERS,
    *checks.HANDLERS,
    *files.HANDLERS,
    *joining.HANDLERS,
    *overview.HANDLERS,
    *plans.HANDLERS,
    *requests.HANDLERS,
]
