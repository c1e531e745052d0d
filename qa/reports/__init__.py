"""Figures: the same on the command line, on a page, as CSV and over HTTP (contract.md)."""
