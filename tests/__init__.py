"""The certification suite: a folder a part of the sources."""
