"""The real parts that tests run against, one file each, started and ended by the test run."""
