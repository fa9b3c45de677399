"""What a commitment asks for and whom it concerns: suggestions with evidence, pure functions without a database.

Two layers answer. `cues` finds listed words and shows where they stand; `models` are linear classifiers that an
installation trains from labels it holds, calibrated, and silent below a threshold. `suggesting` joins them. Nothing
here is a fact about a commitment until a person confirms it.
"""
