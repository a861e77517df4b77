"""Kolibri from the Python registry: two instances on loopback that exchange a facility through a proxy that counts.

Kolibri exchanges with Morango: certificates, then the records in chunks as JSON over HTTP. A record is a row of its
store: a learner or a membership of a class.
"""
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
import venv


class CannotRun(Exception):
    pass


def environment(work, name, *packages):
    """The Python of an environment of its own with these packages."""
    folder = os.path.join(work, f"python-{name}")
    python = os.path.join(folder, "bin", "python")
    if not os.path.exists(folder + ".done"):
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True, capture_output=True, text=True)
        open(folder + ".done", "w").close()
    return python


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Counter:
    """Passes connections on and counts the bytes of both directions."""

    def __init__(self, to):
        self.to, self.bytes, self.lock = to, 0, threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                here, _ = self.listener.accept()
                there = socket.create_connection(("127.0.0.1", self.to))
            except OSError:
                return
            for source, sink in ((here, there), (there, here)):
                threading.Thread(target=self.pump, args=(source, sink), daemon=True).start()

    def pump(self, source, sink):
        try:
            while data := source.recv(65536):
                with self.lock:
                    self.bytes += len(data)
                sink.sendall(data)
        except OSError:
            pass
        for end in (sink, source):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


FILL = """
from kolibri.core.auth.models import Classroom, Facility, FacilityUser, Membership
facility = Facility.get_default_facility()
batch = Classroom.objects.create(name="Angkatan", parent=facility)
for n in range({people}):
    user = FacilityUser(username="u%06d" % n, full_name="Nama Orang %06d" % n, facility=facility, password="NOT_SPECIFIED")
    user.save()
    batch.add_member(user)
from morango.models import Store
from morango.sync.controller import MorangoProfileController
MorangoProfileController("facilitydata").serialize_into_store()
print("RECORDS", Store.objects.count())
print("FACILITY", facility.id)
"""
COUNT = """
from morango.models import Store
print("RECORDS", Store.objects.count())
"""


class Instance:
    def __init__(self, python, home):
        self.kolibri = os.path.join(os.path.dirname(python), "kolibri")
        self.home, self.server = home, None
        self.port, self.content = free_port(), free_port()
        self.env = {
            **os.environ, "KOLIBRI_HOME": home, "KOLIBRI_HTTP_PORT": str(self.port), "LANG": "C.UTF-8",
            "KOLIBRI_ZIP_CONTENT_PORT": str(self.content), "KOLIBRI_LISTEN_ADDRESS": "127.0.0.1",
        }

    def manage(self, *args, **more):
        command = [self.kolibri, "manage", *args]
        done = subprocess.run(command, env=self.env, text=True, capture_output=True, timeout=1800, **more)
        if done.returncode:
            raise CannotRun(f"{args[0]}: {(done.stderr or done.stdout)[-400:]}")
        return done.stdout

    def start(self):
        log = open(os.path.join(self.home, "server.out"), "w")
        command = [self.kolibri, "start", "--foreground"]
        self.server = subprocess.Popen(command, env=self.env, stdout=log, stderr=log, start_new_session=True)
        end = time.monotonic() + 180
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/public/info/", timeout=5):
                    return
            except OSError:
                if self.server.poll() is not None:
                    raise CannotRun("the server ended at once") from None
                time.sleep(0.5)
        raise CannotRun("the server did not answer")

    def stop(self):
        if self.server and self.server.poll() is None:
            os.killpg(self.server.pid, signal.SIGTERM)
            try:
                self.server.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(self.server.pid, signal.SIGKILL)
                self.server.wait()


def said(text, word):
    found = re.search(rf"{word} (\S+)", text)
    if not found:
        raise CannotRun(f"no {word} in {text[-300:]!r}")
    return found[1]


def measure(work, version, records):
    """Records, bytes and seconds of a first full sync of `records`."""
    python = environment(work if os.path.isdir(work) else (os.makedirs(work) or work), "kolibri", f"kolibri=={version}")
    homes = [os.path.join(work, name) for name in ("centre", "office")]
    for home in homes:
        shutil.rmtree(home, ignore_errors=True)
        os.makedirs(home)
    centre, office = (Instance(python, home) for home in homes)
    try:
        centre.manage(
            "provisiondevice", "--facility", "Kota", "--superusername", "admin", "--superuserpassword", "kata-sandi",
            "--preset", "formal", "--language_id", "en", "--verbosity", "0", "--noinput",
        )
        facts = centre.manage("shell", input=FILL.format(people=records // 2))
        facility, stored = said(facts, "FACILITY"), int(said(facts, "RECORDS"))
        centre.start()
        counter = Counter(centre.port)
        begun = time.perf_counter()
        office.manage(
            "sync", "--baseurl", f"http://127.0.0.1:{counter.port}", "--facility", facility,
            "--username", "admin", "--password", "kata-sandi", "--no-push", "--noninteractive",
        )
        seconds = time.perf_counter() - begun
        got = int(said(office.manage("shell", input=COUNT), "RECORDS"))
        if got < stored:
            raise CannotRun(f"{got} of {stored} records arrived")
        return {"records": stored, "bytes": counter.bytes, "seconds": seconds}
    finally:
        for instance in (centre, office):
            instance.stop()


if __name__ == "__main__":
    print(measure(sys.argv[1], sys.argv[2], int(sys.argv[3])))
