#!/usr/bin/env python3
"""Measures balai beside its peers, in one run, and writes the tables of BENCHMARKS.md.

    benches/run.py [--work DIR] [--only commits,calls,import,screen] [--small] [--meter PATH] [--out FILE]

  commits   a durable registration at 1,000 and at 1,000,000 existing ones, beside a raw append with fdatasync of the
            same bytes and SQLite (WAL, synchronous FULL, three indexes); the rounds visit each in turn, so that a busy
            moment of the machine hits all alike
  calls     syncs and bytes written for a registration, from strace: what 2n registrations do more than n
  import    a million registrations, beside the sqlite3 shell's .import of the same file into a table with three
            indexes; time and resident memory
  screen    first frame, memory and key latency in the demo and at a million, beside a bare ratatui list and others,
            through a meter of terminal programs (--meter or $METER); start to catalogue by a plain pty

Needs: cargo, python3; sqlite3, strace and GNU time for their parts. --work keeps the data for the next run (1.5 GB).
--small runs everything at a hundredth of the size, to see that it runs. Nothing outside --work is written but --out.
"""
import argparse
import json
import os
import platform
import pty
import re
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
BALAI = os.path.join(ROOT, "target/release/balai")
PEERS = os.path.join(HERE, "peers/target/release")

# What the screens say and which keys lead to the search, in Indonesian as the kiosk starts.
ATTRACT_TEXT = "Pindai kartu"
CATALOGUE_KEYS = ["SPACE", "1"]
CATALOGUE_WORD = "Katalog"
SEARCH_KEYS = list("data") + ["BACKSPACE"] * 4


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(*command, **more):
    """Runs a command; what it said is shown when it fails."""
    done = subprocess.run([str(part) for part in command], text=True, capture_output=True, **more)
    if done.returncode:
        say(done.stdout + done.stderr)
        done.check_returncode()
    return done


def balai(*args):
    return run(BALAI, *args)


def number(value, digits=0):
    return "-" if value is None else f"{value:,.{digits}f}"


def times(value, base):
    return "-" if not value or not base else f"{value / base:.2f}"


class Tables:
    def __init__(self):
        self.parts, self.bars = [], []

    def table(self, title, head, rows):
        rule = ["---"] + ["---:"] * (len(head) - 1)
        lines = ["| " + " | ".join(row) + " |" for row in [head, rule, *rows]]
        self.parts.append(f"### {title}\n\n" + "\n".join(lines) + "\n")

    def bar(self, what, value, bound, unit="", digits=2):
        """A bar: `value` at most `bound`."""
        held = "-" if value is None else ("held" if value <= bound else "NOT HELD")
        self.bars.append([what, f"{number(value, digits)}{unit}", f"{number(bound, digits)}{unit}", held])

    def text(self):
        if self.bars:
            self.table("Bars", ["bar", "measured", "at most", ""], self.bars)
        return "\n".join(self.parts)


# ------------------------------------------------------------------------------------------- data


def city(work, name, **size):
    out = os.path.join(work, name)
    if not os.path.exists(os.path.join(out, "registrations.csv")):
        say(f"making {name}")
        flags = [str(part) for key, value in size.items() for part in (f"--{key}", value)]
        run(sys.executable, os.path.join(HERE, "city.py"), out, *flags)
    return out


def office(work, name, files, registrations=True):
    """A data directory with the files imported; the measures of the last import when it was made now."""
    data = os.path.join(work, name)
    measured = None
    if not os.path.exists(data + ".done"):
        shutil.rmtree(data, ignore_errors=True)
        balai("init", "--office", "Bench", "--data", data)
        for kind in ["units", "courses", "people", "batches"]:
            say(f"importing {kind} into {name}")
            balai("import", kind, os.path.join(files, f"{kind}.csv"), "--data", data)
        if registrations:
            say(f"importing registrations into {name}")
            measured = timed([BALAI, "import", "registrations", os.path.join(files, "registrations.csv"), "--data", data])
        open(data + ".done", "w").close()
    return data, measured


def timed(command, **more):
    """Seconds and MiB resident of a command."""
    start = time.perf_counter()
    child = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **more)
    said = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{command}: {said[-2000:]}")
    return seconds, usage.ru_maxrss / 1024


# ---------------------------------------------------------------------------------------- commits


