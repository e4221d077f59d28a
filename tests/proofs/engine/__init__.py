"""The rules by which steps join into claims."""
