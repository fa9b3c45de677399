"""Template tags of the evidence app."""
