"""Files that people hand in: quarantined, checked, stored by their hash, and given back to those who may have them."""
