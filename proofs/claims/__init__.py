"""The sentences of the source texts, one verdict each; IDs are permanent."""
