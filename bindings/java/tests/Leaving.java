// SPDX-License-Identifier: Apache-2.0

import java.nio.file.Path;
import org.counterseal.*;

/** Leaving PAD MODULES BUNDLE ORDER -- ends with everything open, and a call that waits. */
final class Leaving {
  private Leaving() {}

  public static void main(String[] names) throws Exception {
    LogSink log =
        (level, origin, text) -> {
          if (text.isEmpty()) System.out.println("an empty line");
        };
    Context context =
        new Context(
            new Context.Options().moduleDir(Path.of(names[1])).log(log, LogLevel.DEBUG));
    Signer signer = Signer.open(context, names[2], request -> "1234".toCharArray(), Limit.NONE);
    Document document = Document.open(Path.of(names[3]));
    document.seal(signer, new Seal());
    DeviceWatch watch = context.watch();
    watch.listen(event -> {});
    new Thread(
            () -> {
              try {
                Ink.capture(context, names[0], null, 0, Limit.NONE).close();
              } catch (CountersealException e) {
                System.out.println(e);
              }
            })
        .start();
    Thread.sleep(200);
    System.out.println("leaving");
    System.exit(7);
  }
}
