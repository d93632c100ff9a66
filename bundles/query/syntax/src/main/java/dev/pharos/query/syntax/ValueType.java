package dev.pharos.query.syntax;

/** What an expression evaluates to. */
public enum ValueType {
  SCALAR("scalar", "scalar"),
  STRING("string", "string"),
  /** One sample per series, all at one instant. */
  VECTOR("instant vector", "vector"),
  /** Samples over a range per series. */
  MATRIX("range vector", "matrix");

  private final String text;
  private final String word;

  ValueType(String text, String word) {
    this.text = text;
    this.word = word;
  }

  /** As error messages say it. */
  public String text() {
    return text;
  }

  /** As the HTTP API says it. */
  public String word() {
    return word;
  }
}
