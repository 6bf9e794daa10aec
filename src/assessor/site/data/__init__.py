"""
The same as the pages tell, as data: documents with the schema of each, and tables.

What is published here is kept: shapes of its own say what a document has, whatever the program calls it inside.
"""
