// SPDX-License-Identifier: Apache-2.0

import java.awt.BorderLayout;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import javax.swing.SwingWorker;

/**
 * The form of a telecom hall, as it was before anybody thought of sealing: the clerk fills it in,
 * and "Print order" writes the order as a PDF into a folder.
 *
 * <p>CounterForm FOLDER
 */
final class CounterForm extends JFrame {
  private static final long serialVersionUID = 1;
  private static final String[] TARIFFS = {
    "Home 100 (19.90 a month)", "Home 500 (29.90 a month)", "Family 1000 (49.90 a month)"
  };

  private final transient Path folder;
  private final JTextField name = new JTextField(24);
  private final JTextField number = new JTextField(24);
  private final JTextField phone = new JTextField(24);
  private final JComboBox<String> tariff = new JComboBox<>(TARIFFS);
  private final JCheckBox paperless = new JCheckBox("Bills by mail");
  private final JButton print = new JButton("Print order");
  private final JLabel status = new JLabel("Fill in the form.");

  CounterForm(Path folder) {
    super("New contract");
    this.folder = folder;
    JPanel form = new JPanel(new GridBagLayout());
    addRow(form, 0, "Customer", name);
    addRow(form, 1, "Number of the ID card", number);
    addRow(form, 2, "Telephone", phone);
    addRow(form, 3, "Tariff", tariff);
    addRow(form, 4, "", paperless);
    JPanel foot = new JPanel(new BorderLayout(12, 0));
    foot.add(status, BorderLayout.CENTER);
    foot.add(print, BorderLayout.EAST);
    form.setBorder(BorderFactory.createEmptyBorder(16, 16, 8, 16));
    foot.setBorder(BorderFactory.createEmptyBorder(8, 16, 16, 16));
    add(form, BorderLayout.CENTER);
    add(foot, BorderLayout.SOUTH);
    nameAll();
    print.addActionListener(event -> printOrder());
    setDefaultCloseOperation(EXIT_ON_CLOSE);
    setSize(560, 320);
  }

  private static void addRow(JPanel form, int row, String label, JComponent field) {
    GridBagConstraints at = new GridBagConstraints();
    at.gridy = row;
    at.insets = new Insets(4, 4, 4, 4);
    at.anchor = GridBagConstraints.WEST;
    form.add(new JLabel(label), at);
    at.fill = GridBagConstraints.HORIZONTAL;
    at.weightx = 1;
    form.add(field, at);
  }

  /** Names, by which screen readers and tests find what is on the form. */
  private void nameAll() {
    name.setName("name");
    number.setName("number");
    phone.setName("phone");
    tariff.setName("tariff");
    paperless.setName("paperless");
    print.setName("print");
    status.setName("status");
  }

  /** What is printed, line by line. */
  private Map<String, String> order() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("Date", LocalDate.now().toString());
    lines.put("Customer", name.getText());
    lines.put("ID card", number.getText());
    lines.put("Telephone", phone.getText());
    lines.put("Tariff", (String) tariff.getSelectedItem());
    lines.put("Bills", paperless.isSelected() ? "by mail" : "on paper");
    return lines;
  }

  /** Not in the thread of the windows, which go on meanwhile. */
  private void printOrder() {
    if (name.getText().isBlank()) {
      status.setText("Who is the customer?");
      return;
    }
    Map<String, String> lines = order();
    print.setEnabled(false);
    status.setText("Printing ...");
    new SwingWorker<Path, Void>() {
      @Override
      protected Path doInBackground() throws Exception {
        Path file = folder.resolve("order-" + System.currentTimeMillis() + ".pdf");
        Files.write(file, OrderPaper.pdf("Order of a contract", lines));
        return file;
      }

      @Override
      protected void done() {
        try {
          status.setText("Printed: " + get().getFileName());
        } catch (Exception e) {
          status.setText("Not printed: " + e.getMessage());
        }
        print.setEnabled(true);
      }
    }.execute();
  }

  public static void main(String[] args) {
    SwingUtilities.invokeLater(() -> new CounterForm(Path.of(args[0])).setVisible(true));
  }
}
