"""Word: reports and official letters as DOCX, in the official layout or in an office's own form."""
