"""The baseline: the register's reference data and sourced facts, kept as YAML files under review."""

from ubada.exchange.baseline.files import Baseline, default_folder, read_baseline
from ubada.exchange.baseline.services import Outcome, import_baseline, is_imported

__all__ = ["Baseline", "Outcome", "default_folder", "import_baseline", "is_imported", "read_baseline"]
