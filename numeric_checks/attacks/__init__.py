"""The sweeps: one file a property, each with the relations it attacks, its points and its planted bugs."""