def commits(opt, tables):
    count = 2_000 if not opt.small else 200
    few = city(opt.work, "city-1k", people=2_000, courses=40, batches=200, registrations=1_000)
    many = city(opt.work, *opt.million[:1], **opt.million[1])
    data = {"1k": office(opt.work, "office-1k", few)[0], "1m": office(opt.work, "office-1m", many)[0]}
    rows = {"1k": 1_000, "1m": opt.million[1]["registrations"]}
    peer = lambda kind, size: json.loads(run(f"{PEERS}/commits", kind, os.path.join(opt.work, "peers"), count, size).stdout)
    def own(size):
        said = json.loads(balai("bench", "register", "--data", data[size], "--count", str(count)).stdout)
        return {**said, "bytes_per_op": said["bytes_per_registration"]}

    found = {}
    for turn in range(opt.rounds):
        say(f"commits, round {turn + 1} of {opt.rounds}")
        for size in ["1k", "1m"]:
            found.setdefault(f"balai {size}", []).append(own(size))
        each = round(found["balai 1k"][-1]["bytes_per_op"])
        for kind in ["raw", "raw-kept"]:
            found.setdefault(kind, []).append(peer(kind, each))
        for size in ["1k", "1m"]:
            found.setdefault(f"sqlite {size}", []).append(peer("sqlite", rows[size]))
    mid = {
        name: {key: statistics.median(turn[key] for turn in turns) for key in ["median_us", "p99_us", "bytes_per_op"]}
        for name, turns in found.items()
    }
    raw = mid["raw"]["median_us"]
    label = {
        "raw": f"append {number(mid['raw']['bytes_per_op'])} B and `fdatasync`, growing file",
        "raw-kept": "the same, file of full length",
        "balai 1k": f"`register`, {number(rows['1k'])} existing",
        "balai 1m": f"`register`, {number(rows['1m'])} existing",
        "sqlite 1k": f"SQLite WAL + FULL, three indexes, {number(rows['1k'])} rows",
        "sqlite 1m": f"SQLite WAL + FULL, three indexes, {number(rows['1m'])} rows",
    }
    tables.table(
        f"A durable registration, {count} in one process, medians of {opt.rounds} rounds",
        ["", "median us", "p99 us", "times raw"],
        [[label[n], number(mid[n]["median_us"]), number(mid[n]["p99_us"]), times(mid[n]["median_us"], raw)] for n in label],
    )
    few, many = mid["balai 1k"]["median_us"], mid["balai 1m"]["median_us"]
    # Beside each registration the command itself appends as many bytes to a file of its own: the fairest peer.
    for size in ["1k", "1m"]:
        paired = statistics.median(turn["ratio"] for turn in found[f"balai {size}"])
        tables.bar(f"register at {number(rows[size])}, times raw append and fdatasync in turn", paired, 1.3)
    tables.bar("register at a million, times at a thousand", many / few, 1.25)


def calls(opt, tables):
    if not shutil.which("strace"):
        return say("calls: no strace")
    few = city(opt.work, "city-1k", people=2_000, courses=40, batches=200, registrations=1_000)
    data, _ = office(opt.work, "office-1k", few)
    count = 1_000 if not opt.small else 100
    traced = lambda command: trace(command, opt.work)
    rows, own = [], None
    store = os.path.join(opt.work, "peers")
    for name, command in [
        ("`register`", lambda n: [BALAI, "bench", "register", "--alone", "--data", data, "--count", n]),
        ("SQLite WAL + FULL", lambda n: [f"{PEERS}/commits", "sqlite", store, n, 1_000]),
    ]:
        traced(command(1))
        less, more = traced(command(count)), traced(command(2 * count))
        each = {key: (more[key] - less[key]) / count for key in more}
        own = own or each
        rows.append([name, *(number(each[key], 2) for key in ["fdatasync", "fsync", "writes"]), number(each["bytes"])])
    tables.table("System calls for a registration", ["", "`fdatasync`", "`fsync`", "writes", "bytes written"], rows)
    tables.bar("fdatasync and fsync a registration", own["fdatasync"] + own["fsync"], 2)
    tables.bar("bytes written a registration", own["bytes"], 16 * 1024, digits=0)


WRITES = ("write", "pwrite64", "writev", "pwritev", "pwritev2")


def trace(command, work):
    """The syncs and writes of a command; what it prints is not counted."""
    path = os.path.join(work, "strace.txt")
    names = "fdatasync,fsync,sync_file_range," + ",".join(WRITES)
    run("strace", "-f", "-qq", "-s", 0, "-e", f"trace={names}", "-e", "signal=none", "-o", path, *command)
    found = {"fdatasync": 0, "fsync": 0, "writes": 0, "bytes": 0}
    call = re.compile(r"^\d+\s+(?:<\.\.\. )?(\w+)(?:\((\d+))?.*\)\s*= (\d+)")
    with open(path) as lines:
        for line in lines:
            match = call.match(line)
            if not match:
                continue
            name, fd, result = match.groups()
            if name in ("fdatasync", "fsync"):
                found[name] += 1
            elif name in WRITES and fd not in ("1", "2"):
                found["writes"] += 1
                found["bytes"] += int(result)
    os.remove(path)
    return found


# ----------------------------------------------------------------------------------------- import


