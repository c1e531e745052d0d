"""The pages of ``qa``: services, accounts, files to load, mail."""

from qa.controllers import accounts, services

HANDLERS = [*services.HANDLERS, *accounts.HANDLERS]
