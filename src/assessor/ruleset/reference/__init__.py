"""
The page of every key: each kind of file that authors write, with what each of its keys takes, read off the models.

Holds what the page says beyond the schemas, in which order, and nothing of what a key takes or means: that stands in
the models, and is changed there.
"""
