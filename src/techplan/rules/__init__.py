"""Law and norms as dated, cited data, apart from every formula."""
