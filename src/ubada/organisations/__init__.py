"""Who takes part: organisations, their constituency and scope, accounts and memberships."""
