"""Every write to the register."""

from ubada.register.services.records import Applied, remove_records, standing_records, write_records
from ubada.register.services.refresh import refresh_derived

__all__ = ["Applied", "refresh_derived", "remove_records", "standing_records", "write_records"]
