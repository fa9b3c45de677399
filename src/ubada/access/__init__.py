"""One policy engine: a declaration says both who may act and which rows they see. What is not declared is refused."""
