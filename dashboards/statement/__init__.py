"""The report of a period as people take it away: a page, a document, a workbook, a table, JSON."""
