package dev.pharos.dashboard.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A kind of panel: what it is called, which options it has, and the ES module that draws it.
 *
 * <p>This is an extension point: register it as a service with the property {@link #TYPE}. The
 * module is served by the panel's own bundle. It says {@code export const contract = 1}, defines
 * the custom element {@link #element}, and draws the frames it is given; it never asks for data by
 * other ways. Knows no Vaadin.
 */
@ConsumerType
public interface Panel {

  /** Service property: the id by which dashboards name the panel, such as {@code timeseries}. */
  String TYPE = "pharos.type";

  /** The version of the browser's contract that is offered at present. */
  int CONTRACT = 1;

  String id();

  /** For people, such as {@code Time series}. */
  String name();

  /** An icon as an SVG path in a 24 by 24 box. */
  String icon();

  /**
   * The tag of the custom element, with the version of the bundle in it, since a browser cannot
   * forget an element: {@code pharos-timeseries-0-1-0}.
   */
  String element();

  /** Path of the ES module on this server, with the version in it. */
  String module();

  /** JSON schema of the options, from which the editor is made. */
  String optionSchema();

  /** The options of a new panel, as a JSON object. */
  String defaults();
}
