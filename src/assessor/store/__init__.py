"""
What is kept: the log, what signs it, content, projections, and the two small files beside the database.

The only room that speaks SQL. Its rows and tables never leave it; its doors are `Database`
and the repositories of a transaction, `SigningKeys` and `PinFile`.
"""
