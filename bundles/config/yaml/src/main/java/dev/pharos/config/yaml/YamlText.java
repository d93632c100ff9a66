package dev.pharos.config.yaml;

import dev.pharos.config.api.ConfigProblem;
import dev.pharos.config.api.SourcePosition;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Turns YAML into {@link YamlValue}s, and what the library complains of into problems with a place
 * and a remedy.
 */
final class YamlText {

  /**
   * What came of a text.
   *
   * @param root the first document; {@link YamlValue.Nothing} for an empty text or a broken one
   */
  record Outcome(YamlValue root, List<ConfigProblem> problems) {}

  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setSchema(new CoreSchema())
          .setUseMarks(true)
          .setAllowDuplicateKeys(true)
          .setMaxAliasesForCollections(10_000)
          .setCodePointLimit(64 * 1024 * 1024)
          .build();

  private final String name;
  private final Path folder;
  private final List<ConfigProblem> problems = new ArrayList<>();

  private YamlText(String name, Path folder) {
    this.name = name;
    this.folder = folder;
  }

  static Outcome read(String name, Path folder, byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    if (decoder.decode(ByteBuffer.wrap(bytes), text, true).isError()) {
      String before = text.flip().toString();
      SourcePosition end = positionOfEnd(name, before);
      return new Outcome(
          new YamlValue.Nothing(end),
          List.of(
              new ConfigProblem(
                  end, "file", "these bytes are not UTF-8", "save the file with UTF-8 encoding")));
    }
    return read(name, folder, text.flip().toString());
  }

  static Outcome read(String name, Path folder, String text) {
    YamlText reader = new YamlText(name, folder);
    YamlValue root = reader.compose(text);
    return new Outcome(root, List.copyOf(reader.problems));
  }

  private YamlValue compose(String text) {
    SourcePosition start = new SourcePosition(name, 1, 1);
    try {
      Optional<Node> root = new Compose(SETTINGS).composeString(text);
      if (root.isPresent()) {
        return new YamlValues(name, folder, problems).of(root.get());
      }
    } catch (MarkedYamlEngineException e) {
      add(e.getProblemMark().or(e::getContextMark).map(this::position).orElse(start), words(e));
    } catch (ReaderException e) {
      int end = Math.min(e.getPosition(), text.length());
      add(
          positionOfEnd(name, text.substring(0, end)),
          "character U+%04X is not allowed in YAML".formatted(e.getCodePoint()));
    } catch (YamlEngineException e) {
      add(start, String.valueOf(e.getMessage()));
    } catch (StackOverflowError e) {
      add(start, "lists and mappings are nested too deep");
    }
    return new YamlValue.Nothing(start);
  }

  private void add(SourcePosition at, String fault) {
    problems.add(new ConfigProblem(at, "YAML", fault, remedy(fault)));
  }

  private static String words(MarkedYamlEngineException e) {
    String problem = String.valueOf(e.getProblem());
    return e.getContext() == null ? problem : e.getContext() + ", " + problem;
  }

  private static String remedy(String fault) {
    if (fault.contains("TAB") || fault.contains("'\\t'")) {
      return "indent with spaces, YAML allows no tabs";
    }
    if (fault.contains("mapping values are not allowed")) {
      return "indent this line like its neighbours, or put a value that contains ': ' in quotes";
    }
    if (fault.contains("expected ',' or")) {
      return "close the bracket, or put a comma between the values";
    }
    if (fault.contains("quoted scalar")) {
      return "close the quotes";
    }
    if (fault.contains("block collection") || fault.contains("block mapping")) {
      return "give keys of one mapping the same indentation";
    }
    if (fault.contains("alias")) {
      return "define the anchor (&name) before the alias (*name)";
    }
    return "check the indentation, the quotes and the colons on this line and the one before";
  }

  private SourcePosition position(Mark mark) {
    return new SourcePosition(name, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static SourcePosition positionOfEnd(String name, String text) {
    int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
    return new SourcePosition(name, line, text.length() - text.lastIndexOf('\n'));
  }
}
