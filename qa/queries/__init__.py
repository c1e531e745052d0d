"""Reads about services, accounts and mail, each scoped to a viewer."""
