#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The form of a counter, as a shop has had it for years.

    before.py FOLDER
    after.py FOLDER PAD SEAL

It prints orders as PDFs into FOLDER.  after.py is the same with ten lines more:
the customer writes on the pad PAD, and SEAL names whose seal is put on the
order; see counterseal devices."""
import datetime
import pathlib
import sys
import threading
import tkinter
from tkinter import ttk
from counterseal import Context, Document, Error, Ink, Look, Seal, Signer

TARIFFS = {"Talk": 9, "Talk and Surf": 19, "Unlimited": 39}  # EUR a month


def print_order(path, lines):
    """A page of A4 with these lines, without any library."""
    text = ["BT /F 12 Tf 20 TL 72 740 Td"]
    for line in lines:
        for special in "\\()":
            line = line.replace(special, "\\" + special)
        text.append(f"({line}) Tj T*")
    content = "\n".join([*text, "ET"]).encode("latin-1", "replace")
    parts = [
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
        b" /Contents 4 0 R /Resources <</Font <</F 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content),
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica"
        b" /Encoding /WinAnsiEncoding>>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<</Size 6 /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    head = b"xref\n0 6\n0000000000 65535 f \n"
    path.write_bytes(data + head + table + end % len(data))


class Form(tkinter.Tk):
    """One order at a time."""

    def __init__(self, folder):
        super().__init__(className="counter")
        ttk.Style(self).theme_use("clam")
        self.title("Counter 3 - New order")
        self.minsize(520, 0)
        self.folder = pathlib.Path(folder)
        self.name, self.card, self.tariff, self.price, self.said = (
            tkinter.StringVar(self) for _ in range(5)
        )
        body = ttk.Frame(self, padding=16)
        body.pack(fill="both", expand=True)
        body.columnconfigure(1, weight=1)
        for row, (label, widget) in enumerate(
            (
                ("Customer", ttk.Entry(body, textvariable=self.name)),
                ("Identity card", ttk.Entry(body, textvariable=self.card)),
                ("Tariff", self.tariffs(body)),
                ("Each month", ttk.Label(body, textvariable=self.price)),
            )
        ):
            ttk.Label(body, text=label).grid(row=row, sticky="w", padx=(0, 16))
            widget.grid(row=row, column=1, sticky="ew", pady=5)
        self.button = ttk.Button(body, text="Print order", command=self.order)
        self.button.grid(row=4, column=1, sticky="e", pady=(12, 0))
        ttk.Separator(self).pack(fill="x")
        ttk.Label(self, textvariable=self.said, padding=(16, 8)).pack(fill="x")
        self.said.set("Ready")

    def tariffs(self, body):
        box = ttk.Combobox(body, textvariable=self.tariff, state="readonly")
        box.configure(values=list(TARIFFS))
        self.tariff.trace_add("write", self.tell_price)
        self.tariff.set("Talk and Surf")
        return box

    def tell_price(self, *_):
        self.price.set(f"{TARIFFS[self.tariff.get()]}.00 EUR")

    def order(self):
        """Prints it, without keeping the clerk from the next customer."""
        today = datetime.date.today().isoformat()
        lines = [
            "Order for a telephone line",
            "",
            f"Customer: {self.name.get()}",
            f"Identity card: {self.card.get()}",
            f"Tariff: {self.tariff.get()}, {self.price.get()} each month",
            f"Counter 3, {today}",
            "",
            "Signature of the customer:",
        ]
        threading.Thread(target=self.work, args=[lines], daemon=True).start()

    def work(self, lines):
        path = self.folder / "order.pdf"
        self.said.set("Printing ...")
        print_order(path, lines)
        self.said.set(f"Printed {path.name}")
        try:
            with Context() as context, Document.open(path) as order, \
                    Signer.open(context, sys.argv[3]) as signer, \
                    Ink.capture(context, sys.argv[2], timeout=120) as ink:
                order.seal(signer, Seal("Order", "1:25,90,70,30", Look(ink=ink)))
                order.save(path)
            self.said.set(f"Sealed {path.name}")
        except Error as error:
            self.said.set(f"{error.who}: {error.text}")


if __name__ == "__main__":
    Form(sys.argv[1]).mainloop()
