"""Every write of the exchange: importing files and taking an import back."""

from ubada.exchange.services.importing import Outcome, import_files
from ubada.exchange.services.undoing import Undone, undo_import

__all__ = ["Outcome", "Undone", "import_files", "undo_import"]
