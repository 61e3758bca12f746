// SPDX-License-Identifier: Apache-2.0

import java.awt.Component;
import java.awt.Container;
import java.awt.Robot;
import java.awt.Window;
import java.io.File;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import javax.imageio.ImageIO;
import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.SwingUtilities;
import javax.swing.text.JTextComponent;

/**
 * Fills in examples/frontend-swing/CounterForm as a clerk does, has the order printed, and takes a
 * picture of the screen.
 *
 * <p>DriveForm FOLDER SCREENSHOT.png
 *
 * <p>Prints what the form says at last; the exit status is 0 if the order was printed.
 */
final class DriveForm {
  private static final int SECONDS = 120;

  private DriveForm() {}

  /** In the thread of the windows. */
  private static <T> T inWindows(Callable<T> what) throws Exception {
    FutureTask<T> task = new FutureTask<>(what);
    SwingUtilities.invokeAndWait(task);
    return task.get();
  }

  private static JFrame form() throws Exception {
    for (int i = 0; i < SECONDS * 10; i++) {
      JFrame found =
          inWindows(
              () -> {
                for (Window window : Window.getWindows())
                  if (window instanceof JFrame && window.isShowing()) return (JFrame) window;
                return null;
              });
      if (found != null) return found;
      Thread.sleep(100);
    }
    throw new AssertionError("there is no form");
  }

  private static Component find(Container in, String name) {
    for (Component one : in.getComponents()) {
      if (name.equals(one.getName())) return one;
      Component deeper = one instanceof Container ? find((Container) one, name) : null;
      if (deeper != null) return deeper;
    }
    return null;
  }

  private static void type(JFrame form, String name, String text) {
    ((JTextComponent) find(form.getContentPane(), name)).setText(text);
  }

  private static String status(JFrame form) throws Exception {
    return inWindows(() -> ((JLabel) find(form.getContentPane(), "status")).getText());
  }

  private static void fillIn(JFrame form) throws Exception {
    inWindows(
        () -> {
          type(form, "name", "Erika Mustermann");
          type(form, "number", "999901199506180023");
          type(form, "phone", "+49 30 901820");
          ((JComboBox<?>) find(form.getContentPane(), "tariff")).setSelectedIndex(1);
          ((AbstractButton) find(form.getContentPane(), "paperless")).setSelected(true);
          ((AbstractButton) find(form.getContentPane(), "print")).doClick();
          return null;
        });
  }

  private static void takePicture(JFrame form, String file) throws Exception {
    Robot robot = new Robot();
    robot.waitForIdle();
    robot.delay(300);
    ImageIO.write(robot.createScreenCapture(form.getBounds()), "png", new File(file));
  }

  public static void main(String[] args) throws Exception {
    CounterForm.main(new String[] {args[0]});
    JFrame form = form();
    fillIn(form);
    String said = status(form);
    for (int i = 0; i < SECONDS * 10 && said.startsWith("Printing"); i++) {
      Thread.sleep(100);
      said = status(form);
    }
    takePicture(form, args[1]);
    System.out.println(said);
    System.exit(said.startsWith("Printed: ") ? 0 : 1);
  }
}
