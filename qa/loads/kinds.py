"""The kinds of file that load rows of this package's tables."""

from qa.loads import services, users, workers
from qa.loads.loading import Loader


def loaders() -> dict[str, Loader]:
    return {one.LOADER.kind: one.LOADER for one in (services, users, workers)}
