"""
Pages in HTML: made by templates that escape whatever they are given, whole in one file, without scripts.
"""
