"""Documents that were read, and the people who decide which of their recommendations enter the register."""
