package dev.pharos.exporter.frame;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Stands in for large interfaces of others, of which a test needs two or three methods. */
final class Fake {

  /** Answers a call; null where the test does not care. */
  @FunctionalInterface
  interface Answers {
    @Nullable Object answer(String method, Object... arguments);
  }

  private Fake() {}

  static <T> T of(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getDeclaringClass() == Object.class) {
                return ofObject(proxy, method, arguments);
              }
              return answers.answer(
                  method.getName(), arguments == null ? new Object[0] : arguments);
            }));
  }

  private static Object ofObject(Object proxy, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "fake";
    };
  }
}
