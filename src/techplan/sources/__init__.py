"""Foreign systems' files into a Book."""
