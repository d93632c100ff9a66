package dev.pharos.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.model.Labels;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.Sample;
import dev.pharos.storage.api.StorageTool;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TsdbCommandTest {

  private static final long T0 = 1_700_000_000_000L;

  @TempDir Path dir;

  private final FakeTool tool = new FakeTool();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... words) {
    List<String> arguments = new ArrayList<>(List.of("promtool", "tsdb"));
    arguments.addAll(List.of(words));
    return Main.run(
        arguments,
        Path.of("/nowhere"),
        Path.of("/nowhere"),
        () -> tool,
        new PrintWriter(out, true),
        new PrintWriter(err, true));
  }

  private void block(String ulid, long bytes) {
    tool.blocks.add(new StorageTool.Block(ulid, T0, T0 + 6_390_001, 3210, 15, 15, bytes));
  }

  private void up(String job, double... values) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      samples.add(new Sample.Value(T0 + i * 1500L, values[i]));
    }
    tool.samples.put(Labels.of("__name__", "up", "job", job), samples);
  }

  @Test
  void list_prints_the_table_of_the_original() {
    block("01M7YZXP4KN3Y131FC4AQ96J9H", 23019);

    assertEquals(0, run("list", "somewhere"), err::toString);

    assertEquals(
        """
        BLOCK ULID                  MIN TIME       MAX TIME       DURATION      NUM SAMPLES  NUM CHUNKS   NUM SERIES   SIZE
        01M7YZXP4KN3Y131FC4AQ96J9H  1700000000000  1700006390001  1h46m30.001s  3210         15           15           23019
        """,
        out.toString());
  }

  @Test
  void list_is_readable_for_people_when_asked() {
    block("01M7YZXP4KN3Y131FC4AQ96J9H", 23019);

    assertEquals(0, run("list", "--human-readable"), err::toString);

    String row = out.toString().lines().toList().get(1);
    assertEquals(
        "01M7YZXP4KN3Y131FC4AQ96J9H  2023-11-14 22:13:20 +0000 UTC  2023-11-14 23:59:50 +0000 UTC"
            + "  1h46m30.001s  3210         15           15           22KiB491B",
        row);
  }

  @Test
  void analyze_takes_the_last_block_unless_one_is_named() {
    block("FIRST", 1);
    block("LAST", 1);

    assertEquals(0, run("analyze", "--limit=7", "dir"), err::toString);
    assertTrue(out.toString().startsWith("Block ID: LAST\nDuration: 1h46m30.001s\n"));
    assertTrue(out.toString().contains("\nMost common label pairs:\n7 job=node\n"));
    assertEquals(0, run("analyze", "dir", "FIRST"));
    assertTrue(out.toString().contains("Block ID: FIRST\n"));
    assertEquals(1, run("analyze", "dir", "NONE"));
    assertEquals("analyze: block NONE not found\n", err.toString());
  }

  @Test
  void analyze_tells_how_full_chunks_are_when_asked() {
    block("LAST", 1);

    assertEquals(0, run("analyze", "--extended", "dir"), err::toString);

    String text = out.toString();
    assertTrue(
        text.contains(
            "\nCompaction analysis:\nsamples per float chunk (min/avg/max): 66/106/120\n"),
        text);
    assertTrue(text.contains("[ 61,  70]: 1 " + "#".repeat(25) + "\n"), text);
    assertTrue(text.contains("[121, 130]: 3 " + "#".repeat(75) + "\n"), text);
  }

  @Test
  void dump_prints_each_sample_of_the_selected_series_once() {
    up("a", 1, 1e6, Double.NaN);
    up("b", 2);

    assertEquals(
        0,
        run("dump", "--match=up{job='b'}", "--match", "{job=~'a|b'}", "--max-time=1700000002000"),
        err::toString);

    assertEquals(
        """
        {__name__="up", job="a"} 1 1700000000000
        {__name__="up", job="a"} 1e+06 1700000001500
        {__name__="up", job="b"} 2 1700000000000
        """,
        out.toString());
  }

  @Test
  void dump_prints_native_histograms() {
    tool.samples.put(
        Labels.of("__name__", "h"),
        List.of(
            new Sample.Histogram(
                0,
                T0,
                new NativeHistogram.Counts(
                    NativeHistogram.ResetHint.UNKNOWN,
                    0,
                    0.001,
                    2,
                    7,
                    18.4,
                    new NativeHistogram.Span[] {new NativeHistogram.Span(0, 2)},
                    new long[] {1, 2},
                    new NativeHistogram.Span[] {new NativeHistogram.Span(1, 1)},
                    new long[] {2},
                    new double[0]))));

    assertEquals(0, run("dump"), err::toString);

    assertEquals(
        "{__name__=\"h\"} {count:7, sum:18.4, [-2,-1):2, [-0.001,0.001]:2, (0.5,1]:1, (1,2]:2} "
            + T0
            + "\n",
        out.toString());
  }

  @Test
  void dump_lists_series_as_json_when_asked() {
    up("a\"", 1, 2);

    assertEquals(0, run("dump", "--format=seriesjson"), err::toString);

    assertEquals("{\"__name__\":\"up\",\"job\":\"a\\\"\"}\n", out.toString());
  }

  @Test
  void dump_openmetrics_prints_seconds_and_an_end() {
    up("a", 1, 2);

    assertEquals(0, run("dump-openmetrics", "--min-time=1700000000001"), err::toString);

    assertEquals("up{job=\"a\"} 2 1700000001.500\n# EOF\n", out.toString());
  }

  @Test
  void a_wrong_selector_is_refused() {
    assertEquals(2, run("dump", "--match={"));

    assertTrue(err.toString().contains("parse error"), err::toString);
  }

  @Test
  void blocks_are_made_of_text_two_hours_each() throws IOException {
    Path input =
        Files.writeString(
            dir.resolve("in.om"),
            """
            # TYPE m gauge
            m{i="1"} 1 1700000000
            m{i="1"} 2 1700003600
            m{i="1"} 3 1700007200
            # EOF
            """);

    assertEquals(
        0,
        run(
            "create-blocks-from",
            "--max-block-duration=2h",
            "openmetrics",
            "--label=site=north",
            input.toString(),
            dir.toString()),
        err::toString);

    Labels labels = Labels.of("__name__", "m", "i", "1", "site", "north");
    assertEquals(
        List.of(
            Map.of(labels, List.of("1.0@1700000000000", "2.0@1700003600000")),
            Map.of(labels, List.of("3.0@1700007200000"))),
        tool.made);
    assertEquals(3, out.toString().lines().count());
  }

  @Test
  void a_text_longer_than_a_slice_is_read_whole() throws IOException {
    Path input = dir.resolve("long.om");
    int series = 300_000;
    try (PrintWriter text = new PrintWriter(Files.newBufferedWriter(input))) {
      for (int i = 0; i < series; i++) {
        text.println("long_enough_name{number=\"" + i + "\"} " + i + " 1700000000");
      }
      text.println("# EOF");
    }

    assertEquals(
        0, run("create-blocks-from", "openmetrics", "-q", input.toString()), err::toString);

    assertEquals(series, tool.made.getFirst().size());
    assertEquals("", out.toString());
  }

  @Test
  void text_without_an_end_or_a_timestamp_is_refused_with_its_place() throws IOException {
    Path cut = Files.writeString(dir.resolve("cut.om"), "m 1 1700000000\n");
    Path timeless = Files.writeString(dir.resolve("timeless.om"), "m 1 1700000000\nm 2\n# EOF\n");

    assertEquals(1, run("create-blocks-from", "openmetrics", cut.toString()));
    assertTrue(err.toString().contains("the last line is not '# EOF'"), err::toString);
    assertEquals(1, run("create-blocks-from", "openmetrics", timeless.toString()));
    assertTrue(
        err.toString().contains("timeless.om:2: expected a timestamp for series m{}"),
        err::toString);
  }

  @Test
  void a_check_ends_with_0_when_all_is_well_and_with_1_when_it_found_something() {
    assertEquals(0, check());
    assertEquals("All is well in " + dir + "\n", out.toString());

    tool.findings.add(
        new StorageTool.Finding(dir.resolve("x"), "byte 7", "found a, expected b", "Do this"));
    assertEquals(1, check());
    assertTrue(
        out.toString()
            .endsWith(
                dir.resolve("x")
                    + ", byte 7: found a, expected b. Do this\nFound 1 fault in "
                    + dir
                    + "\n"),
        out::toString);
  }

  private int check() {
    return Main.run(
        List.of("pharos", "storage", "check", dir.toString()),
        Path.of("/nowhere"),
        Path.of("/nowhere"),
        () -> tool,
        new PrintWriter(out, true),
        new PrintWriter(err, true));
  }
}
