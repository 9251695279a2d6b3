"""What sources share that read anything but assets: drafts of rows, schools by number, grades, fiscal years."""
