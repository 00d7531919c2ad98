#!/usr/bin/env python3
"""Breaks each rule on purpose in a small tree and expects tidy.py to say so."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

HEADER = "// A header of a tree in order.\n#pragma once\n"
TIDY = pathlib.Path(__file__).with_name("tidy.py")


def run_on(files):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        done = subprocess.run([sys.executable, str(TIDY), folder], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout


def tree(**changes):
    """A tree in order, with the file named by each keyword (slashes as double underscores) replaced or added."""
    files = {
        "model/host/README.md": "host\n",
        "model/sip/README.md": "sip\n",
        "model/sip/registrar.cc": '#include "model/host/host.h"\n',
        "model/sip/CMakeLists.txt": "registrar.cc extra.cc\n",
    }
    for name, text in changes.items():
        files[name.replace("__", "/").replace("_cc", ".cc").replace("_h", ".h")] = text
    return files


class Tidy(unittest.TestCase):
    def expect_breach(self, files, words):
        code, out = run_on(files)
        self.assertEqual(code, 1, out)
        self.assertIn(words, out)

    def test_a_tree_in_order_passes(self):
        code, out = run_on(tree())
        self.assertEqual(code, 0, out)

    def test_model_may_not_include_to_its_right(self):
        self.expect_breach(tree(model__sip__extra_cc='#include "model/peer/peer.h"\n'), "may not include model/peer/peer.h")

    def test_siblings_ignore_each_other(self):
        self.expect_breach(tree(model__sip__extra_cc='#include "model/cluster/link.h"\n'), "may not include model/cluster")

    def test_model_may_not_include_a_world(self):
        self.expect_breach(tree(model__sip__extra_cc='#include "real/host/asio_host.h"\n'), "may not include real/host")

    def test_product_code_includes_nothing_from_tests(self):
        self.expect_breach(tree(model__sip__extra_cc='#include "tests/support/sim_host.h"\n'), "may not include tests/")

    def test_ns3_stays_in_its_folder(self):
        self.expect_breach(tree(model__sip__extra_cc='#include "ns3/simulator.h"\n'), "ns-3 headers may stand in")

    def test_asio_stays_in_its_folder(self):
        self.expect_breach(tree(model__sip__extra_cc='#include <boost/asio.hpp>\n'), "Asio headers may stand in")

    def test_model_has_no_clock_thread_or_file(self):
        self.expect_breach(tree(model__sip__extra_cc='auto t = std::chrono::steady_clock::now();\n'), "the real clock")
        self.expect_breach(tree(model__sip__extra_cc='#include <thread>\n'), "a thread")
        self.expect_breach(tree(model__sip__extra_cc='#include <fstream>\n'), "a file")
        self.expect_breach(tree(model__sip__extra_cc='auto p = getenv("HOME");\n'), "an environment variable")

    def test_a_file_and_a_function_have_an_end(self):
        self.expect_breach(tree(model__sip__extra_cc="int a;\n" * 501), "a file ends at 500")
        self.expect_breach(tree(model__sip__extra_cc="void f() {\n" + "  g();\n" * 80 + "}\n"), "a function ends at 70")

    def test_every_source_is_built(self):
        self.expect_breach(tree(model__sip__forgotten_cc="int a;\n"), "no CMakeLists.txt builds this file")

    def test_only_a_whole_name_counts_as_built(self):
        files = tree(model__sip__other_registrar_cc="int a;\n") | {"model/sip/CMakeLists.txt": "another_registrar.cc\n"}
        self.expect_breach(files, "registrar.cc:1: no CMakeLists.txt builds this file")

    def test_every_folder_has_a_readme(self):
        self.expect_breach({"model/dns/resolver.h": HEADER}, "has a README.md")

    def test_a_header_says_what_it_is_and_is_read_once(self):
        self.expect_breach(tree(model__sip__extra_h="#pragma once\nint a;\n"), "begins with a comment")
        self.expect_breach(tree(model__sip__extra_h="// An extra.\n#include <string>\n"), "#pragma once follows")
        code, out = run_on(tree(model__sip__extra_h=HEADER))
        self.assertEqual(code, 0, out)

    def test_the_top_level_has_its_names(self):
        self.expect_breach(tree(helpers__notes_cc="int a;\n"), "helpers:1: the top level holds")

    def test_a_topology_is_short_and_says_what_it_is_for(self):
        name = "topologies/catalog/wide.yaml"
        self.expect_breach(tree() | {name: "# A network.\n" + "a: 1\n" * 40}, "a topology ends at 40")
        self.expect_breach(tree() | {name: "a: 1\n"}, "begins with a comment that says what it is for")

    def test_cpp_stands_as_the_format_has_it(self):
        formatted = tree(model__sip__extra_cc="int a;\n") | {".clang-format": "BasedOnStyle: Google\n"}
        code, out = run_on(formatted)
        self.assertEqual(code, 0, out)
        self.expect_breach(formatted | {"model/sip/extra.cc": "int   a ;\n"}, "model/sip/extra.cc:1: not as .clang-format")

    def test_few_functions_of_a_large_tree_are_long(self):
        short = "".join(f"def short_{i}():\n    g()\n\n\n" for i in range(120))
        long = "def long():\n" + "    g()\n" * 40
        self.expect_breach(tree() | {"tests/a.py": short, "tests/b.py": short + long}, "1 of 241 functions are over 35")
        code, out = run_on(tree() | {"tests/a.py": short, "tests/b.py": long})
        self.assertEqual(code, 0, out)

    def test_nothing_is_left_unfinished(self):
        self.expect_breach(tree(model__sip__extra_cc="// TODO: later\n"), "unfinished work")


if __name__ == "__main__":
    unittest.main()
