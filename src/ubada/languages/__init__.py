"""The languages of the register: one table, and the state of every translation."""
