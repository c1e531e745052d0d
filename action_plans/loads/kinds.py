"""The kinds of file that load rows of this package's tables."""

from action_plans.loads import actions, feedback, findings
from qa.loads.loading import Loader


def loaders() -> dict[str, Loader]:
    return {one.LOADER.kind: one.LOADER for one in (findings, feedback, actions)}