def imports(opt, tables):
    files = city(opt.work, *opt.million[:1], **opt.million[1])
    source, rows = os.path.join(files, "registrations.csv"), opt.million[1]["registrations"]
    found = {"balai": [], "before": [], "after": []}
    for turn in range(opt.rounds if opt.small else min(3, opt.rounds)):
        say(f"import, round {turn + 1}")
        # The office of this round is the one that the other parts use.
        for left in ["office-1m", "office-1m.done"]:
            path = os.path.join(opt.work, left)
            shutil.rmtree(path, ignore_errors=True) if os.path.isdir(path) else os.path.exists(path) and os.remove(path)
        found["balai"].append(office(opt.work, "office-1m", files)[1])
        for when in ["before", "after"]:
            if shutil.which("sqlite3"):
                found[when].append(sqlite_import(opt.work, source, when))
    mid = {name: [statistics.median(column) for column in zip(*turns)] for name, turns in found.items() if turns}
    label = {
        "balai": "`balai import registrations`",
        "before": "`sqlite3` shell, `.import`, three indexes before",
        "after": "the same, indexes after",
    }
    base = mid.get("before", [None])[0]
    tables.table(
        f"Import of {number(rows)} registrations",
        ["", "seconds", "times sqlite3", "MiB resident"],
        [[label[n], number(mid[n][0], 1), times(mid[n][0], base), number(mid[n][1])] for n in label if n in mid],
    )
    if base:
        tables.bar("import, times the sqlite3 shell", mid["balai"][0] / base, 1)
    tables.bar("resident while importing", mid["balai"][1], 512, " MiB", 0)


def sqlite_import(work, source, when):
    path = os.path.join(work, "import.sqlite")
    for left in [path, path + "-wal", path + "-shm", path + "-journal"]:
        if os.path.exists(left):
            os.remove(left)
    table = "CREATE TABLE registration (nip TEXT, batch TEXT, state TEXT, created TEXT, updated TEXT);\n"
    index = (
        "CREATE INDEX by_person ON registration (nip);\nCREATE INDEX by_batch ON registration (batch, state);\n"
        "CREATE INDEX by_time ON registration (created);\n"
    )
    load = f".mode csv\nBEGIN;\n.import --skip 1 '{source}' registration\nCOMMIT;\n"
    script = "PRAGMA synchronous = FULL;\n" + table + (index + load if when == "before" else load + index)
    with tempfile.TemporaryFile("w+") as file:
        file.write(script)
        file.seek(0)
        measured = timed(["sqlite3", "-bail", path], stdin=file)
    os.remove(path)
    return measured


# ----------------------------------------------------------------------------------------- screen


def screen(opt, tables):
    demo = os.path.join(opt.work, "demo")
    if not os.path.isdir(demo):
        balai("demo", "--no-kiosk", "--data", demo)
    files = city(opt.work, *opt.million[:1], **opt.million[1])
    million, _ = office(opt.work, "office-1m", files)
    ready = {}
    for name, data in [("demo", demo), ("million", million)]:
        ready[name] = statistics.median(catalogue_ready(data) for _ in range(10))
    tables.table(
        "Start of the program to the catalogue, a key pressed at once, medians of 10",
        ["", "ms"],
        [[name, number(value * 1000)] for name, value in ready.items()],
    )
    tables.bar("start to catalogue at a million", ready["million"] * 1000, 300, " ms", 0)
    if not opt.meter:
        return say("screen: no --meter")
    kiosk = lambda name, data: {
        "name": name, "cmd": [BALAI, "kiosk", "--data", data], "text": ATTRACT_TEXT,
        "prep": CATALOGUE_KEYS, "keys": SEARCH_KEYS, "quit": ["CTRL-C"],
    }
    suite = [
        {"name": "bare list", "cmd": [f"{PEERS}/bare_list"], "text": "Pelatihan", "keys": ["DOWN", "UP"], "quit": ["q"]},
        kiosk("balai demo", demo),
        kiosk("balai million", million),
    ]
    if shutil.which("whiptail"):
        menu = " ".join(f"{n} Pelatihan" for n in range(1, 41))
        suite.append({"name": "whiptail", "cmd": f"whiptail --menu Daftar 22 70 14 {menu}", "text": "Pelatihan",
                      "keys": ["DOWN", "UP"], "quit": ["ESC"]})
    path = os.path.join(opt.work, "suite.json")
    with open(path, "w") as file:
        json.dump(suite, file)
    out = os.path.join(opt.work, "screen.json")
    few = ["--runs", "4", "--keys-n", "20", "--rounds", "2"] if opt.small else ["--keys-n", "400", "--idle", "5"]
    run(sys.executable, opt.meter, "--suite", path, "--no-peers", "--json", out, *few)
    with open(out) as file:
        found = {result["name"]: result for result in json.load(file)["results"]}
    bare = found["bare list"]["first_frame_ms"]
    rows = []
    for name, got in found.items():
        key = got.get("keys", {})
        rows.append([
            name, number(got.get("first_frame_ms"), 1), times(got.get("first_frame_ms"), bare), number(got.get("rss_mib"), 1),
            number(got.get("hwm_mib"), 1), number(key.get("first_p50_ms"), 2), number(key.get("first_p99_ms"), 2),
            number(got.get("idle_cpu_pct"), 2),
        ])
    head = ["", "first frame ms", "times bare", "MiB resident", "MiB at most", "key p50 ms", "key p99 ms", "CPU at rest %"]
    tables.table("On a terminal of 80x24", head, rows)
    for name, most in [("balai demo", 25), ("balai million", 150)]:
        got = found[name]
        if "error" in got:
            tables.bar(f"{name}: {got['error'].splitlines()[0]}", None, 0)
            continue
        tables.bar(f"{name}: first frame, times the bare list", got["first_frame_ms"] / bare, 4)
        tables.bar(f"{name}: key to frame, median", got["keys"]["first_p50_ms"], 1, " ms")
        tables.bar(f"{name}: key to frame, p99", got["keys"]["first_p99_ms"], 16, " ms")
        tables.bar(f"{name}: resident", got.get("hwm_mib", got.get("rss_mib")), most, " MiB", 1)


