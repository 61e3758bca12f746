// SPDX-License-Identifier: Apache-2.0

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.counterseal.*;
import org.junit.jupiter.api.Test;

/** How seals look: what is drawn is looked for on the pages, by pdftoppm. */
final class LookTest extends Hall {
  private static final int DPI = 51; // 2 pixels a millimetre, nearly

  /** Pages from 1, of the order as it is now. */
  private BufferedImage[] draw() throws Exception {
    needProgram("pdftoppm");
    Path pdf = file(".pdf"), to = file("");
    order.save(pdf);
    run("pdftoppm", "-png", "-r", DPI, pdf, to);
    BufferedImage[] pages = new BufferedImage[(int) order.pageCount() + 1];
    for (int i = 1; i < pages.length; i++)
      pages[i] = ImageIO.read(Path.of(to + "-" + i + ".png").toFile());
    return pages;
  }

  /** How many pixels of a rectangle in millimetres are not white. */
  private static int ink(BufferedImage page, double x, double y, double width, double height) {
    double scale = DPI / 25.4;
    int count = 0;
    for (int row = (int) (y * scale); row < Math.min(page.getHeight(), (y + height) * scale); row++)
      for (int at = (int) (x * scale); at < Math.min(page.getWidth(), (x + width) * scale); at++)
        if ((page.getRGB(at, row) & 0xffffff) != 0xffffff) count++;
    return count;
  }

  private static int edge(BufferedImage page) {
    return ink(page, 195, 20, 15, 257);
  }

  @Test
  void aMarkIsShownOnTheSidesOfItsPages() throws Exception {
    Place here = new Place(1, 100_000, 100_000, 20_000, 20_000);
    Mark odd = new Mark(here).lastPage(Place.LAST_PAGE).sides(Sides.ODD).look(picture());
    order.seal(signer, new Seal().marks(odd));
    BufferedImage[] pages = draw();
    assertTrue(ink(pages[1], 100, 100, 20, 20) > 500);
    assertEquals(0, ink(pages[2], 100, 100, 20, 20));
    assertTrue(ink(pages[3], 100, 100, 20, 20) > 500);
  }

  @Test
  void aStraddlingSealSkipsPagesAndSides() throws Exception {
    Straddle skipping =
        new Straddle(30_000, 30_000)
            .edge(Edge.RIGHT)
            .alongUm(60_000)
            .skipFirst(1)
            .pagesMost(2)
            .sharePercent(40)
            .look(picture());
    order.seal(signer, new Seal().straddle(skipping));
    BufferedImage[] pages = draw();
    assertEquals(0, edge(pages[1]));
    assertTrue(edge(pages[2]) > 100 && edge(pages[3]) > 100);
    assertTrue(ink(pages[2], 190, 40, 20, 40) > 100); // around 60 mm
    assertEquals(0, ink(pages[2], 190, 80, 20, 200));
    try (Document other = Document.open(ORDER)) {
      Straddle none = new Straddle(30_000, 30_000).skipLast(1).sides(Sides.EVEN).look(picture());
      assertThrows(
          RefusedException.class, () -> other.seal(signer, new Seal().straddle(none)));
    }
  }

  @Test
  void aTextSaysWhatTheSignatureSays() throws Exception {
    needModule("pango-typeset");
    needProgram("pdftotext");
    assertEquals(
        Status.SETUP_NO_FONT,
        assertThrows(
                SetupException.class,
                () ->
                    order.stamp(
                        context,
                        new Stamp(Place.parse("1:1,1,50,9"), new Look().text("x").font("None"))))
            .status());
    Look text =
        new Look().text("%name%\n%reason%").font("Noto Sans CJK SC").textUm(4000).color(0xc00000);
    order.seal(
        context,
        signer,
        new Seal().reason("Received").place(Place.parse("1:100,100,60,20")).look(text),
        SOON);
    Path pdf = file(".pdf");
    order.save(pdf);
    String said = run("pdftotext", pdf, "-");
    assertTrue(said.contains("Test hall") && said.contains("Received"), said);
    BufferedImage page = draw()[1];
    boolean isRed = false;
    for (int row = 200; row < 240; row++)
      for (int at = 200; at < 320; at++) {
        int colour = page.getRGB(at, row);
        isRed |= (colour >> 16 & 255) > 150 && (colour & 255) < 100;
      }
    assertTrue(isRed);
  }

  @Test
  void aTextIsPutBesideAPictureOrOverIt() throws Exception {
    needModule("pango-typeset");
    Place place = Place.parse("1:100,100,60,20");
    for (boolean isOver : new boolean[] {false, true}) {
      try (Document fresh = Document.open(ORDER)) {
        fresh.stamp(context, new Stamp(place, picture().text("Seal").textOver(isOver)));
        assertTrue(fresh.toBytes().length > order.toBytes().length);
      }
    }
    order.stamp(context, new Stamp(place, picture().turnMdeg(45_000).opacity(40)));
    assertTrue(ink(draw()[1], 100, 100, 60, 20) > 100);
  }

  @Test
  void aPercentageIsOne() {
    for (int wrong : new int[] {-1, 101, 256 + 50, 65536 + 50}) {
      assertThrows(IllegalArgumentException.class, () -> new Look().opacity(wrong));
      assertThrows(IllegalArgumentException.class, () -> new Look().qrLostPercent(wrong));
    }
  }

  @Test
  void aQrCodeIsRead() throws Exception {
    needModule("qrencode-symbol");
    needProgram("zbarimg");
    order.stamp(
        context,
        new Stamp(
            Place.parse("1:100,100,40,40"),
            new Look().qr("https://hall.example/42").qrLostPercent(30)));
    Path pdf = file(".pdf"), to = file("");
    order.save(pdf);
    run("pdftoppm", "-png", "-r", 150, "-f", 1, "-l", 1, pdf, to);
    String said = run("zbarimg", "-q", "--raw", to + "-1.png");
    assertTrue(said.strip().endsWith("https://hall.example/42"), said);
  }

  @Test
  void aPictureMayBeADirectBuffer() throws Exception {
    byte[] png = java.nio.file.Files.readAllBytes(FOLDER.resolve("seal.png"));
    ByteBuffer direct = ByteBuffer.allocateDirect(png.length).put(png).flip();
    order.stamp(null, new Stamp(Place.parse("1:100,100,20,20"), new Look().image(direct)));
    assertTrue(ink(draw()[1], 100, 100, 20, 20) > 500);
    assertFalse(direct.hasRemaining() && direct.get(0) == 0);
  }
}
