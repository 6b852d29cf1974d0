"""A result → a workbook (结果工作簿): rankings, a sheet a group, a sheet a unit, and every score's account."""
