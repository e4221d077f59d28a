"""The faces of the commands: arguments, examples, and `main`; what takes long to import waits until it is run."""
