"""What the schedule rests on, from files: visits, what happened, facts (contract.md, "Files")."""
