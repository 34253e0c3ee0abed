"""bench.py: what the drivers `run` and `scaling` share: the table, data that are made once, processes that are timed, the machine.
SPDX-License-Identifier: GPL-3.0-or-later"""
import datetime, json, os, platform, shutil, subprocess, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))


class Line:
    """one line of table.txt"""

    def __init__(self, text):
        self.name, full, small, check, self.flops, self.bytes, self.what = [f.strip() for f in text.split("|")]
        self.data = {"full": full, "small": small, "check": check}

    def work(self, size):
        """operations and bytes of an iteration"""
        sizes = dict(zip("NDK", (int(n) for n in self.data[size].split()[1:])))
        return eval(self.flops, {}, sizes), eval(self.bytes, {}, sizes)


def table():
    with open(os.path.join(HERE, "table.txt")) as f:
        return [Line(text) for text in f if text.strip() and not text.startswith("#")]


class Timed:
    """runs a command to its end: what it wrote (its first characters), wall and processor seconds, the most memory it held, in
    bytes. A new process counts what its parent held when it began; so a driver that measures memory must stay small."""

    def __init__(self, command, threads=1, folder=None, characters=-1):
        env = dict(os.environ, OMP_NUM_THREADS=str(threads), OPENBLAS_NUM_THREADS=str(threads))
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            start = time.monotonic()
            process = subprocess.Popen(command, env=env, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
            _, status, use = os.wait4(process.pid, 0)
            self.seconds = time.monotonic() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0), err.seek(0)
            self.out, self.err = out.read(characters), err.read()
        self.cpu = use.ru_utime + use.ru_stime
        self.memory = use.ru_maxrss * 1024
        if process.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}: status {process.returncode}: {self.err.strip()[:400]}")


def data_folder(programs, work, kind):
    """the folder with what `gen KIND` makes; made unless it is there and newer than the generator"""
    gen = os.path.join(programs, "gen")
    folder = os.path.join(work, kind.replace(" ", "-"))
    done = os.path.join(folder, "done")
    if not os.path.exists(done) or os.path.getmtime(done) < os.path.getmtime(gen):
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        subprocess.run([gen, *kind.split(), folder], check=True)
        open(done, "w").close()
    return folder


def place_model(name, folder, iterations=20):
    """a copy of the model beside its data, where its file names hold; the models say 20 iterations"""
    script = os.path.join(folder, f"{name}.em")
    with open(os.path.join(HERE, "models", f"{name}.em")) as model, open(script, "w") as copy:
        copy.write(model.read().replace("iters = 20", f"iters = {iterations}"))
    return script


def first(command, pattern=""):
    """the first line of a command's output that has the pattern in it"""
    try:
        out = subprocess.run(command, capture_output=True, text=True).stdout
    except OSError:
        return ""
    return next((line.strip() for line in out.splitlines() if pattern in line), "")


def machine():
    """what the numbers were measured on, in one paragraph"""
    cpu = first(["lscpu"], "Model name").split(":")[-1].strip() or platform.machine()
    compiler = first(["gcc", "--version"])
    return (f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC, {cpu}, {os.cpu_count()} processors, "
            f"{platform.system()} {platform.release()}, {compiler}, {platform.libc_ver()[0]} {platform.libc_ver()[1]}; "
            f"load of the machine at the start {os.getloadavg()[0]:.1f}")


def peaks(programs, threads, numbers=1 << 26):
    """{threads: {"gemm": Gflop/s, "read": GB/s, "triad": GB/s}}; half a gigabyte is more than most caches hold"""
    return {p["threads"]: p for p in json.loads(Timed([os.path.join(programs, "peak"), str(max(threads)), str(numbers)]).out)}


def markdown(head, rows):
    """a table; columns of numbers are flush right"""
    width = [max(len(str(r[i])) for r in [head] + rows) for i in range(len(head))]
    number = [all(str(r[i])[:1].isdigit() or str(r[i]) in ("", "-") for r in rows) for i in range(len(head))]
    def line(cells):
        return "| " + " | ".join(str(c).rjust(w) if n else str(c).ljust(w) for c, w, n in zip(cells, width, number)) + " |"
    rule = "| " + " | ".join("-" * (w - 1) + ":" if n else "-" * w for w, n in zip(width, number)) + " |"
    return "\n".join([line(head), rule] + [line(r) for r in rows]) + "\n"
