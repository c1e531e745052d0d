"""What was typed on the sign-in pages, and what is wrong with it."""

from qa.auth.secrets import SHORTEST_PASSWORD
from qa.errors import Invalid


def new_password(password: str, again: str) -> str:
    """The password, or Invalid with each fault."""
    faults = []
    if len(password) < SHORTEST_PASSWORD:
        faults.append(("password", f"Use at least {SHORTEST_PASSWORD} characters"))
    elif password != again:
        faults.append(("again", "The two passwords are not the same"))
    if faults:
        raise Invalid(faults)
    return password
