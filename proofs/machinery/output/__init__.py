"""What all commands share: files, endings, exit statuses, progress, tables, numbers."""
