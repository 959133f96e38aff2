"""The benchmarks, run by `./mandates bench`: ratios against a floor measured in the same run."""
