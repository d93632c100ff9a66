package dev.pharos.distribution.exam;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/**
 * Makes sure that a class runs where it should, and gives its methods the {@link BundleContext} of
 * the probe.
 */
public final class InContainerExtension
    implements BeforeAllCallback, AfterAllCallback, ParameterResolver {

  private final Deque<ClassLoader> contextLoaders = new ArrayDeque<>();

  @Override
  public void beforeAll(ExtensionContext context) {
    bundleOf(context);
    Thread thread = Thread.currentThread();
    contextLoaders.push(thread.getContextClassLoader());
    thread.setContextClassLoader(context.getRequiredTestClass().getClassLoader());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (!contextLoaders.isEmpty()) {
      Thread.currentThread().setContextClassLoader(contextLoaders.pop());
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == BundleContext.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return bundleOf(context).getBundleContext();
  }

  private static Bundle bundleOf(ExtensionContext context) {
    Class<?> testClass = context.getRequiredTestClass();
    Bundle bundle = FrameworkUtil.getBundle(testClass);
    if (bundle != null) {
      return bundle;
    }
    InContainer marker = testClass.getAnnotation(InContainer.class);
    Throwable cause = marker == null ? null : InContainerSession.failureOf(marker.value());
    if (marker != null && cause != null) {
      throw new ExtensionConfigurationException(
          "The framework of "
              + marker.value().getSimpleName()
              + " did not start: "
              + cause.getMessage(),
          cause);
    }
    throw new ExtensionConfigurationException(
        testClass.getName()
            + " runs outside the framework: the launcher did not load it by name through the"
            + " context class loader");
  }
}
