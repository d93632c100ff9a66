package dev.pharos.web.pharos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PanelsServletTest {

  @Test
  void the_types_that_are_plugged_in_are_told_with_all_an_editor_needs() throws IOException {
    PanelsServlet servlet = new PanelsServlet(new PanelTypes(List.of(Shelf.STAT_TYPE)));

    assertEquals(
        "{\"contract\":1,\"panels\":[{\"id\":\"stat\",\"name\":\"Stat\",\"icon\":\"M0 0\","
            + "\"element\":\"pharos-stat-1-0-0\",\"module\":\"/panels/stat/1.0.0/stat.js\","
            + "\"optionSchema\":{\"type\":\"object\"},"
            + "\"defaults\":{\"color\":\"value\",\"axis\":{\"min\":1,\"max\":2}}}]}",
        new Exchange("GET", "/panels").through(servlet).text());
  }
}
