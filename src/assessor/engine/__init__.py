"""What the rules conclude: conditions, the fold over days, verdicts and their explanation. Pure."""
