package dev.pharos.distribution.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrowsTest {

  @Test
  void no_bundle_imports_what_it_may_not() throws Exception {
    List<String> forbidden = new ArrayList<>();
    for (Attributes bundle : bundles()) {
      String name = name(bundle);
      for (String imported : packages(bundle.getValue("Import-Package"))) {
        Arrows.objection(name, imported)
            .ifPresent(why -> forbidden.add(name + " imports " + imported + ": " + why));
      }
    }
    assertEquals(List.of(), forbidden);
  }

  @Test
  void a_bundle_is_named_as_its_folder_and_exports_nothing_but_contracts_and_libraries()
      throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Path module : Repository.modules()) {
      Path manifest = module.resolve("target/classes/META-INF/MANIFEST.MF");
      if (!Files.exists(manifest)) {
        continue;
      }
      Attributes bundle = read(manifest);
      String expected = nameOf(Repository.root().relativize(module));
      if (!expected.equals(name(bundle))) {
        wrong.add(module + " is called " + name(bundle) + ", expected " + expected);
      }
      for (String exported : packages(bundle.getValue("Export-Package"))) {
        if (exported.startsWith("dev.pharos.") && !exported.startsWith(expected)) {
          wrong.add(expected + " exports " + exported + ", which is not its own");
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void there_is_something_to_check() throws Exception {
    assertTrue(bundles().size() > 40, "found the manifests of " + bundles().size() + " bundles");
  }

  @ParameterizedTest
  @CsvSource({
    "storage.tsdb, storage.memory, false",
    "storage.tsdb, storage.api, true",
    "storage.api, query.api, false",
    "query.api, storage.api, true",
    "model, client, false",
    "client, model, true",
    "exporter.node, http.client, true",
    "exporter.node, ui.vaadin, false",
  })
  void the_rule_tells_good_arrows_from_bad(String from, String to, boolean allowed) {
    assertEquals(allowed, Arrows.objection("dev.pharos." + from, "dev.pharos." + to).isEmpty());
  }

  @Test
  void vaadin_is_for_the_console_alone() {
    assertTrue(Arrows.objection("dev.pharos.ui.app", "com.vaadin.flow.component").isEmpty());
    assertFalse(Arrows.objection("dev.pharos.exporter.node", "com.vaadin.flow.dom").isEmpty());
  }

  private static List<Attributes> bundles() throws IOException {
    List<Attributes> all = new ArrayList<>();
    for (Path module : Repository.modules()) {
      Path manifest = module.resolve("target/classes/META-INF/MANIFEST.MF");
      if (Files.exists(manifest) && read(manifest).getValue("Bundle-SymbolicName") != null) {
        all.add(read(manifest));
      }
    }
    return all;
  }

  private static Attributes read(Path manifest) throws IOException {
    try (InputStream in = Files.newInputStream(manifest)) {
      return new Manifest(in).getMainAttributes();
    }
  }

  private static String name(Attributes bundle) {
    return bundle.getValue("Bundle-SymbolicName").split(";", 2)[0].strip();
  }

  private static String nameOf(Path module) {
    String path = module.toString().replace('/', '.');
    return "dev.pharos."
        + path.replaceFirst("^bundles\\.", "").replaceFirst("^exporters\\.", "exporter.");
  }

  /** The names of the packages in a header, without their attributes. */
  private static List<String> packages(@Nullable String header) {
    if (header == null) {
      return List.of();
    }
    // A comma within quotes, as in a version range, does not end a clause.
    return Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")
        .splitAsStream(header)
        .map(clause -> clause.split(";", 2)[0].strip())
        .toList();
  }
}
