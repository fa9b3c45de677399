"""What the interfaces promise, held against what they do, on one published world for the whole folder."""
