#!/usr/bin/env python3
"""Measures what offices exchange beside its peers, in one run: bytes, seconds and memory.

    benches/exchange.py [--work DIR] [--only bytes,bundle,delta,kolibri] [--small] [--out FILE]

  bytes    a registration in JSONL, CSV, an SQLite dump, a git bundle and Parquet, each as small as its tools make it
           in reasonable time; and our ledger's segments, packed and compressed as in a bundle, without and with the
           people, courses and batches that they need
  bundle   a centre with a million registrations exports to an office that has none, which imports: bytes, seconds,
           resident memory; beside the sqlite3 shell loading the same rows with three indexes, before and after the load
  delta    200 operations of a day: bytes and seconds
  kolibri  the exchange of Kolibri between two instances on loopback, through a proxy that counts

Needs: cargo, python3; sqlite3, zstd, git for their rows; pyarrow and kolibri come from the Python registry into a folder
under --work. What is not there is left out, and said. --work keeps the data for the next run (2 GB). --small runs
everything at a hundredth of the size, to see that it runs.
"""
import argparse
import csv
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import run as bench
from run import BALAI, HERE, ROOT, number, say, times, timed

import kolibri_peer

KOLIBRI = "0.19.5"


# ------------------------------------------------------- our commands, one function each


def init(data, office):
    return bench.balai("init", "--office", office, "--data", data)


def hub_found(data, name):
    """Makes the organisation at the centre; its recovery sheet is not read here."""
    return bench.balai("hub", "found", "--name", name, "--json", "--data", data)


def hub_invite(data, office, to):
    """Writes an invitation with its secret; answers what was said."""
    return json.loads(bench.balai("hub", "invite", "--office", office, "--to", to, "--json", "--data", data).stdout)


def join(data, invitation, secret, to):
    """Makes a kiosk from an invitation; answers what was said."""
    said = bench.run(BALAI, "join", invitation, "--to", to, "--json", "--data", data, input=secret + "\n").stdout
    return json.loads(said)


def hub_accept(data, request):
    return bench.balai("hub", "accept", request, "--json", "--data", data)


def export(data, to, path):
    """Seconds and MiB resident."""
    return timed([BALAI, "bundle", "export", "--to", to, path, "--data", data])


def take(data, path):
    """Seconds and MiB resident."""
    return timed([BALAI, "bundle", "import", path, "--yes", "--data", data])


def has_bundles():
    """Whether this program has the commands of the exchange."""
    tried = subprocess.run([BALAI, "bundle", "export", "--help"], capture_output=True, text=True)
    return tried.returncode == 0


def offices(opt):
    """The centre with everything and an office that is enrolled and empty: their data, and the office's node."""
    files = bench.city(opt.work, *opt.million[:1], **opt.million[1])
    centre, _ = bench.office(opt.work, opt.office, files)
    kiosk = os.path.join(opt.work, opt.office + "-kiosk")
    note = kiosk + ".json"
    if not os.path.exists(note):
        shutil.rmtree(kiosk, ignore_errors=True)
        paper = os.path.join(opt.work, "paper")
        shutil.rmtree(paper, ignore_errors=True)
        os.makedirs(paper)
        hub_found(centre, "Pemerintah Kota")
        said = hub_invite(centre, "Kecamatan", paper)
        asked = join(kiosk, said["invitation"], said["secret"], paper)
        hub_accept(centre, asked["request"])
        with open(note, "w") as file:
            json.dump({"log": asked["log"]}, file)
    with open(note) as file:
        return centre, kiosk, json.load(file)["log"].split("-")[0]


def bundles(folder):
    found = sorted(glob.glob(os.path.join(folder, "**", "*.BLI"), recursive=True))
    return found, sum(os.path.getsize(path) for path in found)


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
    path = os.path.join(opt.work, opt.office + ".jsonl")
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


def git_bundle(opt, files):
    """A file of JSON lines for each batch, one commit: kinder to git than a file a record, or than one file."""
    with tempfile.TemporaryDirectory(dir=opt.work) as tree:
        git = lambda *args: bench.run("git", "-C", tree, "-c", "user.name=n", "-c", "user.email=n@localhost", *args)
        of_batch = {}
        for row in rows_of(files):
            of_batch.setdefault(row["kode_angkatan"], []).append(json.dumps(row, separators=(",", ":")))
        for code, rows in of_batch.items():
            with open(os.path.join(tree, code.replace("/", "-")), "w", encoding="utf-8") as file:
                file.write("\n".join(rows) + "\n")
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


def packed(opt, data, since=0):
    """Our segments from operation `since` on, packed and compressed as in frames of a bundle, by level."""
    with tempfile.TemporaryDirectory(dir=opt.work) as folder:
        for path in glob.glob(os.path.join(data, "log", "*", "*.seg")):
            if int(os.path.basename(path).split(".")[0]) >= since:
                os.symlink(os.path.abspath(path), os.path.join(folder, os.path.basename(path)))
        said = bench.run(os.path.join(ROOT, "target/release/examples/pack"), folder, "4000000", "3", "9", "19").stdout
    return [json.loads(line) for line in said.splitlines()]


def first_registration(data, count):
    """The number at which the last `count` operations of the only ledger begin, in whole segments."""
    starts = sorted(int(os.path.basename(path).split(".")[0]) for path in glob.glob(os.path.join(data, "log", "*", "*.seg")))
    ops = json.loads(bench.balai("status", "--json", "--data", data).stdout)["ledger"]["operations"]
    return next((start for start in starts if start > ops - count), starts[-1])


