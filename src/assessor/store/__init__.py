"""
The database: the log, content, and what can be rebuilt from the two.

The only room that speaks SQL. Its rows and tables never leave it; its doors are `Database`
and the repositories of a transaction.
"""
