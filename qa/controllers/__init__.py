"""The pages of ``qa``: services, accounts, figures, files to load, mail."""

from qa.controllers import accounts, closing, figures, loading, mail, services

HANDLERS = [
    *services.HANDLERS,
    *closing.HANDLERS,
    *accounts.HANDLERS,
    *loading.HANDLERS,
    *figures.HANDLERS,
    *mail.HANDLERS,
]
