// SPDX-License-Identifier: Apache-2.0

import java.nio.file.Path;
import java.util.Scanner;
import org.counterseal.*;

/**
 * One customer at the counter, from the ID card to a sealed order.
 *
 * <p>Counter ORDER.pdf SEALED.pdf READER CAMERA PAD CUSTOMER SEAL TRUST.pem
 *
 * <p>CUSTOMER and SEAL name who signs, READER, CAMERA and PAD the devices. PINs are lines of
 * standard input. The exit status is 0 if the sealed order is valid, 1 if not, 2 if it failed.
 */
final class Counter {
  // Where the form of this house has room: page, and micrometres.
  private static final Place IDENTITY = new Place(1, 16_000, 101_000, 144_000, 34_000);
  private static final Place PHOTO = new Place(1, 165_000, 96_500, 29_000, 38_500);
  private static final Place SIGNATURE = new Place(2, 16_000, 213_000, 60_000, 36_000);
  private static final Place HALL = new Place(2, 86_500, 209_000, 42_000, 42_000);
  private static final Limit MINUTE = Limit.seconds(60);
  private static final Scanner INPUT = new Scanner(System.in);

  private static char[] givePin(PinRequest request) {
    String line = request.again() || !INPUT.hasNextLine() ? "" : INPUT.nextLine();
    return line.isEmpty() ? null : line.toCharArray();
  }

  /** The card is read and a photo is taken; both become content. */
  private static void merge(Context context, Document order, String reader, String camera)
      throws CountersealException {
    try (Identity identity = Identity.read(context, reader, new Identity.Options(), MINUTE);
        Photo photo = Photo.take(context, camera, 0, 0, MINUTE)) { // wiped at the end
      String text =
          identity.value(IdentityField.NAME) + "\n" + identity.value(IdentityField.NUMBER);
      order.stamp(
          context,
          new Stamp(IDENTITY, new Look().text(text)),
          new Stamp(PHOTO, new Look().photo(photo)));
    }
  }

  private static void sign(Context context, Document order, String uri, Seal seal)
      throws CountersealException {
    try (Signer signer = Signer.open(context, uri, Counter::givePin, MINUTE)) {
      order.seal(context, signer, seal, MINUTE);
    }
  }

  private static boolean serve(Context context, String[] args) throws CountersealException {
    try (Document order = Document.open(Path.of(args[0]))) {
      merge(context, order, args[2], args[3]);
      try (Ink ink = Ink.capture(context, args[4], null, 0, Limit.seconds(120))) {
        Look written = new Look().ink(ink);
        sign(context, order, args[5], new Seal().reason("Order").place(SIGNATURE).look(written));
      }
      Look look = new Look().text("%name%\n%date%");
      sign(context, order, args[6], new Seal().reason("Accepted").place(HALL).look(look));
      try (Report report = order.verify(Path.of(args[7]))) {
        System.out.println(report.verdict());
        if (report.isValid()) order.save(Path.of(args[1])); // only what is valid is filed
        return report.isValid();
      }
    }
  }

  public static void main(String[] args) {
    try (Context context = new Context()) {
      System.exit(serve(context, args) ? 0 : 1);
    } catch (CountersealException e) { // who can make the next attempt succeed, and why
      System.err.println(e.who() + ": " + e.status().text() + "\n" + e.getMessage());
      System.exit(2);
    }
  }
}
