"""
What the pages tell, read from the record in one snapshot: values alone, no markup.
"""
