"""What an app needs to publish its objects for programs: kinds of value, lists with pages, and addresses."""
