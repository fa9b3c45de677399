"""Copies of files without what tells who made them, where and when. No Django: they are made in a child process."""
