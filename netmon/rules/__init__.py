"""What somebody wants to hear about: conditions over facts, and the alerts that follow from them."""
