"""The pages of ``qa``: services, accounts, files to load, mail."""

from qa.controllers import accounts, closing, loading, mail, services

HANDLERS = [
    *services.HANDLERS,
    *closing.HANDLERS,
    *accounts.HANDLERS,
    *loading.HANDLERS,
    *mail.HANDLERS,
]
