"""Short references that people can say on the telephone, and that count nothing."""

import secrets

# Without I, L, O, U, 0 and 1: nobody has to ask which one it is.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_ref(prefix: str) -> str:
    """A random reference such as F-7K3QXM4R; eight signs are 6 x 10^11, so none meets another."""
    return f"{prefix}-{''.join(secrets.choice(ALPHABET) for _ in range(8))}"
