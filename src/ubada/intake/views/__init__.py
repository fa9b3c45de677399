"""The desk's pages for documents that are read."""
