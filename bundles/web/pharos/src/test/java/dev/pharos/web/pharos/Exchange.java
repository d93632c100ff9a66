package dev.pharos.web.pharos;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pharos.identity.api.Identities;
import dev.pharos.identity.api.Principal;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request to a servlet of ours and what it answers, without a server. */
final class Exchange {

  private final String method;
  private final String path;
  private final Map<String, String> parameters = new HashMap<>();
  private @Nullable Principal principal;
  private String contentType = "";
  private byte[] body = new byte[0];

  int status = 200;
  final Map<String, String> headers = new HashMap<>();
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

  /**
   * @param target path below {@code /api/pharos/v1}, with its query
   */
  Exchange(String method, String target) {
    this.method = method;
    String[] parts = target.split("\\?", 2);
    this.path = ApiContext.PATH + parts[0];
    if (parts.length == 2) {
      for (String pair : parts[1].split("&", -1)) {
        String[] named = pair.split("=", 2);
        parameters.put(named[0], URLDecoder.decode(named[1], StandardCharsets.UTF_8));
      }
    }
  }

  Exchange by(Principal who) {
    principal = who;
    return this;
  }

  Exchange body(String type, byte[] content) {
    contentType = type;
    body = content;
    return this;
  }

  Exchange through(RoutingServlet servlet) throws IOException {
    servlet.service(request(), response());
    return this;
  }

  String text() {
    return answer.toString(StandardCharsets.UTF_8);
  }

  JsonObject json() {
    return JsonParser.parseString(text()).getAsJsonObject();
  }

  /** A member of the error in the answer. */
  String error(String member) {
    return json().getAsJsonObject("error").get(member).getAsString();
  }

  private HttpServletRequest request() {
    return fake(
        HttpServletRequest.class,
        (name, arguments) ->
            switch (name) {
              case "getMethod" -> method;
              case "getRequestURI" -> path;
              case "getContextPath" -> ApiContext.PATH;
              case "getParameter" -> parameters.get((String) arguments[0]);
              case "getContentType" -> contentType;
              case "getInputStream" -> input();
              case "getAttribute" ->
                  arguments[0].equals(Identities.PRINCIPAL_ATTRIBUTE) ? principal : null;
              default -> throw new UnsupportedOperationException(name);
            });
  }

  private HttpServletResponse response() {
    return fake(
        HttpServletResponse.class,
        (name, arguments) -> {
          switch (name) {
            case "setStatus" -> status = (Integer) arguments[0];
            case "setContentType" -> headers.put("Content-Type", (String) arguments[0]);
            case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
            case "setContentLength" -> headers.put("Content-Length", arguments[0].toString());
            case "resetBuffer" -> answer.reset();
            case "isCommitted" -> {
              return false;
            }
            case "getOutputStream" -> {
              return output();
            }
            default -> throw new UnsupportedOperationException(name);
          }
          return null;
        });
  }

  private interface Answers {
    @Nullable Object to(String method, Object[] arguments) throws Exception;
  }

  private static <T> T fake(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, arguments) ->
                answers.to(called.getName(), arguments == null ? new Object[0] : arguments)));
  }

  private ServletInputStream input() {
    ByteArrayInputStream bytes = new ByteArrayInputStream(body);
    return new ServletInputStream() {
      @Override
      public int read() {
        return bytes.read();
      }

      @Override
      public int read(byte[] into, int offset, int length) {
        return bytes.read(into, offset, length);
      }

      @Override
      public boolean isFinished() {
        return bytes.available() == 0;
      }

      @Override
      public boolean isReady() {
        return true;
      }

      @Override
      public void setReadListener(ReadListener listener) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private ServletOutputStream output() {
    return new ServletOutputStream() {
      @Override
      public void write(int b) {
        answer.write(b);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        answer.write(bytes, offset, length);
      }

      @Override
      public boolean isReady() {
        return true;
      }

      @Override
      public void setWriteListener(WriteListener listener) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
