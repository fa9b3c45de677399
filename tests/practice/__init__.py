"""The practice state: what is made, what a newcomer does in it, and that nothing of it leaks."""
