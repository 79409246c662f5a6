"""What is true of guides, checklists and deadlines. No database here."""
