"""Complaints, concerns, comments, suggestions and compliments of the demonstration."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from schedules.demonstration.organisation import Organisation, Row

_SAID = {
    "complaint": (
        "I was not told that his medicine had changed.",
        "My daughter's laundry keeps going missing.",
        "Nobody rang back for two weeks.",
    ),
    "concern": ("He has lost weight since the summer.", "There is a lot of shouting next door."),
    "comment": ("The new garden looks lovely.", "It would help to know who is on shift."),
    "suggestion": ("Could there be a bench by the front door?", "Please send photos of trips."),
    "compliment": (
        "Thank you for helping her to find a job she loves.",
        "The staff were kind when my mother was ill.",
        "He rings me himself now. That is new.",
    ),
}


def feedback(chance: Random, made: Organisation, today: date, years: int) -> list[Row]:
    """About six for each service and year; most complaints finished within 28 days."""
    found: list[Row] = []
    for service in made.services:
        for _ in range(6 * years):
            kind = chance.choice(
                ("complaint", "concern", "comment", "suggestion", "compliment", "compliment")
            )
            received = today - timedelta(days=chance.randint(1, 365 * years - 1))
            finished = received + timedelta(days=chance.randint(2, 40))
            found.append(
                {
                    "ref": f"FB{len(found) + 1:05d}",
                    "service_code": service["code"],
                    "kind": kind,
                    "channel": chance.choice(("written", "verbal", "online", "meeting")),
                    "formal": "yes",
                    "raised_by": chance.choice(("family", "person", "friend", "professional")),
                    "contract": service["contracts"].split(";")[0],
                    "received_on": received.isoformat(),
                    "completed_on": finished.isoformat() if finished <= today else "",
                    "naming": "not_named_to_service",
                    "text": chance.choice(_SAID[kind]),
                    "issue": "",
                    "outcome": "",
                }
            )
    return found
