# SPDX-License-Identifier: Apache-2.0
"""orders -- runs a program below umockdev that says what its devices do.

What the program writes to its descriptor 3 are orders, a line each; each is
answered with a line on its descriptor 4.  "sleep MS" is done here."""
import os
import subprocess
import sys
import threading
import time

from gi.repository import GLib


def _take(orders, answers, obey):
    for line in orders:
        done = threading.Event()
        answer = []

        if line.startswith("sleep "):
            time.sleep(int(line.split()[1]) / 1000)
            answers.write("done\n")
            answers.flush()
            continue

        def order(line=line, done=done, answer=answer):
            try:
                answer.append(obey(line.strip()))
            except Exception as failure:  # the program must not hang
                print("# %s: %r" % (line.strip(), failure), file=sys.stderr)
                answer.append("failed")
            done.set()

        GLib.idle_add(order)
        done.wait()
        answers.write(answer[0] + "\n")
        answers.flush()


def serve(command, obey):
    """Runs it to its end, with obey() in the main loop; its exit code."""
    loop = GLib.MainLoop()
    orders, to_orders = os.pipe()
    from_answers, answers = os.pipe()
    codes = []

    def hand_over():
        os.dup2(to_orders, 13)
        os.dup2(from_answers, 14)
        os.dup2(13, 3)
        os.dup2(14, 4)
        os.close(13)
        os.close(14)

    def end(_, status):
        codes.append(os.waitstatus_to_exitcode(status))
        loop.quit()

    child = subprocess.Popen(command, preexec_fn=hand_over, close_fds=False)
    os.close(to_orders)
    os.close(from_answers)
    threading.Thread(
        target=_take, args=(os.fdopen(orders), os.fdopen(answers, "w"), obey),
        daemon=True).start()
    GLib.child_watch_add(GLib.PRIORITY_DEFAULT, child.pid, end)
    loop.run()
    return codes[0]
