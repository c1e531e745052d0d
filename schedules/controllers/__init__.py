"""The pages of the schedule."""

from schedules.controllers import risk, risk_settings

HANDLERS = [*risk.HANDLERS, *risk_settings.HANDLERS]
