"""Which step may follow which, and what must hold before it: one machine each for rounds, assessments, commitments of
states and evidence. Guards are pure predicates over a small picture of the case; a guard that fails says what is wrong
and what to do.
"""
