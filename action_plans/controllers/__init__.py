"""Pages and JSON of action plans."""

from action_plans.controllers import actions, plans

HANDLERS = [*actions.HANDLERS, *plans.HANDLERS]
