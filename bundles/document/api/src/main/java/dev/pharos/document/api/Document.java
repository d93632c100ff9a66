package dev.pharos.document.api;

import java.util.regex.Pattern;

/**
 * A document as it is stored.
 *
 * @param kind what it is, such as {@code user}; documents of a kind share a name space
 * @param name unique within the kind; letters, digits, dot, dash and underscore, up to 128 of them,
 *     the first a letter or a digit
 * @param schema version of the content's form, from 1; readers upgrade older ones
 * @param version counts the changes of this document, from 1
 * @param json the content, a JSON object
 */
public record Document(String kind, String name, int schema, long version, String json) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  /** Whether a kind or a name is one that a document may bear. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }
}
