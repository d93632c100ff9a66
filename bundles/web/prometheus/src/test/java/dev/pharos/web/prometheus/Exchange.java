package dev.pharos.web.prometheus;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One request to a servlet and its response, without a server: only what our servlets use. */
final class Exchange {

  private final String method;
  private final String path;
  private final Map<String, List<String>> parameters = new LinkedHashMap<>();
  private final Map<String, String> requestHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, Object> attributes = new TreeMap<>();
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private byte[] sent = new byte[0];
  private int status = 200;

  Exchange(String method, String path) {
    this.method = method;
    this.path = path;
  }

  static Exchange get(String path) {
    return new Exchange("GET", path);
  }

  Exchange with(String name, String... values) {
    parameters.put(name, List.of(values));
    return this;
  }

  Exchange header(String name, String value) {
    requestHeaders.put(name, value);
    return this;
  }

  Exchange sending(byte[] bytes) {
    sent = bytes;
    return this;
  }

  Exchange attribute(String name, Object value) {
    attributes.put(name, value);
    return this;
  }

  Exchange on(HttpServlet servlet) throws ServletException, IOException {
    servlet.service(
        proxy(HttpServletRequest.class, this::request),
        proxy(HttpServletResponse.class, this::response));
    return this;
  }

  int status() {
    return status;
  }

  String body() {
    return body.toString(StandardCharsets.UTF_8);
  }

  byte[] bytes() {
    return body.toByteArray();
  }

  Map<String, String> headers() {
    return headers;
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private @Nullable Object request(
      Object proxy, java.lang.reflect.Method called, Object @Nullable [] arguments) {
    Object[] args = arguments == null ? new Object[0] : arguments;
    return switch (called.getName()) {
      case "getMethod" -> method;
      case "getPathInfo", "getRequestURI" -> path;
      case "getRemoteAddr" -> "192.0.2.7";
      case "getProtocol" -> "HTTP/1.1";
      case "getHeader" -> requestHeaders.get(args[0].toString());
      case "getAttribute" -> attributes.get(args[0].toString());
      case "getDateHeader" -> -1L;
      case "getContentLengthLong" -> (long) sent.length;
      case "getInputStream" -> new Input(new ByteArrayInputStream(sent));
      case "getParameterValues" -> {
        List<String> values = parameters.get(args[0].toString());
        yield values == null ? null : values.toArray(String[]::new);
      }
      case "getParameterMap" -> {
        Map<String, String[]> map = new LinkedHashMap<>();
        parameters.forEach((name, values) -> map.put(name, values.toArray(String[]::new)));
        yield map;
      }
      default -> throw new UnsupportedOperationException("request." + called.getName());
    };
  }

  private @Nullable Object response(
      Object proxy, java.lang.reflect.Method called, Object @Nullable [] arguments) {
    Object[] args = arguments == null ? new Object[0] : arguments;
    switch (called.getName()) {
      case "setStatus" -> status = (Integer) args[0];
      case "setHeader" -> headers.put(args[0].toString(), args[1].toString());
      case "setContentType" -> headers.put("Content-Type", args[0].toString());
      case "getOutputStream" -> {
        return new Output();
      }
      default -> throw new UnsupportedOperationException("response." + called.getName());
    }
    return null;
  }

  private static final class Input extends ServletInputStream {
    private final ByteArrayInputStream bytes;

    Input(ByteArrayInputStream bytes) {
      this.bytes = bytes;
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
      throw new UnsupportedOperationException(ReadListener.class.getName());
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return bytes.read(into, offset, length);
    }
  }

  private final class Output extends ServletOutputStream {
    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new UnsupportedOperationException(ReadListener.class.getName());
    }

    @Override
    public void write(int b) {
      body.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      body.write(bytes, offset, length);
    }
  }
}
