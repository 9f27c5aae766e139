"""The formats by name: adding one is a file and a line here."""

from forum.exports.formats.csv import CsvFormat
from forum.exports.formats.json import JsonFormat
from forum.exports.formats.protocol import Format
from forum.exports.formats.xlsx import XlsxFormat

FORMATS: dict[str, Format] = {
    "csv": CsvFormat(),
    "xlsx": XlsxFormat(),
    "json": JsonFormat(),
}