def catalogue_ready(data):
    """Seconds from the start until the catalogue is drawn, when its keys are pressed as soon as there is a screen."""
    start = time.perf_counter()
    child, tty = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execv(BALAI, [BALAI, "kiosk", "--data", data])
    import fcntl
    import termios

    fcntl.ioctl(tty, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    seen, keys = b"", [b" ", b"1"]
    try:
        while time.perf_counter() < start + 20:
            if not select.select([tty], [], [], 0.5)[0]:
                continue
            seen += os.read(tty, 65536)
            plain = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]", b"", seen)
            if len(keys) == 2 and ATTRACT_TEXT.split()[0].encode() in plain:
                os.write(tty, keys.pop(0))
                seen = b""
            elif len(keys) == 1 and CATALOGUE_WORD.encode() in plain:
                os.write(tty, keys.pop(0))
                seen = b""
            elif not keys and re.search(rb"dari [1-9][0-9.]* pelatihan", plain):
                return time.perf_counter() - start
        sys.exit(f"no catalogue within 20 s of the start: {plain[-500:]!r}")
    except OSError:
        sys.exit(f"the kiosk ended before the catalogue: {seen[-500:]!r}")
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(tty)


# ------------------------------------------------------------------------------------------- main

PARTS = {"import": imports, "commits": commits, "calls": calls, "screen": screen}


def machine():
    model = "?"
    with open("/proc/cpuinfo") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), "?")
    rustc = run("rustc", "--version").stdout.strip()
    return f"{os.cpu_count()} cores of {model}, {platform.system()} {platform.release()}, {rustc}, load {os.getloadavg()[0]:.1f}"


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--work", help="keep the data here")
    args.add_argument("--only", default=",".join(PARTS))
    args.add_argument("--small", action="store_true")
    args.add_argument("--rounds", type=int, default=5)
    args.add_argument("--meter", default=os.environ.get("METER"))
    args.add_argument("--out", help="write the tables here as well")
    args.add_argument("--no-build", action="store_true")
    opt = args.parse_args()
    wanted = opt.only.split(",")
    if unknown := set(wanted) - set(PARTS):
        args.error(f"no such part: {', '.join(sorted(unknown))}")
    size = 100 if opt.small else 1
    if opt.small:
        opt.rounds = min(opt.rounds, 2)
    opt.million = ("city-1m", {"people": 200_000 // size, "courses": 500 // size, "batches": 5_000 // size,
                               "registrations": 1_000_000 // size})
    if not opt.no_build:
        say("building")
        run("cargo", "build", "--release", "--quiet", cwd=ROOT)
        run("cargo", "build", "--release", "--quiet", cwd=os.path.join(HERE, "peers"))
    tables = Tables()
    with tempfile.TemporaryDirectory(prefix="balai-bench.") as scratch:
        opt.work = os.path.abspath(opt.work) if opt.work else scratch
        os.makedirs(opt.work, exist_ok=True)
        for name, part in PARTS.items():
            if name in wanted:
                part(opt, tables)
    text = f"Measured on {machine()}; medians.\n\n" + tables.text()
    if opt.out:
        with open(opt.out, "w", encoding="utf-8") as file:
            file.write(text)
    print(text)
    return 1 if any(row[3] == "NOT HELD" for row in tables.bars) else 0


if __name__ == "__main__":
    sys.exit(main())
