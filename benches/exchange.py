#!/usr/bin/env python3
"""Measures what offices exchange beside its peers, in one run: bytes, seconds and memory.

    benches/exchange.py [--work DIR] [--only bundle,delta,bytes,kolibri] [--small] [--out FILE]

  bytes    a registration in a bundle, in JSONL, CSV, an SQLite dump, a git bundle and Parquet, each as small as its
           tools make it in reasonable time
  bundle   a centre with a million registrations exports to an office that has the people, courses and batches, which
           imports; and to one that has nothing. Bytes, seconds, resident memory; beside the sqlite3 shell loading the
           same rows with three indexes, made before and after the load
  delta    200 operations of a day, out and home, between two that have the million: bytes and seconds
  kolibri  the exchange of Kolibri between two instances on loopback, through a proxy that counts

Needs: cargo, python3; sqlite3, zstd, git for their rows; pyarrow and kolibri come from the Python registry into a folder
under --work. What is not there is left out, and said. --work keeps the data for the next run (3 GB). --small runs
everything at a hundredth of the size, to see that it runs.
"""
import argparse
import csv
import glob
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import run as bench
from run import BALAI, HERE, ROOT, number, say, times, timed

import kolibri_peer

KOLIBRI = "0.19.5"


# ------------------------------------------------------- our commands, one function each


def on(data):
    """The flags for a data directory, whose anchor lies beside it: copies of one office are none of each other's."""
    os.environ["BALAI_ANCHOR"] = data + ".anchor"
    return ["--data", data]


def copied(source, to):
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(source, to)
    # An office that has hardly written anything has none yet.
    if os.path.exists(source + ".anchor"):
        shutil.copy(source + ".anchor", to + ".anchor")
    elif os.path.exists(to + ".anchor"):
        os.remove(to + ".anchor")
    return to


def told(*args, **more):
    return json.loads(bench.run(BALAI, *args, "--json", **more).stdout)


def found(data, name):
    """Makes the organisation at the centre, and proves its recovery sheet as a person would."""
    said = told("hub", "found", "--name", name, *on(data))
    with open(said["sheet"], encoding="ascii") as file:
        words = {int(at): word for at, word in re.findall(r"\b(\d+)\. ([a-z]+)", file.read())}
    typed = "".join(words[at] + "\n" for at in said["asked"])
    bench.run(BALAI, "hub", "found", "--confirm", *on(data), input=typed)


def enrol(centre, kiosk, office, paper):
    """A kiosk that has joined and knows nothing yet: its ledger."""
    invited = told("hub", "invite", "--office", office, "--to", paper, *on(centre))
    asked = told("join", invited["file"], "--to", paper, *on(kiosk), input=invited["secret"] + "\n")
    told("hub", "accept", asked["request"], *on(centre))
    return asked["log"]


def export(data, to, stick):
    """Seconds and MiB resident."""
    return timed([BALAI, "bundle", "export", stick, "--to", to, *on(data)])


def take(data, paths):
    """Seconds and MiB resident: all parts by one command, as they lie on the stick."""
    return timed([BALAI, "bundle", "import", *paths, *on(data)])


def bundles(stick):
    parts = sorted(glob.glob(os.path.join(stick, "**", "*.BLI"), recursive=True))
    return parts, sum(os.path.getsize(path) for path in parts)


def empty(path):
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(path)
    return path


def carry(opt, source, to, target):
    """One bundle from an office to another: bytes, and what export and import took."""
    stick = empty(os.path.join(opt.work, "stick"))
    out = export(source, to, stick)
    parts, total = bundles(stick)
    return total, len(parts), out, take(target, parts)


def offices(opt):
    """A centre with everything; an office that has the people, courses and batches of it, and one that has nothing: their
    data directories, and the ledgers of the two."""
    files = bench.city(opt.work, *opt.million[:1], **opt.million[1])
    centre, near, far = (os.path.join(opt.work, name) for name in ("centre", "office-near", "office-far"))
    note = os.path.join(opt.work, "offices.json")
    if not os.path.exists(note):
        for left in (centre, near, far):
            shutil.rmtree(left, ignore_errors=True)
            if os.path.exists(left + ".anchor"):
                os.remove(left + ".anchor")
        paper = empty(os.path.join(opt.work, "paper"))
        bench.balai("init", "--office", "Pusat", *on(centre))
        found(centre, "Kota Selaras")
        logs = [enrol(centre, near, "Kecamatan Utara", paper), enrol(centre, far, "Kecamatan Selatan", paper)]
        for kind in ["units", "courses", "people", "batches"]:
            say(f"importing {kind} into the centre")
            bench.balai("import", kind, os.path.join(files, f"{kind}.csv"), *on(centre))
        say("the first bundle goes out, and its receipt comes back")
        carry(opt, centre, logs[0], near)
        carry(opt, near, "pusat", centre)
        say("importing registrations into the centre")
        bench.balai("import", "registrations", os.path.join(files, "registrations.csv"), *on(centre))
        with open(note, "w") as file:
            json.dump(logs, file)
    with open(note) as file:
        return centre, near, far, json.load(file)


