"""`newskeep extract`: pages on disk in, records out."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from crawler.cli import arguments, fault
from crawler.cli.destination import opened
from crawler.cli.exits import Exit
from crawler.cli.messages import say
from crawler.cli.options import Format
from crawler.cli.page_files import PageFile, Unusable, in_manifest, in_paths
from crawler.errors import UsageError

NAME = "extract"
SUMMARY = "extract articles from pages on disk, records to standard output"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments on `parser`."""
    parser.add_argument("paths", nargs="*", type=Path, metavar="FILE|FOLDER", help="pages: .html, .htm, also with .gz")
    parser.add_argument(
        "--manifest", type=Path, metavar="FILE", help="JSONL with `id`, `url` and `html` (a path beside the manifest)"
    )
    parser.add_argument("--url", help="the URL of a single page (else what the page says of itself)")
    parser.add_argument("--site", metavar="NAME", help="use this profile, whatever the URL's host")
    arguments.add_jobs(parser)
    parser.add_argument("--to", type=Path, metavar="FILE", help="write the records there instead")
    parser.add_argument(
        "--explain", action="store_true", help="show what of each page was kept, what went and why, instead of records"
    )
    parser.add_argument(
        "--format",
        help="jsonl (default), json, text, markdown; with --explain: text (default), html (default for --to X.html),"
        " jsonl",
    )
    arguments.add_loudness(parser)


def run(args: argparse.Namespace) -> int:
    """Extract from each page, in order, or explain it; NOTHING when no page gave an article."""
    files = _files(args)
    if not args.explain and args.format not in (None, *get_args(Format)):
        only = "; html is for --explain" if args.format == "html" else ""
        raise UsageError(f"--format is one of {', '.join(get_args(Format))}, not {args.format}{only}")
    from crawler.cli.explain_writer import ExplainWriter, format_of
    from crawler.cli.formats import Writer
    from crawler.cli.page_answers import write_answers, write_explanations
    from crawler.profiles import load_profile

    form = format_of(args.format, args.to) if args.explain else None
    profile = load_profile(args.site) if args.site else None
    with opened(args.to) as out:
        if form:
            explainer = ExplainWriter(out, form, "Why pages give what they give")
            tally = write_explanations(files, profile, args.jobs, explainer)
            explainer.close(with_coverage=explainer.coverage.pages > 1)
        else:
            writer = Writer(out, args.format or "jsonl")
            tally = write_answers(files, profile, args.jobs, writer)
            writer.close()
    if not args.quiet:
        reasons = ", ".join(f"{reason} {count}" for reason, count in tally.rejects.most_common())
        without = f", without an article: {tally.rejects.total()} ({reasons})" if reasons else ""
        say(f"pages: {tally.articles + tally.rejects.total()}, records: {tally.articles}{without}")
    if tally.fault:
        fault.tell(tally.fault, verbose=args.verbose)
        return Exit.FAULT
    return Exit.DONE if tally.articles else Exit.NOTHING


def _files(args: argparse.Namespace) -> Iterator[PageFile | Unusable]:
    if args.manifest and (args.paths or args.url):
        raise UsageError("--manifest stands alone: it names the pages and their URLs")
    if args.manifest:
        return in_manifest(args.manifest)
    if not args.paths:
        raise UsageError("no page named: give FILE, FOLDER or --manifest FILE (see newskeep extract --help)")
    if args.url:
        if len(args.paths) > 1 or args.paths[0].is_dir():
            raise UsageError("--url is for a single file")
        arguments.check_url(args.url)
    return in_paths(args.paths, args.url)
