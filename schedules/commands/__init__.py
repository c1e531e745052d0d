"""Writes of the schedule: ratings as they change, people's judgements, the settings."""

from schedules.commands.models import issue_model, issue_models
from schedules.commands.overrides import end_override, moderate, override_rating
from schedules.commands.ratings import recalculate

__all__ = [
    "end_override",
    "issue_model",
    "issue_models",
    "moderate",
    "override_rating",
    "recalculate",
]
