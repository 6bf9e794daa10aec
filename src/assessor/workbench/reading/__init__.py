"""Rules as people read them: in sentences, as decision tables, as a graph."""
