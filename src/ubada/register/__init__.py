"""States, instruments, commitments, facts and what the facts alone can answer."""
