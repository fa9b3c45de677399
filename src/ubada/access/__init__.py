"""One policy engine: a declaration answers both "may this actor?" and "which rows may this actor see?"; default deny."""
