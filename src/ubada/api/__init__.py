"""The register for programs: the read-only interface, feeds, the site map and the description of the data set."""
