"""Findings, feedback and existing action plans from files (contract.md, "Files")."""
