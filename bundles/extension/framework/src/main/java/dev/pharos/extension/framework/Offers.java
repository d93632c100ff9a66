package dev.pharos.extension.framework;

import dev.pharos.extension.api.Extensions.Offer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Reads from the service registry what a bundle offers through the platform's doors. */
final class Offers {

  private static final String OURS = "dev.pharos.";

  /** Properties that tell services of one door apart, the most telling first. */
  private static final List<String> NAMES =
      List.of("pharos.type", "pharos.scheme", "pharos.storage.name", "pharos.source");

  private static final Set<String> NO_DOORS = Set.of("Source");

  private Offers() {}

  static List<Offer> of(Bundle bundle) {
    ServiceReference<?>[] services = bundle.getRegisteredServices();
    List<Offer> offers = new ArrayList<>();
    for (ServiceReference<?> service : services == null ? new ServiceReference<?>[0] : services) {
      for (String type : (String[]) service.getProperty(Constants.OBJECTCLASS)) {
        String door = type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
        if (type.startsWith(OURS) && !NO_DOORS.contains(door)) {
          Offer offer = new Offer(door, name(service));
          if (!offers.contains(offer)) {
            offers.add(offer);
          }
        }
      }
    }
    offers.sort(Comparator.comparing(Offer::door).thenComparing(Offer::name));
    return List.copyOf(offers);
  }

  private static String name(ServiceReference<?> service) {
    for (String property : NAMES) {
      Object value = service.getProperty(property);
      if (value != null) {
        return value instanceof String[] several ? String.join(", ", several) : value.toString();
      }
    }
    return "";
  }
}
