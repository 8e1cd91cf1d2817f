"""Print how fast the engine is beside its peers: `python -m tests.benchmarks`.

All entries of a row are timed in turn, round after round, until a further round hardly
changes the least time of any: that counts, as how many times as long as the engine it
is. What is not installed is left out; the load says whether others used the machine.
"""

import argparse
import os
import platform
import re
import time
from pathlib import Path

from tests.benchmarks import jax_peer, limit, torch_peer, workloads

PEERS = {"C": limit, "JAX": jax_peer, "PyTorch": torch_peer}
FEWEST = 7  # rounds
COLUMNS = ["C", "engine", "JAX", "PyTorch", "NumPy"]


def main():
    """Time all workloads; print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--rounds", type=int, default=40, help="at most")
    rounds, loaded = parser.parse_args().rounds, {}
    for name, peer in PEERS.items():
        try:
            loaded[name] = peer.load()
        except (ImportError, OSError) as error:
            print(f"{name}: left out, {error}")
    print(f"\n{machine()}\n")
    print(f"| | {' | '.join(COLUMNS)} |\n|---|{'---:|' * len(COLUMNS)}")
    for workload in workloads.WORKLOADS:
        runs = {"engine": workload.engine, "NumPy": workload.numpy}
        for name, peer in loaded.items():
            if hasattr(peer, workload.name):
                run = getattr(peer, workload.name)(workload)
                runs |= {name: run} if run else {}
        print(row(workload.title, measured(runs, rounds)), flush=True)
    print(f"\nLoad: {load()}")


def machine():
    """Name the processor and count its cores."""
    info = Path("/proc/cpuinfo")
    text = info.read_text(encoding="utf-8") if info.exists() else ""
    names = re.findall(r"model name\s*: (.*)", text) or [platform.processor()]
    return f"{names[0]}, {os.cpu_count()} cores, load {load()}"


def load():
    """How many processes wanted a core in the last minute, where the system says."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def measured(runs, rounds):
    """Seconds per step of each: the least, once three rounds of each agree."""
    times = {name: [] for name in runs}
    for run in runs.values():
        run()  # compiles
    for count in range(1, rounds + 1):
        for name, run in runs.items():
            begun = time.perf_counter()
            steps = run()
            times[name].append((time.perf_counter() - begun) / steps)
        if count >= FEWEST and all(map(settled, times.values())):
            break
    return {name: min(taken) for name, taken in times.items()}


def settled(times):
    """Whether the three least times agree within 3 %."""
    return sorted(times)[2] <= 1.03 * min(times)


def row(title, best):
    """A line of the table."""
    ratios = {name: taken / best["engine"] for name, taken in best.items()}
    ratios = {name: f"{r:.2g}" if r < 10 else f"{r:.0f}" for name, r in ratios.items()}
    return f"| {title} | {' | '.join(ratios.get(name, '') for name in COLUMNS)} |"


if __name__ == "__main__":
    main()
