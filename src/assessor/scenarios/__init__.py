"""
Features in the glossary's words: the vocabulary of steps, and how scenarios are run.

A scenario is judged in memory, by the timeline evaluator and, where reasons are asked for, by the one
behind recorded assessments. A log is kept for those alone that say what is recorded, and goes away with them.
"""
