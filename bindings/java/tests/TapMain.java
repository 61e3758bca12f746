// SPDX-License-Identifier: Apache-2.0

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Locale;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the JUnit tests of the classes that it is given, and prints a line of TAP for each: the name
 * of its method as the sentence that it is.
 */
final class TapMain implements TestExecutionListener {
  private final PrintStream out;
  private int count, failed;

  private TapMain(PrintStream out) {
    this.out = out;
  }

  private static String sentence(TestIdentifier test) {
    TestSource source = test.getSource().orElse(null);
    if (!(source instanceof MethodSource)) return test.getDisplayName();
    return sentence(((MethodSource) source).getMethodName());
  }

  static String sentence(String name) {
    return name.replaceAll("(?<=.)(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  private void tell(boolean isOk, TestIdentifier test, String more, String why) {
    out.println((isOk ? "ok " : "not ok ") + ++count + " - " + sentence(test) + more);
    if (!isOk) failed++;
    if (!why.isEmpty()) out.println("# " + why.strip().replace("\n", "\n# "));
    out.flush();
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString().replaceAll("\\tat (org\\.junit|java\\.base/)[^\n]*\n", "");
  }

  private static String reason(Throwable thrown) {
    return thrown == null ? "" : thrown.getMessage().replace("Assumption failed: ", "");
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    tell(true, test, " # SKIP " + reason.replace('\n', ' '), "");
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    Throwable thrown = result.getThrowable().orElse(null);
    switch (result.getStatus()) {
      case SUCCESSFUL:
        if (test.isTest()) tell(true, test, "", "");
        break;
      case ABORTED:
        tell(true, test, " # SKIP " + reason(thrown), "");
        break;
      default: // a class whose house could not be made, too
        tell(false, test, "", thrown == null ? "" : trace(thrown));
    }
  }

  public static void main(String[] names) throws Exception {
    TapMain tap = new TapMain(System.out);
    LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
    for (String name : names) request.selectors(selectClass(Class.forName(name)));
    LauncherDiscoveryRequest tests = request.build();
    System.setOut(System.err); // what a test says is not TAP
    LauncherFactory.create().execute(tests, tap);
    tap.out.println("1.." + tap.count);
    tap.out.flush();
    if (tap.count == 0) throw new IllegalStateException("no tests in " + Arrays.toString(names));
    System.exit(tap.failed == 0 ? 0 : 1);
  }
}
