"""Importers and exporters: one module a format, one way to check, preview and commit."""
