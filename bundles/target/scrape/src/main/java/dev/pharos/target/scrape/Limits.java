package dev.pharos.target.scrape;

/**
 * What a target may send at most; 0 is no limit.
 *
 * @param bodyBytes bytes of an exposition, unpacked
 * @param samples samples of a scrape, after relabelling
 * @param labels labels of a series
 * @param labelNameLength bytes of the name of a label
 * @param labelValueLength bytes of the value of a label
 * @param targets targets of a pool, after relabelling
 * @param keptDropped dropped targets of a pool that are remembered for showing
 */
record Limits(
    long bodyBytes,
    int samples,
    int labels,
    int labelNameLength,
    int labelValueLength,
    int targets,
    int keptDropped) {

  static final Limits NONE = new Limits(0, 0, 0, 0, 0, 0, 0);
}
