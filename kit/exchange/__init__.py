"""Exchange: files of offices and other systems, in and out."""
