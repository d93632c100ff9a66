package dev.pharos.query.syntax;

import dev.pharos.model.Quoted;
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
    SYMBOL("symbol"),
    /** {@code + - * / % ^ == != < <= > >= =~ !~} and so on. */
    OPERATOR("operator");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  boolean is(String symbol) {
    return (kind == Kind.SYMBOL || kind == Kind.OPERATOR) && text.equals(symbol);
  }

  /** Whether it is this word, which may also be the name of a metric. */
  boolean isWord(String word) {
    return kind == Kind.IDENTIFIER && text.equalsIgnoreCase(word);
  }

  String lowerCase() {
    return text.toLowerCase(Locale.ROOT);
  }

  /** As error messages name it. */
  String describe() {
    return switch (kind) {
      case END -> kind.text;
      case SYMBOL -> Quoted.quote(text);
      // An equals sign only matches labels; the original does not count it among operators.
      case OPERATOR -> text.equals("=") ? "\"=\"" : "<op:" + text + ">";
      case IDENTIFIER -> describeWord();
      case METRIC_IDENTIFIER, STRING, NUMBER, DURATION -> kind.text + " " + Quoted.quote(text);
    };
  }

  private String describeWord() {
    String word = lowerCase();
    if (Lexer.KEYWORDS.contains(word)) {
      return "<" + word + ">";
    }
    if (Lexer.WORD_OPERATORS.contains(word)) {
      return "<op:" + word + ">";
    }
    if (Aggregator.of(word).isPresent()) {
      return "<aggr:" + word + ">";
    }
    return kind.text + " " + Quoted.quote(text);
  }
}
