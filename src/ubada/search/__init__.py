"""Search over the register: word forms, index and facets. The index is a projection and can always be rebuilt."""
