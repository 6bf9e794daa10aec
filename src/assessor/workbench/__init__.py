"""What proves a rule before it judges: rules altered on purpose, and what features notice of it."""
