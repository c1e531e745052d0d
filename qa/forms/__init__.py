"""What was typed on the pages of ``qa``: raw form in, values and every fault out."""
