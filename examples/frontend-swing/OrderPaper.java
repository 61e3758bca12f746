// SPDX-License-Identifier: Apache-2.0

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One page of A4 with a title, lines, and a place to sign. */
final class OrderPaper {
  private static final Charset LATIN = Charset.forName("windows-1252");

  private OrderPaper() {}

  static byte[] pdf(String title, Map<String, String> lines) throws IOException {
    StringBuilder page = new StringBuilder();
    draw(page, 20, 71, 770, title);
    int y = 720;
    for (Map.Entry<String, String> line : lines.entrySet()) {
      draw(page, 11, 71, y, line.getKey());
      draw(page, 11, 200, y, line.getValue());
      y -= 24;
    }
    page.append("0.5 w 71 130 m 271 130 l S\n");
    draw(page, 9, 71, 116, "Signature of the customer");
    return file(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            + "/Resources<</Font<</F 5 0 R>>>>>>",
        "<</Length " + page.length() + ">>\nstream\n" + page + "endstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");
  }

  private static void draw(StringBuilder page, int size, int x, int y, String text) {
    String escaped = text.replaceAll("([\\\\()])", "\\\\$1").replaceAll("\\p{Cntrl}", " ");
    page.append(String.format("BT /F %d Tf %d %d Td (%s) Tj ET%n", size, x, y, escaped));
  }

  private static byte[] file(String... objects) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Integer> rows = new ArrayList<>();
    out.write("%PDF-1.4\n".getBytes(LATIN));
    for (String object : objects) {
      rows.add(out.size());
      out.write((rows.size() + " 0 obj\n" + object + "\nendobj\n").getBytes(LATIN));
    }
    int table = out.size(), size = rows.size() + 1;
    out.write(("xref\n0 " + size + "\n0000000000 65535 f \n").getBytes(LATIN));
    for (int row : rows) out.write(String.format("%010d 00000 n \n", row).getBytes(LATIN));
    out.write(("trailer\n<</Size " + size + "/Root 1 0 R>>\nstartxref\n").getBytes(LATIN));
    out.write((table + "\n%%EOF\n").getBytes(LATIN));
    return out.toByteArray();
  }
}
