"""The append-only, hash-chained record of every write. Database triggers refuse to change or remove an entry."""
