"""
Use cases and their transactions: the only rooms that write the log.

One module per use case. Rules of judgement live in the engine, SQL in the store.
"""
