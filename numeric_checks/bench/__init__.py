"""What the array functions cost beside what a user would otherwise call."""
