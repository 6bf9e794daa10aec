"""
The site: the record as static pages that open from a disk or any web server, and that a reader can check.

Everything on it comes from the record, read in one snapshot; no page shows what is not in the log or follows from
it by the published rules. Nothing here evaluates, and nothing here writes to the log.
"""
