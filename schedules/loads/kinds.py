"""The kinds of file that load rows of this package's tables."""

from qa.loads.loading import Loader
from schedules.loads import (
    availability,
    cqc_ratings,
    facts,
    occurrences,
    safeguarding,
    training,
    visits,
)


def loaders() -> dict[str, Loader]:
    return {
        one.LOADER.kind: one.LOADER
        for one in (
            visits,
            occurrences,
            safeguarding,
            training,
            facts,
            availability,
            cqc_ratings,
        )
    }
