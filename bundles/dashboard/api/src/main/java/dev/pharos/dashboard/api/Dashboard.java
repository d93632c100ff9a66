package dev.pharos.dashboard.api;

import java.util.List;

/**
 * A dashboard.
 *
 * @param uid lasting name in links; those of bundles are {@code bundle:<symbolic name>:<name>}
 * @param title for people
 * @param description for people; empty for none
 * @param tags to find it by
 * @param fromSeconds how far back it looks when it is opened
 * @param refreshSeconds time between refreshes; 0 for none
 * @param panels what it shows
 * @param editable whether it can be changed here; what a bundle brings cannot
 */
public record Dashboard(
    String uid,
    String title,
    String description,
    List<String> tags,
    long fromSeconds,
    long refreshSeconds,
    List<PanelDefinition> panels,
    boolean editable) {}
