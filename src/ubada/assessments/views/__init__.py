"""Pages of rounds: for readers, and at the desk."""
