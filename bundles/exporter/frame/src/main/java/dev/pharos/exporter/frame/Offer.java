package dev.pharos.exporter.frame;

import dev.pharos.exporter.api.Exporter;

/**
 * An exporter as its service offers it.
 *
 * @param name the exporter's name, which several may bear
 * @param exporter the service
 * @param prefix of the metrics that tell how its collectors did; empty for none
 * @param bundle whose it is, for messages
 * @param serviceId by which the exporters of a name are put in order
 */
record Offer(String name, Exporter exporter, String prefix, String bundle, long serviceId) {}
