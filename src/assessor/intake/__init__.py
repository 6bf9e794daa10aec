"""Formats in: files of evidence become items, with every problem told at its place."""
