"""Loading from files: a file goes in whole or not at all (contract.md, "Files")."""
