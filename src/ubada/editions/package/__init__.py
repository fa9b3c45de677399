"""The same records as a Data Package: CSV with Table Schema, and JSON, that any tool can read without Ubada."""

from ubada.editions.package.files import package_files

__all__ = ["package_files"]