def sizes(opt, tables):
    files = bench.city(opt.work, *opt.million[:1], **opt.million[1])
    count = opt.million[1]["registrations"]
    rows, ours = [], None
    for peer, tool in [(jsonl, "zstd"), (plain_csv, "zstd"), (sqlite_dump, "sqlite3"), (git_bundle, "git"), (parquet, None)]:
        if tool and not shutil.which(tool):
            say(f"bytes: no {tool}")
            continue
        say(f"bytes: {peer.__name__}")
        try:
            found = peer(opt, files)
        except subprocess.CalledProcessError as error:
            say(f"bytes: {peer.__name__}: left out: {error.stderr.strip().splitlines()[-1:]}")
            continue
        rows += [[name, number(size), number(size / count, 2), number(seconds, 1)] for name, (size, seconds) in found.items()]
    say("bytes: our segments")
    data, _ = bench.office(opt.work, opt.office, files)
    for row in packed(opt, data, first_registration(data, count)):
        seconds = row["pack_s"] + row["zstd_s"]
        name = f"balai, registrations alone: columns + zstd -{row['level']}"
        rows.append([name, number(row["zstd"]), number(row["bytes_per_op"], 2), number(seconds, 1)])
        ours = row["bytes_per_op"]
    for row in packed(opt, data):
        seconds = row["pack_s"] + row["zstd_s"]
        name = f"balai, with {number(opt.million[1]['people'])} people, units, courses, batches: zstd -{row['level']}"
        rows.append([name, number(row["zstd"]), number(row["zstd"] / count, 2), number(seconds, 1)])
    tables.table(f"{number(count)} registrations", ["", "bytes", "bytes a registration", "seconds to write"], rows)
    tables.bar("bytes a registration, columns", ours, 24)


# ------------------------------------------------------------------------------- bundle


def whole(opt, tables):
    if not has_bundles():
        return say("bundle: this program has no `bundle` command; left out")
    count = opt.million[1]["registrations"]
    centre, kiosk, node = offices(opt)
    source = os.path.join(opt.work, "city-1m", "registrations.csv")
    found = {"export": [], "import": [], "before": [], "after": []}
    for turn in range(opt.rounds):
        say(f"bundle, round {turn + 1}")
        stick, copy = os.path.join(opt.work, "stick"), kiosk + "-copy"
        for left in (stick, copy):
            shutil.rmtree(left, ignore_errors=True)
        os.makedirs(stick)
        shutil.copytree(kiosk, copy)
        found["export"].append(export(centre, node, stick))
        parts, total = bundles(stick)
        spent = [take(copy, path) for path in parts]
        found["import"].append((sum(seconds for seconds, _ in spent), max(memory for _, memory in spent)))
        for when in ("before", "after"):
            if shutil.which("sqlite3"):
                found[when].append(bench.sqlite_import(opt.work, source, when))
    mid = {name: [sorted(column)[len(column) // 2] for column in zip(*turns)] for name, turns in found.items() if turns}
    label = {
        "export": f"`bundle export`, {number(total)} bytes in {len(parts)} parts",
        "import": "`bundle import`, durable and queryable",
        "before": "`sqlite3` shell, `.import`, three indexes before",
        "after": "the same, indexes after",
    }
    base = mid.get("before", [None])[0]
    tables.table(
        f"A bundle of {number(count)} registrations and all that they need, signed and encrypted",
        ["", "seconds", "times sqlite3", "MiB resident"],
        [[label[n], number(mid[n][0], 1), times(mid[n][0], base), number(mid[n][1])] for n in label if n in mid],
    )
    tables.bar("bytes a registration, whole bundle with people", total / count, 24)
    if base:
        tables.bar("import of a bundle, times the sqlite3 shell", mid["import"][0] / base, 1)
    for name in ("export", "import"):
        tables.bar(f"resident at {name}", mid[name][1], 128, " MiB", 0)


def delta(opt, tables):
    if not has_bundles():
        return say("delta: this program has no `bundle` command; left out")
    centre, kiosk, node = offices(opt)
    stick = os.path.join(opt.work, "stick-delta")
    def fresh():
        shutil.rmtree(stick, ignore_errors=True)
        os.makedirs(stick)
    # Both know what the other has, so that the next bundle holds the day alone.
    fresh()
    export(centre, node, stick)
    for path in bundles(stick)[0]:
        take(kiosk, path)
    fresh()
    export(kiosk, "hub", stick)
    for path in bundles(stick)[0]:
        take(centre, path)
    # A registration with its seat is two operations.
    bench.balai("bench", "register", "--alone", "--data", centre, "--count", "100")
    fresh()
    spent, memory = export(centre, node, stick)
    parts, total = bundles(stick)
    taken = [take(kiosk, path) for path in parts]
    seconds = sum(each for each, _ in taken)
    rows = [
        ["export", number(total), number(spent, 2), number(memory)],
        ["import", "", number(seconds, 2), number(max(each for _, each in taken))],
    ]
    tables.table("A day: 200 operations", ["", "bytes", "seconds", "MiB resident"], rows)
    tables.bar("a day of 200 operations", total, 12 * 1024, " bytes", 0)
    tables.bar("export of a day", spent, 1, " s")
    tables.bar("import of a day", seconds, 1, " s")


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


PARTS = {"bytes": sizes, "bundle": whole, "delta": delta, "kolibri": kolibri}


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
    opt.office = "office-1m"
    opt.million = ("city-1m", {"people": 200_000 // size, "courses": 500 // size, "batches": 5_000 // size,
                               "registrations": 1_000_000 // size})
    if not opt.no_build:
        say("building")
        bench.run("cargo", "build", "--release", "--quiet", "--bin", "balai", "--example", "pack", cwd=ROOT)
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
