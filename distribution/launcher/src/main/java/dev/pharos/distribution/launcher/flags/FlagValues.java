package dev.pharos.distribution.launcher.flags;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What every flag of the table is, given or by default. */
public final class FlagValues {

  private final Map<String, Flag> table;
  private final Map<String, List<String>> given;

  FlagValues(Map<String, Flag> table, Map<String, List<String>> given) {
    this.table = table;
    this.given = new LinkedHashMap<>(given);
  }

  /** Whether the flag stood on the command line. */
  public boolean isGiven(String name) {
    return given.containsKey(known(name).name());
  }

  /** The value; for a flag given several times the last one. */
  public String text(String name) {
    return texts(name).isEmpty() ? "" : texts(name).getLast();
  }

  /** All values in the order given; the default alone when there are none. */
  public List<String> texts(String name) {
    Flag flag = known(name);
    List<String> values = given.get(name);
    if (values != null) {
      return List.copyOf(values);
    }
    return flag.defaultValue().isEmpty() ? List.of() : List.of(flag.defaultValue());
  }

  public boolean isOn(String name) {
    return Boolean.parseBoolean(text(name));
  }

  /** Every flag with its value, in the order of the table; several values joined by commas. */
  public Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    for (Flag flag : table.values()) {
      all.put(flag.name(), String.join(",", texts(flag.name())));
    }
    return all;
  }

  /** The flags on the command line that nothing in this version heeds. */
  public List<String> withoutEffect() {
    List<String> names = new ArrayList<>();
    for (String name : given.keySet()) {
      if (known(name).effect() instanceof Flag.Effect.Pending) {
        names.add("--" + name);
      }
    }
    return names;
  }

  /** The flags on the command line that belong to the mode that is not chosen. */
  public List<String> misplaced() {
    Flag.Audience other = isOn("agent") ? Flag.Audience.SERVER : Flag.Audience.AGENT;
    return given.keySet().stream()
        .filter(name -> known(name).audience() == other)
        .map(name -> "--" + name)
        .toList();
  }

  private Flag known(String name) {
    Flag flag = table.get(name);
    if (flag == null) {
      throw new IllegalArgumentException("no flag is called --" + name);
    }
    return flag;
  }
}
