"""Scripts that measure what the documentation claims about speed and size; see README.md beside this file."""
