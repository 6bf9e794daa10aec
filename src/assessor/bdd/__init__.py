"""
The pytest plugin: feature files are collected as they lie, and run by pytest-bdd with the shipped vocabulary.
"""
