"""The pages of ``qa``: services, accounts, files to load, mail."""

from qa.controllers import services

HANDLERS = [*services.HANDLERS]
