package dev.pharos.query.syntax;

/** What an expression evaluates to. */
public enum ValueType {
  SCALAR("scalar"),
  STRING("string"),
  /** One sample per series, all at one instant. */
  VECTOR("instant vector"),
  /** Samples over a range per series. */
  MATRIX("range vector");

  private final String text;

  ValueType(String text) {
    this.text = text;
  }

  /** As error messages say it. */
  public String text() {
    return text;
  }
}
