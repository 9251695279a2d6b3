"""What the board reads: packet, workbook, tables, charts; the packet is set from one frozen facts object."""
