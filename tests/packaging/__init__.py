"""What is installed, from which locks."""
