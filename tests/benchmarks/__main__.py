"""Print one table per workload: `python -m tests.benchmarks`.

All rows of a table are timed in turn, the best of several rounds counts, and every row
is a ratio to the limit. What is not installed is left out with a line.
"""

import argparse
import time

from tests.benchmarks import jax_peer, limit, workloads


def main():
    """Time all workloads."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    peers = [("C, the limit", limit.load), ("JAX", jax_peer.load)]
    loaded = {}
    for name, load in peers:
        try:
            loaded[name] = load()
        except (ImportError, OSError) as error:
            print(f"{name}: left out, {error}")
    for workload in workloads.WORKLOADS:
        rows = {"engine": workload.engine, "NumPy text": workload.numpy}
        for name, module in loaded.items():
            rows[name] = getattr(module, workload.name)(workload)
        show(workload, measured(rows, rounds))


def measured(rows, rounds):
    """Microseconds per step of each row: the best of some rounds, taken in turn."""
    best = {}
    for run in rows.values():
        run()  # compiles
    for _ in range(rounds):
        for name, run in rows.items():
            begun = time.perf_counter()
            steps = run()
            taken = (time.perf_counter() - begun) / steps * 1e6
            best[name] = min(taken, best.get(name, taken))
    return best


def show(workload, best):
    """Print a table, the fastest first."""
    print(f"\n{workload.title}\n")
    limit_ = best.get("C, the limit")
    print("| | µs per step | times the limit |\n|---|---:|---:|")
    for name, taken in sorted(best.items(), key=lambda row: row[1]):
        ratio = f"{taken / limit_:.2f}" if limit_ else ""
        print(f"| {name} | {taken:.3g} | {ratio} |")


if __name__ == "__main__":
    main()
