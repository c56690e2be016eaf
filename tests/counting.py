"""Runs the *_test.py files of a folder and ends with the line that tools/run_tests.py reads."""
import pathlib, sys, unittest


def run(folder, names):
    """`names` picks files by the beginning of their names."""
    root = pathlib.Path(__file__).resolve().parent.parent
    loader, suite = unittest.TestLoader(), unittest.TestSuite()
    for path in sorted(pathlib.Path(folder).glob("*_test.py")):
        if not names or path.name.startswith(tuple(names)):
            module = ".".join(path.resolve().relative_to(root).with_suffix("").parts)
            suite.addTests(loader.loadTestsFromName(module))
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite)
    bad = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    print(f"{max(0, result.testsRun - bad)} passed, {bad} failed")
    sys.exit(bool(bad or not result.testsRun))
