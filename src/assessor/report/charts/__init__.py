"""
Charts, drawn ahead of time: from values to SVG with a text alternative, the same bytes for the same values.

A chart is a Vega specification, built here without I/O, and everything that is written in it is measured and placed
here, so that no font of a machine moves anything. Only `draw` knows the library.
"""
