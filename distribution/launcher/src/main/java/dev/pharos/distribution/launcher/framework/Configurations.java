package dev.pharos.distribution.launcher.framework;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Hands the settings to Config Admin, so that every bundle finds its own there when it starts.
 *
 * <p>What is as it was is left untouched. A configuration that an earlier start left behind and
 * this one does not want is removed; those made by others, as in the web console, stay.
 */
final class Configurations {

  /** Marks what came from the launcher. */
  private static final String ORIGIN = "pharos.origin";

  private static final String LAUNCHER = "launcher";

  private final BundleContext framework;

  Configurations(BundleContext framework) {
    this.framework = framework;
  }

  /**
   * Makes Config Admin hold these settings.
   *
   * @param settings properties by PID; a factory's instance is {@code factory~name}
   */
  void push(Map<String, Map<String, Object>> settings) throws IOException {
    ServiceReference<ConfigurationAdmin> reference =
        framework.getServiceReference(ConfigurationAdmin.class);
    if (reference == null) {
      throw new IOException(
          "there is no Config Admin, so no bundle would find its settings; the feature 'core' must"
              + " name org.apache.felix.configadmin");
    }
    ConfigurationAdmin admin = framework.getService(reference);
    try {
      for (Map.Entry<String, Map<String, Object>> entry : settings.entrySet()) {
        Map<String, Object> properties = new HashMap<>(entry.getValue());
        properties.put(ORIGIN, LAUNCHER);
        configuration(admin, entry.getKey())
            .updateIfDifferent(FrameworkUtil.asDictionary(properties));
      }
      removeOthers(admin, settings);
    } finally {
      framework.ungetService(reference);
    }
  }

  private static Configuration configuration(ConfigurationAdmin admin, String pid)
      throws IOException {
    int tilde = pid.indexOf('~');
    return tilde < 0
        ? admin.getConfiguration(pid, "?")
        : admin.getFactoryConfiguration(pid.substring(0, tilde), pid.substring(tilde + 1), "?");
  }

  private static void removeOthers(
      ConfigurationAdmin admin, Map<String, Map<String, Object>> settings) throws IOException {
    try {
      Configuration[] ours = admin.listConfigurations("(" + ORIGIN + "=" + LAUNCHER + ")");
      for (Configuration configuration : ours == null ? new Configuration[0] : ours) {
        if (!settings.containsKey(configuration.getPid())) {
          configuration.delete();
        }
      }
    } catch (InvalidSyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
