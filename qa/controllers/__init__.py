"""The pages of ``qa``: services, accounts, files to load, mail."""

from qa.controllers import accounts, closing, loading, services

HANDLERS = [
    *services.HANDLERS,
    *closing.HANDLERS,
    *accounts.HANDLERS,
    *loading.HANDLERS,
]
