package dev.pharos.dashboard.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object being read, with the path that leads to it.
 *
 * <p>Wrong or missing members become problems, and reading goes on with a stand-in, so that all
 * problems of a file are found in one pass. Members that nobody has asked for are unknown: {@link
 * #close} reports them.
 */
final class Node {

  private final String path;
  private final JsonObject object;
  private final List<String> problems;
  private final Set<String> known = new LinkedHashSet<>();

  Node(String path, JsonObject object, List<String> problems) {
    this.path = path;
    this.object = object;
    this.problems = problems;
  }

  /** A text that must be there and must not be empty. */
  String requiredText(String name) {
    String text = text(name, "");
    if (text.isBlank() && !hasProblemAt(name)) {
      problem(name, "is missing or empty", "give it a text");
    }
    return text;
  }

  String text(String name, String otherwise) {
    return switch (member(name)) {
      case JsonPrimitive text when text.isString() -> text.getAsString();
      case null -> otherwise;
      case JsonElement other -> {
        expected(name, other, "a text in quotes");
        yield otherwise;
      }
    };
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonElement element : array(name)) {
      if (element instanceof JsonPrimitive text && text.isString()) {
        texts.add(text.getAsString());
      } else {
        expected(name, element, "texts in quotes");
      }
    }
    return texts;
  }

  boolean flag(String name) {
    return switch (member(name)) {
      case JsonPrimitive flag when flag.isBoolean() -> flag.getAsBoolean();
      case null -> false;
      case JsonElement other -> {
        expected(name, other, "true or false");
        yield false;
      }
    };
  }

  /** A whole number between the bounds, both of them allowed; {@code otherwise} if it is absent. */
  int number(String name, int otherwise, int least, int greatest) {
    switch (member(name)) {
      case JsonPrimitive number when number.isNumber() -> {
        double value = number.getAsDouble();
        if (value == Math.rint(value) && value >= least && value <= greatest) {
          return (int) value;
        }
        expected(name, number, "a whole number from " + least + " to " + greatest);
      }
      case null -> {}
      case JsonElement other ->
          expected(name, other, "a whole number from " + least + " to " + greatest);
    }
    return otherwise;
  }

  /** Seconds of a duration such as {@code 1h30m}; {@code 0} is written without a unit. */
  long seconds(String name, long otherwise) {
    String text = text(name, "");
    if (text.isEmpty()) {
      return otherwise;
    }
    long seconds = Durations.seconds(text);
    if (seconds < 0) {
      problem(name, "\"" + text + "\" is no duration", "write it as in \"1h\", \"90s\" or \"7d\"");
      return otherwise;
    }
    return seconds;
  }

  @Nullable Node object(String name) {
    return switch (member(name)) {
      case JsonObject child -> new Node(at(name), child, problems);
      case null -> null;
      case JsonElement other -> {
        expected(name, other, "an object in braces");
        yield null;
      }
    };
  }

  /** The objects of a list, with their places. */
  List<Node> objects(String name) {
    List<Node> nodes = new ArrayList<>();
    int index = 0;
    for (JsonElement element : array(name)) {
      String place = at(name) + "[" + index++ + "]";
      if (element instanceof JsonObject child) {
        nodes.add(new Node(place, child, problems));
      } else {
        problems.add(place + ": found " + kind(element) + ", expected an object in braces");
      }
    }
    return nodes;
  }

  /** An object as it stands, for somebody else to read; {@code {}} if it is absent. */
  String json(String name) {
    return switch (member(name)) {
      case JsonObject child -> child.toString();
      case null -> "{}";
      case JsonElement other -> {
        expected(name, other, "an object in braces");
        yield "{}";
      }
    };
  }

  /** Reports the members that nobody has asked for. */
  void close() {
    for (String name : object.keySet()) {
      if (!known.contains(name)) {
        problem(name, "is not known here", "what may stand here: " + String.join(", ", known));
      }
    }
  }

  void problem(String name, String fault, String remedy) {
    problems.add(at(name) + ": " + fault + "; " + remedy);
  }

  private boolean hasProblemAt(String name) {
    String start = at(name) + ":";
    return problems.stream().anyMatch(problem -> problem.startsWith(start));
  }

  private JsonArray array(String name) {
    return switch (member(name)) {
      case JsonArray array -> array;
      case null -> new JsonArray();
      case JsonElement other -> {
        expected(name, other, "a list in brackets");
        yield new JsonArray();
      }
    };
  }

  private @Nullable JsonElement member(String name) {
    known.add(name);
    return object.get(name);
  }

  private void expected(String name, JsonElement found, String expected) {
    problems.add(at(name) + ": found " + kind(found) + ", expected " + expected);
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String kind(JsonElement element) {
    return switch (element) {
      case JsonObject _ -> "an object";
      case JsonArray _ -> "a list";
      case JsonNull _ -> "null";
      default -> element.toString();
    };
  }
}
