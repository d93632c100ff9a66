package dev.pharos.web.prometheus;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Matcher;
import dev.pharos.query.api.QueryOrigin;
import dev.pharos.query.syntax.ParseException;
import dev.pharos.query.syntax.Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request, as handlers see it.
 *
 * @param parameters of the query string and, after them, of the form
 * @param access who asks, and what they may read
 * @param origin the request itself, or who else asks, for the query log
 * @param nowMillis when it came
 */
record Call(
    Map<String, List<String>> parameters, Access access, QueryOrigin origin, long nowMillis) {

  /** The same request, to be answered within bounds. */
  Call under(Access other) {
    return new Call(parameters, other, origin, nowMillis);
  }

  List<String> all(String name) {
    return parameters.getOrDefault(name, List.of());
  }

  /** The first value that is not empty. */
  Optional<String> first(String name) {
    List<String> values = all(name);
    return values.isEmpty() || values.getFirst().isEmpty()
        ? Optional.empty()
        : Optional.of(values.getFirst());
  }

  String text(String name) {
    return first(name).orElse("");
  }

  long time(String name, long otherwise) throws ApiException {
    Optional<String> text = first(name);
    return text.isEmpty() ? otherwise : time(name);
  }

  long time(String name) throws ApiException {
    try {
      return Times.parseTime(text(name));
    } catch (IllegalArgumentException e) {
      throw ApiException.badParameter(name, String.valueOf(e.getMessage()));
    }
  }

  long duration(String name) throws ApiException {
    try {
      return Times.parseDuration(text(name));
    } catch (IllegalArgumentException e) {
      throw ApiException.badParameter(name, String.valueOf(e.getMessage()));
    }
  }

  /** How many entries are wanted at most; 0 for all. */
  int limit() throws ApiException {
    return count("limit", 0);
  }

  int count(String name, int otherwise) throws ApiException {
    String text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      int count = Integer.parseInt(text);
      if (count >= 0) {
        return count;
      }
      throw ApiException.badParameter(name, name + " must be non-negative");
    } catch (NumberFormatException e) {
      throw ApiException.badParameter(
          name, "\"" + text + "\" is no whole number that fits; give one from 0 on");
    }
  }

  /** The selectors of {@code match[]}, in the order given, none of which selects all series. */
  List<List<Matcher>> selectors() throws ApiException {
    List<List<Matcher>> selectors = new ArrayList<>();
    for (String text : all("match[]")) {
      List<Matcher> selector;
      try {
        selector = Parser.parseSelector(text);
      } catch (ParseException e) {
        throw ApiException.badParameter("match[]", String.valueOf(e.getMessage()));
      }
      if (selector.stream().allMatch(Matcher::matchesAbsence)) {
        throw ApiException.badParameter(
            "match[]", "match[] must contain at least one non-empty matcher");
      }
      selectors.add(selector);
    }
    return selectors;
  }
}
