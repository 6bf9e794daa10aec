"""What the rules say: their shapes, loading with every problem told, and schemas. Judges nothing."""
