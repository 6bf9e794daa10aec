"""
Templates of the site's pages; whatever they are given is escaped.
"""
