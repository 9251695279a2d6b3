"""What the board reads: packet, workbook, charts, all set from one frozen facts object."""
