package dev.pharos.query.syntax;

/**
 * Finds where a number or duration ends, as the original does: what looks like neither is refused
 * with as much of it as was looked at, and some of what passes turns out to be no number later.
 */
final class NumberScan {

  private static final String DECIMAL = "0123456789";
  private static final String HEXADECIMAL = DECIMAL + "abcdefABCDEF";

  private final Scanner in;

  NumberScan(Scanner in) {
    this.in = in;
  }

  /** Reads a number; if it is none, what was read is kept. */
  boolean number() {
    boolean hex = in.accept("0") && in.accept("xX");
    String digits = hex ? HEXADECIMAL : DECIMAL;
    if (hex) {
      in.accept("_");
    }
    in.accept(".");
    in.accept(digits);
    boolean point = false;
    boolean exponent = false;
    while (true) {
      if (in.accept(".")) {
        if (point || in.accept("_.") || hex) {
          return false;
        }
        point = true;
      } else if (in.accept("eE")) {
        if (exponent) {
          return false;
        }
        in.accept("+-");
        if (in.accept("._eE") || in.peek() == Scanner.END) {
          return false;
        }
        exponent = true;
      } else if (in.accept("_")) {
        if (in.accept("._eE") || in.peek() == Scanner.END) {
          return false;
        }
      } else if (in.isNext(digits)) {
        in.acceptAll(digits);
      } else {
        return in.hasRead() && !Lexer.isNamePart(in.peek());
      }
    }
  }

  /** Reads on behind what was taken for a number: a unit, and further numbers with units. */
  boolean restOfDuration() {
    if (!in.accept("smhdwy")) {
      return false;
    }
    in.accept("s");
    while (in.isNext(DECIMAL)) {
      in.acceptAll(DECIMAL);
      // Years can only come first.
      if (!in.accept("smhdw")) {
        return false;
      }
      in.accept("s");
    }
    if (Lexer.isNamePart(in.peek())) {
      in.next();
      return false;
    }
    return true;
  }
}
