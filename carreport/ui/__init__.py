"""The window: the only part of carreport that uses Qt."""
