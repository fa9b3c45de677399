"""Editions: the register's public state on a date, frozen into a folder that anyone can keep, read and verify."""
