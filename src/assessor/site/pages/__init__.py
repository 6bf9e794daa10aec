"""
The pages, one file a kind: from values to HTML by a template that escapes whatever it is given.
"""
