"""Accounts, passwords, one-time links, sessions and sign-in."""
