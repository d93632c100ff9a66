package dev.pharos.web.pharos;

import dev.pharos.dashboard.api.Dashboard;
import dev.pharos.dashboard.api.Dashboards;
import dev.pharos.dashboard.api.Panel;
import dev.pharos.dashboard.api.PanelDefinition;
import dev.pharos.dashboard.api.PanelDefinition.Grid;
import dev.pharos.dashboard.api.PanelDefinition.Query;
import dev.pharos.identity.api.Access;
import java.util.List;
import java.util.Optional;

/** One dashboard with two panels, and one type of panel that is plugged in. */
final class Shelf implements Dashboards {

  static final String UID = "bundle:b:host";

  static final PanelDefinition STAT =
      new PanelDefinition(
          1,
          "stat",
          "CPU \"busy\"",
          "",
          new Grid(0, 0, 6, 4),
          List.of(new Query("A", "local", "up", "{{job}}", false)),
          "percentunit",
          "{\"color\":\"background\",\"axis\":{\"min\":0}}");

  static final PanelDefinition ABSENT =
      new PanelDefinition(7, "piechart", "", "", new Grid(6, 0, 6, 4), List.of(), "", "{}");

  static final Dashboard DASHBOARD =
      new Dashboard(
          UID, "Host", "One machine", List.of("node"), 3600, 30, List.of(STAT, ABSENT), false);

  static final Panel STAT_TYPE =
      new Panel() {
        @Override
        public String id() {
          return "stat";
        }

        @Override
        public String name() {
          return "Stat";
        }

        @Override
        public String icon() {
          return "M0 0";
        }

        @Override
        public String element() {
          return "pharos-stat-1-0-0";
        }

        @Override
        public String module() {
          return "/panels/stat/1.0.0/stat.js";
        }

        @Override
        public String optionSchema() {
          return "{\"type\":\"object\"}";
        }

        @Override
        public String defaults() {
          return "{\"color\":\"value\",\"axis\":{\"min\":1,\"max\":2}}";
        }
      };

  @Override
  public List<Dashboard> list(Access access) {
    return List.of(DASHBOARD);
  }

  @Override
  public Optional<Dashboard> load(Access access, String uid) {
    return uid.equals(UID) ? Optional.of(DASHBOARD) : Optional.empty();
  }

  @Override
  public List<String> problems() {
    return List.of("b: META-INF/pharos/dashboards/bad.json: title: is missing");
  }

  @Override
  public AutoCloseable onChange(Runnable listener) {
    throw new UnsupportedOperationException();
  }
}