# -------------------------------------------------------------------------------- bytes


def size_of(*command):
    """Bytes that a command writes, and its seconds."""
    begun = time.perf_counter()
    child = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    size = 0
    while piece := child.stdout.read(1 << 20):
        size += len(piece)
    if child.wait():
        sys.exit(f"{command} failed")
    return size, time.perf_counter() - begun


def rows_of(files):
    with open(os.path.join(files, "registrations.csv"), newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def jsonl(opt, files):
    path = os.path.join(opt.work, "registrations.jsonl")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, separators=(",", ":")) + "\n" for row in rows_of(files))
    return {f"JSONL + zstd -{level}": size_of("zstd", f"-{level}", "-c", path) for level in (3, 19)}


def plain_csv(opt, files):
    return {"CSV + zstd -19": size_of("zstd", "-19", "-c", os.path.join(files, "registrations.csv"))}


def sqlite_dump(opt, files):
    path, dump = os.path.join(opt.work, "dump.sqlite"), os.path.join(opt.work, "dump.sql")
    source = os.path.join(files, "registrations.csv")
    if os.path.exists(path):
        os.remove(path)
    script = (
        "CREATE TABLE registration (nip TEXT, batch TEXT, state TEXT, created TEXT, updated TEXT);\n"
        f".mode csv\n.import --skip 1 '{source}' registration\n.output '{dump}'\n.dump\n"
    )
    bench.run("sqlite3", "-bail", path, input=script)
    found = size_of("zstd", "-19", "-c", dump)
    os.remove(path), os.remove(dump)
    return {"SQLite dump + zstd -19": found}


def append(tree, of_batch):
    for code, rows in of_batch.items():
        with open(os.path.join(tree, code.replace("/", "-")), "a", encoding="utf-8") as file:
            file.writelines(rows)
    of_batch.clear()


def git_bundle(opt, files):
    """A file of JSON lines for each batch, one commit: kinder to git than a file a record, or than one file."""
    with tempfile.TemporaryDirectory(dir=opt.work) as tree:
        git = lambda *args: bench.run("git", "-C", tree, "-c", "user.name=n", "-c", "user.email=n@localhost", *args)
        of_batch = {}
        for count, row in enumerate(rows_of(files), 1):
            of_batch.setdefault(row["kode_angkatan"], []).append(json.dumps(row, separators=(",", ":")) + "\n")
            # Not all at once: what this process holds at most, its children are charged for.
            if count % 50_000 == 0:
                append(tree, of_batch)
        append(tree, of_batch)
        begun = time.perf_counter()
        git("init", "--quiet")
        git("add", "--all")
        git("commit", "--quiet", "--message", "all")
        git("bundle", "create", "--quiet", ".git/all.bundle", "HEAD")
        seconds = time.perf_counter() - begun
        return {"git bundle, a file a batch": (os.path.getsize(os.path.join(tree, ".git/all.bundle")), seconds)}


PARQUET = """
import os, sys, time
import pyarrow as pa, pyarrow.compute as pc, pyarrow.csv as pcsv, pyarrow.parquet as pq
source, out = sys.argv[1:]
text = {name: pa.string() for name in ["kode_angkatan", "status", "dibuat", "diubah"]}
table = pcsv.read_csv(source, convert_options=pcsv.ConvertOptions(column_types={"nip": pa.int64(), **text}))
for name in ["dibuat", "diubah"]:
    at = pc.strptime(pc.utf8_slice_codeunits(table[name], 0, 19), "%Y-%m-%dT%H:%M:%S", "s")
    table = table.set_column(table.column_names.index(name), name, at)
begun = time.perf_counter()
pq.write_table(table, out, compression="zstd", compression_level=19)
print(os.path.getsize(out), time.perf_counter() - begun)
begun = time.perf_counter()
table = table.sort_by([("kode_angkatan", "ascending"), ("dibuat", "ascending")])
coded = {"nip": "DELTA_BINARY_PACKED", "dibuat": "DELTA_BINARY_PACKED", "diubah": "DELTA_BINARY_PACKED"}
pq.write_table(table, out, compression="zstd", compression_level=19, use_dictionary=["kode_angkatan", "status"],
               column_encoding=coded)
print(os.path.getsize(out), time.perf_counter() - begun)
"""


