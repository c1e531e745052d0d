"""Writes about services."""
