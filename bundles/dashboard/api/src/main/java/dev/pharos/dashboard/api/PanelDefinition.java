package dev.pharos.dashboard.api;

import java.util.List;

/**
 * A panel as a dashboard holds it.
 *
 * @param id unique within the dashboard
 * @param type id of the {@link Panel}
 * @param title for people
 * @param description for people who want to know more; empty for none
 * @param grid where it stands
 * @param queries what it shows
 * @param unit unit of the values, such as {@code percentunit}, {@code bytes} or {@code s}
 * @param options JSON object for the panel
 */
public record PanelDefinition(
    int id,
    String type,
    String title,
    String description,
    Grid grid,
    List<Query> queries,
    String unit,
    String options) {

  /**
   * A place on the grid of 24 columns.
   *
   * @param x columns from the left
   * @param y rows from the top, of 30 pixels each
   * @param width in columns
   * @param height in rows
   */
  public record Grid(int x, int y, int width, int height) {}

  /**
   * A query of a panel.
   *
   * @param refId such as {@code A}
   * @param source name of the data source
   * @param expression in the language of the source
   * @param legend pattern for the names of the series; empty for their labels
   * @param instant whether only the latest value is asked for
   */
  public record Query(
      String refId, String source, String expression, String legend, boolean instant) {}
}
