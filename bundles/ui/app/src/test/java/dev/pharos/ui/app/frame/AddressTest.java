package dev.pharos.ui.app.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class AddressTest {

  @Test
  void a_path_alone_has_no_parameters() {
    Address address = new Address("dashboards/bundle:x:y");

    assertEquals("dashboards/bundle:x:y", address.path());
    assertEquals("", address.query().getQueryString());
  }

  @Test
  void parameters_are_read_decoded() {
    Address address = new Address("query?g0.expr=up%7Bjob%3D%22a%22%7D&g0.tab=graph");

    assertEquals("query", address.path());
    assertEquals(List.of("up{job=\"a\"}"), address.query().getParameters("g0.expr"));
  }
}
