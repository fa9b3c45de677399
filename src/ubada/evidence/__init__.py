"""What verdicts rest on: items of evidence with their source, their archive, their sensitivity and consent."""
