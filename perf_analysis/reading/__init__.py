"""What is read of a report, as plain rows; `report` gives them to a person as frames.

files.read(path), files.load(source)   a report's file, or a data folder too -> Reading
reading.rows(name)                     a table of the codebook, made when first asked for
reading.examine(...)                   what the checks found, and could not judge
files.read_table, files.check_reports  one table, or the findings, of several reports
text.read_figures(paths)               their figures alone: no other table is made, or imported
"""
