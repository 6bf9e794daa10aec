"""
What is wrong with rules, or should be meant: found by the solver, and shown by scenarios where there is one.
"""
