"""The folder of the compiled library, which `tightmax.engines.compiled` looks for; there is nothing to import here."""