def parquet(opt, files):
    python = kolibri_peer.environment(opt.work, "arrow", "pyarrow")
    out = os.path.join(opt.work, "registrations.parquet")
    said = bench.run(python, "-c", PARQUET, os.path.join(files, "registrations.csv"), out).stdout.split()
    os.remove(out)
    plain, coded = [(int(said[at]), float(said[at + 1])) for at in (0, 2)]
    return {"Parquet, zstd -19": plain, "Parquet, sorted by batch and time, deltas": coded}


def sizes(opt, tables):
    files = bench.city(opt.work, *opt.million[:1], **opt.million[1])
    count = opt.million[1]["registrations"]
    rows = []
    for peer, tool in [(jsonl, "zstd"), (plain_csv, "zstd"), (sqlite_dump, "sqlite3"), (git_bundle, "git"), (parquet, None)]:
        if tool and not shutil.which(tool):
            say(f"bytes: no {tool}")
            continue
        say(f"bytes: {peer.__name__}")
        try:
            measured = peer(opt, files)
        except subprocess.CalledProcessError as error:
            say(f"bytes: {peer.__name__}: left out: {error.stderr.strip().splitlines()[-1:]}")
            continue
        rows += [[name, number(size), number(size / count, 2), number(seconds, 1)] for name, (size, seconds) in measured.items()]
    say("bytes: our bundle")
    centre, _, _, logs = offices(opt)
    stick = empty(os.path.join(opt.work, "stick"))
    seconds, _ = export(centre, logs[0], stick)
    _, total = bundles(stick)
    rows.insert(0, ["**balai bundle**, signed, encrypted, padded, read again", number(total), number(total / count, 2), number(seconds, 1)])
    tables.table(f"{number(count)} registrations", ["", "bytes", "bytes a registration", "seconds to write"], rows)


# ------------------------------------------------------------------------------- bundle


def whole(opt, tables):
    count, people = opt.million[1]["registrations"], opt.million[1]["people"]
    centre, near, far, logs = offices(opt)
    source = os.path.join(opt.work, "city-1m", "registrations.csv")
    measured, wrote = {}, {}
    note = lambda name, what: measured.setdefault(name, []).append(what)
    for turn in range(opt.rounds):
        for name, office, log in [("registrations", near, logs[0]), ("everything", far, logs[1])]:
            say(f"bundle, round {turn + 1}: {name}")
            copy = copied(office, office + "-copy")
            total, parts, out, taken = carry(opt, centre, log, copy)
            wrote[name] = (total, parts)
            note(name + " out", out)
            note(name + " in", taken)
            have = json.loads(bench.balai("status", "--json", *on(copy)).stdout)["counts"]["registrations"]
            if have != json.loads(bench.balai("status", "--json", *on(centre)).stdout)["counts"]["registrations"]:
                sys.exit(f"{name}: {have} registrations arrived")
        note("kiosk", timed([BALAI, "status", *on(near + "-copy")]))
        for when in ("before", "after"):
            if shutil.which("sqlite3"):
                note(when, bench.sqlite_import(opt.work, source, when))
    mid = {name: [statistics.median(column) for column in zip(*turns)] for name, turns in measured.items()}
    said = lambda name: f"{number(wrote[name][0])} bytes in {wrote[name][1]} part" + "s" * (wrote[name][1] > 1)
    label = {
        "registrations out": f"`bundle export` of {number(count)} registrations: {said('registrations')}",
        "registrations in": "`bundle import` of it, durable and queryable",
        "everything out": f"`bundle export` of them with {number(people)} people, courses, batches: {said('everything')}",
        "everything in": "`bundle import` of it into an empty office",
        "kiosk": "`status` in the office that has them",
        "before": "`sqlite3` shell, `.import` of the rows, three indexes before",
        "after": "the same, indexes after",
    }
    base = mid.get("before", [None])[0]
    tables.table(
        f"A bundle of {number(count)} registrations, signed and encrypted; medians of {opt.rounds}",
        ["", "seconds", "times sqlite3", "MiB resident"],
        [[label[n], number(mid[n][0], 1), times(mid[n][0], base), number(mid[n][1])] for n in label if n in mid],
    )
    tables.bar("bytes a registration in a bundle", wrote["registrations"][0] / count, 24)
    if base:
        tables.bar("import of a bundle, times the sqlite3 shell, indexes before", mid["registrations in"][0] / base, 1)
        tables.bar("import of a bundle, times the sqlite3 shell, indexes after", mid["registrations in"][0] / mid["after"][0], 1)
    for name in ("registrations out", "registrations in", "everything out", "everything in"):
        tables.bar(f"resident, {name}", mid[name][1], 128, " MiB", 0)


