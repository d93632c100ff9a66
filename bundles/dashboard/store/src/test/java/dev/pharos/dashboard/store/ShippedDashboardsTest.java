package dev.pharos.dashboard.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.dashboard.api.Dashboard;
import dev.pharos.dashboard.api.PanelDefinition;
import dev.pharos.dashboard.api.PanelDefinition.Grid;
import dev.pharos.dashboard.api.PanelDefinition.Query;
import dev.pharos.query.syntax.ParseException;
import dev.pharos.query.syntax.Parser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dashboards that the bundles of this repository bring. */
class ShippedDashboardsTest {

  private static final Path ROOT = Path.of("../../..");

  /** Built without the bundles that are not part of the distribution. */
  private static final Set<String> TYPES =
      Set.of("timeseries", "stat", "gauge", "bargauge", "example");

  static Stream<Path> files() throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = String.valueOf(folder.getFileName());
            // Templates are no dashboards before their placeholders are filled in.
            boolean beside =
                Set.of("node_modules", "template").contains(name) || name.startsWith(".git");
            boolean built = name.equals("target") && Files.exists(folder.resolveSibling("pom.xml"));
            return beside || built ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().contains("src/main/resources/" + ContentReader.FOLDER)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found.stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("files")
  void every_file_can_be_read_and_names_panels_there_are(Path file) throws Exception {
    for (PanelDefinition panel : dashboard(file).panels()) {
      assertTrue(TYPES.contains(panel.type()), panel.type());
      assertFalse(panel.title().isEmpty());
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void every_query_is_one(Path file) throws Exception {
    for (PanelDefinition panel : dashboard(file).panels()) {
      assertFalse(panel.queries().isEmpty(), panel.title());
      for (Query query : panel.queries()) {
        try {
          Parser.parse(query.expression());
        } catch (ParseException e) {
          throw new AssertionError(panel.title() + ": " + query.expression(), e);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void no_two_panels_stand_on_one_place_and_no_row_has_a_gap(Path file) throws Exception {
    Dashboard dashboard = dashboard(file);
    int height =
        dashboard.panels().stream().mapToInt(panel -> bottom(panel.grid())).max().orElseThrow();
    int[][] taken = new int[height][24];
    for (PanelDefinition panel : dashboard.panels()) {
      Grid grid = panel.grid();
      for (int y = grid.y(); y < bottom(grid); y++) {
        for (int x = grid.x(); x < grid.x() + grid.width(); x++) {
          taken[y][x]++;
        }
      }
    }
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < 24; x++) {
        assertTrue(taken[y][x] == 1, "row " + y + ", column " + x + ": " + taken[y][x]);
      }
    }
  }

  private static int bottom(Grid grid) {
    return grid.y() + grid.height();
  }

  private static Dashboard dashboard(Path file) {
    try {
      return DashboardFile.parse("bundle:test:" + file.getFileName(), Files.readString(file));
    } catch (InvalidDashboardException e) {
      throw new AssertionError(file + ": " + e.problems(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
