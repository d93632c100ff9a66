package dev.pharos.http.server;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.util.URIUtil;

/**
 * The path of a request in every form in which somebody behind the front may read it.
 *
 * <p>A rule is asked about all of them and the strictest answer counts, so that no spelling of a
 * guarded path comes in unguarded.
 *
 * @param canonical decoded, without parameters, dot segments and empty segments
 * @param forms the canonical path, and others where they differ
 */
record RequestPath(String canonical, List<String> forms) {

  /**
   * Reads the path of a request.
   *
   * @throws BadPathException if it is not one that any application should see
   */
  static RequestPath of(HttpURI uri) throws BadPathException {
    String safe = uri.getCanonicalPath();
    if (safe == null || safe.isEmpty() || safe.charAt(0) != '/') {
      throw new BadPathException("a path that does not begin with a slash");
    }
    if (isPlain(safe)) {
      return new RequestPath(safe, List.of(safe));
    }
    // Jetty leaves %2F and %25 encoded in its canonical path; servlets see them decoded.
    String decoded = URIUtil.decodePath(safe);
    List<String> segments = new ArrayList<>();
    for (String segment : decoded.substring(1).split("/", -1)) {
      if (segment.equals(".") || segment.equals("..")) {
        throw new BadPathException("a path that goes through an encoded . or ..");
      }
      if (!segment.isEmpty()) {
        segments.add(segment);
      }
    }
    for (int i = 0; i < decoded.length(); i++) {
      if (decoded.charAt(i) < ' ' || decoded.charAt(i) == '\\' || decoded.charAt(i) == 0x7f) {
        throw new BadPathException("a path with a control character or a backslash");
      }
    }
    String canonical = "/" + String.join("/", segments);
    List<String> forms = new ArrayList<>(List.of(canonical));
    for (String form : List.of(decoded, safe)) {
      if (!forms.contains(form)) {
        forms.add(form);
      }
    }
    return new RequestPath(canonical, List.copyOf(forms));
  }

  /** Whether there is only one way to read it: most paths are such, and soon done with. */
  private static boolean isPlain(String path) {
    char before = 'x';
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      boolean word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      boolean inner = (c == '.' || c == '-' || c == '_') && (before != '/' || c != '.');
      boolean slash = c == '/' && before != '/';
      if (!word && !inner && !slash) {
        return false;
      }
      before = c;
    }
    return before != '/' || path.length() == 1;
  }

  /** A path that is refused whatever it asks for. */
  static final class BadPathException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String expected;

    BadPathException(String message) {
      this(400, message, "the path itself");
    }

    BadPathException(int status, String message, String expected) {
      super(message);
      this.status = status;
      this.expected = expected;
    }

    int status() {
      return status;
    }

    String expected() {
      return expected;
    }
  }
}
