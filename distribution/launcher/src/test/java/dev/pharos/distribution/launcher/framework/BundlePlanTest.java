package dev.pharos.distribution.launcher.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.distribution.launcher.framework.BundlePlan.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundlePlanTest {

  private static final Stamp OLD = new Stamp(10, 1, "aa");
  private static final Stamp NEW = new Stamp(10, 2, "bb");

  @Test
  void what_is_new_is_installed() {
    BundlePlan plan = BundlePlan.of(List.of(wanted("a", OLD)), Set.of(), Map.of());

    assertEquals(List.of(wanted("a", OLD)), plan.install());
    assertEquals(List.of(), plan.update());
  }

  @Test
  void what_is_as_it_was_is_left_alone() {
    BundlePlan plan = BundlePlan.of(List.of(wanted("a", OLD)), Set.of("a"), Map.of("a", OLD));

    assertEquals(new BundlePlan(List.of(), List.of(), List.of()), plan);
  }

  @Test
  void what_was_only_built_again_is_left_alone() {
    Stamp rebuilt = new Stamp(10, 99, "aa");

    BundlePlan plan = BundlePlan.of(List.of(wanted("a", rebuilt)), Set.of("a"), Map.of("a", OLD));

    assertEquals(List.of(), plan.update());
  }

  @Test
  void what_has_other_content_is_updated() {
    BundlePlan plan = BundlePlan.of(List.of(wanted("a", NEW)), Set.of("a"), Map.of("a", OLD));

    assertEquals(List.of(wanted("a", NEW)), plan.update());
  }

  @Test
  void what_nobody_remembers_filling_in_is_updated() {
    BundlePlan plan = BundlePlan.of(List.of(wanted("a", OLD)), Set.of("a"), Map.of());

    assertEquals(List.of(wanted("a", OLD)), plan.update());
  }

  @Test
  void what_no_feature_names_any_more_goes() {
    BundlePlan plan = BundlePlan.of(List.of(), Set.of("b", "a"), Map.of());

    assertEquals(List.of("a", "b"), plan.uninstall());
  }

  @Test
  void a_file_is_read_again_only_when_size_or_time_differ(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("x.jar"), "content");
    Stamp first = Stamp.of(file, null);

    assertSame(first, Stamp.of(file, first));

    Files.setLastModifiedTime(file, FileTime.fromMillis(first.modifiedMillis() + 5000));
    Stamp touched = Stamp.of(file, first);
    assertNotEquals(first, touched);
    assertTrue(touched.sameContent(first));
  }

  @Test
  void stamps_read_back_as_they_were_written(@TempDir Path dir) throws IOException {
    StampFile file = new StampFile(dir.resolve("stamps"));

    assertEquals(Map.of(), file.read());
    file.write(Map.of("pharos:g:a", OLD, "pharos:g:b", NEW));

    assertEquals(Map.of("pharos:g:a", OLD, "pharos:g:b", NEW), file.read());
  }

  @Test
  void stamps_of_another_version_count_as_none(@TempDir Path dir) throws IOException {
    Path path = dir.resolve("stamps");
    Files.writeString(path, "pharos-bundles 9\npharos:g:a 1 2 cc\n");

    assertEquals(Map.of(), new StampFile(path).read());
  }

  private static Wanted wanted(String location, Stamp stamp) {
    return new Wanted(location, Path.of("bundles", location + ".jar"), 10, stamp);
  }
}
