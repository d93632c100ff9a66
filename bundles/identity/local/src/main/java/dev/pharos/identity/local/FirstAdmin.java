package dev.pharos.identity.local;

import dev.pharos.identity.api.Identities;
import dev.pharos.identity.api.RefusedUserException;
import dev.pharos.identity.api.Role;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Makes an administrator where there is no user yet, with a password that is shown once on the
 * terminal and kept nowhere but as a hash.
 */
@Component(service = {})
public final class FirstAdmin {

  static final String NAME = "admin";

  private static final System.Logger LOG = System.getLogger(FirstAdmin.class.getName());

  private final @Nullable ServiceRegistration<?> banner;

  /** Waits for the identities, so that whoever reads the password can log in with it. */
  @Activate
  public FirstAdmin(
      BundleContext bundle, @Reference LocalUsers users, @Reference Identities identities)
      throws IOException, RefusedUserException {
    Supplier<String> line = create(users);
    banner =
        line == null
            ? null
            : bundle.registerService(
                Supplier.class, line, FrameworkUtil.asDictionary(Map.of("pharos.banner", 20)));
  }

  @Deactivate
  public void close() {
    if (banner != null) {
      banner.unregister();
    }
  }

  /** The line that tells the password, which it does once; null if there are users. */
  static @Nullable Supplier<String> create(LocalUsers users)
      throws IOException, RefusedUserException {
    if (!users.isFirstStart()) {
      return null;
    }
    String password = new RandomSecret().nextReadable();
    users.createUser(NAME, password.toCharArray(), Role.ADMIN);
    LOG.log(Level.INFO, "Made the user " + NAME + "; its password is shown on the terminal only");
    AtomicReference<String> line =
        new AtomicReference<>(
            "Log in as " + NAME + " with the password " + password + " (shown only this once)");
    return () -> line.getAndSet("");
  }
}
