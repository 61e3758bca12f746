// SPDX-License-Identifier: Apache-2.0

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That the tests which the README names are there. */
final class ReadmeTest {
  private static final Pattern NAMED = Pattern.compile("(\\w+Test)((?:, \"[^\"]+\")*)");

  private static Set<String> sentences(String name) throws Exception {
    Set<String> sentences = new TreeSet<>();
    for (Method method : Class.forName(name).getDeclaredMethods())
      if (method.isAnnotationPresent(Test.class)) sentences.add(TapMain.sentence(method.getName()));
    return sentences;
  }

  /** What is wrong with the tests of a complaint. */
  private static List<String> missing(String complaint) throws Exception {
    List<String> missing = new ArrayList<>();
    Matcher named = NAMED.matcher(complaint);
    int count = 0;
    for (; named.find(); count++) {
      Set<String> there = sentences(named.group(1));
      if (there.isEmpty()) missing.add(named.group(1) + " has no tests");
      Matcher sentence = Pattern.compile("\"([^\"]+)\"").matcher(named.group(2));
      while (sentence.find())
        if (!there.contains(sentence.group(1)))
          missing.add(named.group(1) + " has no \"" + sentence.group(1) + "\"");
    }
    if (count == 0) missing.add("no test: " + complaint);
    return missing;
  }

  @Test
  void everyComplaintHasItsTests() throws Exception {
    String text = Files.readString(Hall.SOURCE.resolve("bindings/java/README"));
    String[] complaints = text.split("and its test:\n", 2)[1].split("\n - ");
    List<String> missing = new ArrayList<>();
    for (int i = 1; i < complaints.length; i++)
      missing.addAll(missing(complaints[i].replaceAll("\\s+", " ")));
    assertEquals(List.of(), missing);
    assertTrue(complaints.length > 8, complaints.length + " complaints");
    assertEquals(1, missing("a thing: LoadingTest, \"nothing of the kind\"").size());
    assertEquals(1, missing("another thing").size());
  }
}
