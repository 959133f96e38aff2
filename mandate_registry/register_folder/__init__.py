"""The register folder: an organisation's register as CSV files, a zip of them, or one workbook.

Reading and writing translate between cells and facts; only `columns` knows which cell is which field.
"""

from mandate_registry.register_folder.expectations import Expectation, read_expectations
from mandate_registry.register_folder.problems import CellError, InvalidRegister
from mandate_registry.register_folder.reader import RegisterFolder, read_register
from mandate_registry.register_folder.writer import write_folder, write_workbook, write_zip

__all__ = [
    "CellError",
    "Expectation",
    "InvalidRegister",
    "RegisterFolder",
    "read_expectations",
    "read_register",
    "write_folder",
    "write_workbook",
    "write_zip",
]
