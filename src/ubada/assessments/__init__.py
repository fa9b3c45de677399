"""Rounds, verdicts, reviews and replies, and what is computed from them: each constituency's own position."""
