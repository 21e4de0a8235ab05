"""Documents and their obligations in and out: tables, texts, CSV and edXML packages."""
