"""What people look at: verdicts, explanations, histories and tables, as terminal text."""
