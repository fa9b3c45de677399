"""What every import shares: reading files within limits, mapping columns, checking rows, drafting records. Pure."""
