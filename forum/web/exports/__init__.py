"""Pages of the exports: the form, one's own files, the download."""
