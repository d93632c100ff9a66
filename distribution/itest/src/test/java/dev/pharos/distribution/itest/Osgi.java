package dev.pharos.distribution.itest;

import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Services as a test uses them: taken, called once, given back. */
final class Osgi {

  private Osgi() {}

  static <S, T> T call(BundleContext context, Class<S> type, Function<S, T> call) {
    ServiceReference<S> reference = context.getServiceReference(type);
    if (reference == null) {
      throw new IllegalStateException("no service " + type.getName());
    }
    try {
      return call.apply(context.getService(reference));
    } finally {
      context.ungetService(reference);
    }
  }
}
