"""Every write of the exchange: importing files, committing drafts, and taking an import back."""

from ubada.exchange.services.committing import Outcome, commit_drafts
from ubada.exchange.services.grades import import_grades
from ubada.exchange.services.importing import import_files
from ubada.exchange.services.undoing import Undone, undo_import

__all__ = ["Outcome", "Undone", "commit_drafts", "import_files", "import_grades", "undo_import"]