def delta(opt, tables):
    made, near, _, logs = offices(opt)
    # The other parts find the centre as it was, without the receipt of this office.
    centre, full = made + "-full", near + "-full"
    if not os.path.exists(full + ".done"):
        say("delta: an office that has all, and a centre that knows it")
        copied(made, centre)
        copied(near, full)
        carry(opt, centre, logs[0], full)
        carry(opt, full, "pusat", centre)
        open(full + ".done", "w").close()
    ops = lambda data: json.loads(bench.balai("status", "--json", *on(data)).stdout)["ledger"]["operations"]
    measured = {}
    for turn in range(opt.rounds):
        say(f"delta, round {turn + 1}")
        # At the centre a registration with its seat is two operations; at the office, which has no seats, it is one.
        for way, source, to, target, count in [("out", centre, logs[0], full, 100), ("home", full, "pusat", centre, 200)]:
            before = ops(source)
            bench.balai("bench", "register", "--alone", *on(source), "--count", str(count))
            total, _, out, taken = carry(opt, source, to, target)
            measured.setdefault(way, []).append((ops(source) - before, total, *out, *taken))
    mid = {way: [statistics.median(column) for column in zip(*turns)] for way, turns in measured.items()}
    label = {"out": "centre to office: 100 registrations with their seats", "home": "office to centre: 200 on the waiting list"}
    tables.table(
        f"A day of 200 operations between two that have {number(opt.million[1]['registrations'])} registrations; medians of {opt.rounds}",
        ["", "operations", "bytes", "export s", "MiB resident", "import s", "MiB resident"],
        [[label[way], *(number(got[at], digits) for at, digits in enumerate((0, 0, 2, 0, 2, 0)))] for way, got in mid.items()],
    )
    for way, got in mid.items():
        tables.bar(f"a day, {way}: bundle", got[1], 12 * 1024, " bytes", 0)
        tables.bar(f"a day, {way}: export", got[2], 1, " s")
        tables.bar(f"a day, {way}: import", got[4], 1, " s")


def kolibri(opt, tables):
    records = 20_000 if not opt.small else 200
    try:
        got = kolibri_peer.measure(os.path.join(opt.work, "kolibri"), KOLIBRI, records)
    except (kolibri_peer.CannotRun, subprocess.CalledProcessError, OSError) as error:
        return say(f"kolibri: left out: {error}")
    tables.table(
        f"Kolibri {KOLIBRI}, a full sync of {number(got['records'])} records between two instances on loopback",
        ["", "bytes a record", "seconds"],
        [["both ways, as counted by a proxy", number(got["bytes"] / got["records"]), number(got["seconds"], 1)]],
    )


PARTS = {"bundle": whole, "delta": delta, "bytes": sizes, "kolibri": kolibri}


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--work", help="keep the data here")
    args.add_argument("--only", default=",".join(PARTS))
    args.add_argument("--small", action="store_true")
    args.add_argument("--rounds", type=int, default=3)
    args.add_argument("--out", help="write the tables here as well")
    args.add_argument("--no-build", action="store_true")
    opt = args.parse_args()
    wanted = opt.only.split(",")
    if unknown := set(wanted) - set(PARTS):
        args.error(f"no such part: {', '.join(sorted(unknown))}")
    size = 100 if opt.small else 1
    opt.million = ("city-1m", {"people": 200_000 // size, "courses": 500 // size, "batches": 5_000 // size,
                               "registrations": 1_000_000 // size})
    if not opt.no_build:
        say("building")
        bench.run("cargo", "build", "--release", "--quiet", "--bin", "balai", cwd=ROOT)
    tables = bench.Tables()
    with tempfile.TemporaryDirectory(prefix="balai-exchange.") as scratch:
        opt.work = os.path.abspath(opt.work) if opt.work else scratch
        os.makedirs(opt.work, exist_ok=True)
        for name, part in PARTS.items():
            if name in wanted:
                part(opt, tables)
    text = f"Measured on {bench.machine()}; medians.\n\n" + tables.text()
    if opt.out:
        with open(opt.out, "w", encoding="utf-8") as file:
            file.write(text)
    print(text)
    return 1 if any(row[3] == "NOT HELD" for row in tables.bars) else 0


if __name__ == "__main__":
    sys.exit(main())
