"""What the pages of ``qa`` show: rows in, one frozen page object out."""
