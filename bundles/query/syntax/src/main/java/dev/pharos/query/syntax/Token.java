package dev.pharos.query.syntax;

import dev.pharos.model.Quoted;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The smallest piece of a query that means something.
 *
 * @param kind what it is
 * @param text as it was written
 * @param at where it stands
 */
record Token(Kind kind, String text, Span at) {

  enum Kind {
    END("end of input"),
    IDENTIFIER("identifier"),
    /** A name with a colon, as recording rules have it. */
    METRIC_IDENTIFIER("metric identifier"),
    STRING("string"),
    NUMBER("number"),
    DURATION("duration"),
    /** A word of the language, which may be a name all the same; see {@link Words}. */
    WORD("word"),
    SYMBOL("symbol"),
    /** {@code + - * / % ^ == != < <= > >= =~ !~ @} and so on. */
    OPERATOR("operator");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  /** Error messages show no more of a long text. */
  private static final int SHOWN = 10;

  Token as(Kind other) {
    return new Token(other, text, at);
  }

  boolean is(String symbol) {
    return (kind == Kind.SYMBOL || kind == Kind.OPERATOR) && text.equals(symbol);
  }

  /** Whether it is this word of the language. */
  boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  String lowerCase() {
    return text.toLowerCase(Locale.ROOT);
  }

  /** As error messages name it. */
  String describe() {
    return switch (kind) {
      case END -> kind.text;
      case SYMBOL -> shortened();
      case OPERATOR -> "<op:" + text + ">";
      case WORD -> {
        String bracket = Words.bracket(lowerCase());
        yield bracket.isEmpty() ? shortened() : bracket + text + ">";
      }
      case IDENTIFIER, METRIC_IDENTIFIER -> kind.text + " " + Quoted.quote(text);
      case STRING, NUMBER, DURATION -> kind.text + " " + shortened();
    };
  }

  private String shortened() {
    if (text.getBytes(StandardCharsets.UTF_8).length <= SHOWN) {
      return Quoted.quote(text);
    }
    int end = text.offsetByCodePoints(0, Math.min(SHOWN, text.codePointCount(0, text.length())));
    return Quoted.quote(text.substring(0, end)) + "...";
  }
}
