"""Settings, addresses and the embedded database of an installation."""
