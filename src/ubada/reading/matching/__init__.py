"""The same promise, made again: suggestions with reasons, pure functions without a database.

`signature` reads what a text asks, `candidates` finds texts worth comparing, `relations` says how two of them stand to
each other and why, and `matching` runs over many. A suggestion is never a merge: what belongs together a person says.
"""
