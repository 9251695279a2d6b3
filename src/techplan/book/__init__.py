"""What a district knows: tables, words, money, years, problems, and the tolerant reading of files."""
