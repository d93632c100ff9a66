package dev.pharos.distribution.launcher.flags;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a command line as Prometheus reads its own: {@code --name=value} or {@code --name value},
 * booleans as {@code --name} and {@code --no-name}, {@code @file} for one argument a line.
 *
 * <p>{@code --name=true} and {@code --name=false} are understood for booleans too.
 */
public final class CommandLine {

  private final Map<String, Flag> table;
  private final Map<String, List<String>> given = new LinkedHashMap<>();
  private final Deque<String> words = new ArrayDeque<>();

  private CommandLine(Map<String, Flag> table) {
    this.table = table;
  }

  /**
   * Reads the arguments against the table of all flags.
   *
   * @throws UsageException at the first word that is no flag, or has no or no fitting value
   */
  public static FlagValues parse(List<String> arguments) throws UsageException {
    CommandLine line = new CommandLine(Flags.TABLE);
    line.read(arguments);
    return new FlagValues(Flags.TABLE, line.given);
  }

  private void read(List<String> arguments) throws UsageException {
    for (String argument : arguments) {
      words.addAll(argument.startsWith("@") ? lines(argument.substring(1)) : List.of(argument));
    }
    while (!words.isEmpty()) {
      readFlag(words.removeFirst());
    }
  }

  private void readFlag(String word) throws UsageException {
    if (word.equals("-h")) {
      given.put("help", List.of("true"));
      return;
    }
    if (!word.startsWith("--")) {
      throw new UsageException(
          word.length() > 1 && word.startsWith("-")
              ? "unknown short flag '" + word + "'"
              : "unexpected " + word);
    }
    int equals = word.indexOf('=');
    String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
    Flag flag = table.get(name);
    if (flag != null && flag.kind() == Flag.Kind.BOOLEAN) {
      put(flag, equals < 0 ? "true" : word.substring(equals + 1));
    } else if (flag != null) {
      put(flag, equals < 0 ? nextWord(word) : word.substring(equals + 1));
    } else {
      put(negated(word, name), "false");
    }
  }

  private Flag negated(String word, String name) throws UsageException {
    Flag flag = name.startsWith("no-") ? table.get(name.substring(3)) : null;
    if (flag == null || flag.kind() != Flag.Kind.BOOLEAN) {
      throw new UsageException("unknown long flag '" + word + "'");
    }
    return flag;
  }

  private String nextWord(String word) throws UsageException {
    if (words.isEmpty() || words.getFirst().startsWith("--")) {
      throw new UsageException("expected argument for flag '" + word + "'");
    }
    return words.removeFirst();
  }

  private void put(Flag flag, String value) throws UsageException {
    String fault = flag.fault(value);
    if (!fault.isEmpty()) {
      throw new UsageException(fault);
    }
    if (flag.effect() instanceof Flag.Effect.Refused(String reason) && !value.isEmpty()) {
      throw new UsageException("--" + flag.name() + " cannot be heeded: " + reason);
    }
    List<String> values = given.computeIfAbsent(flag.name(), name -> new ArrayList<>());
    if (!values.isEmpty() && !flag.repeatable()) {
      throw new UsageException("flag '" + flag.name() + "' cannot be repeated");
    }
    values.add(value);
  }

  private static List<String> lines(String file) throws UsageException {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UsageException("cannot read the arguments in " + file + ": " + e.getMessage());
    }
  }
}
