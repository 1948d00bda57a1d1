"""`python -m crawler.schema` prints the JSON Schema of a record, `python -m crawler.schema table` its field table."""

import json
import sys

from crawler.schema import field_table, record_schema


def main(arguments: list[str]) -> int:
    """Print what is asked for; 2 for anything else."""
    match arguments:
        case []:
            sys.stdout.write(json.dumps(record_schema(), indent=2, ensure_ascii=False) + "\n")
        case ["table"]:
            sys.stdout.write(field_table())
        case _:
            sys.stderr.write("usage: python -m crawler.schema [table]\n")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
