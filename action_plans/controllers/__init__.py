"""Pages and JSON of action plans."""

from action_plans.controllers import plans

HANDLERS = [*plans.HANDLERS]
