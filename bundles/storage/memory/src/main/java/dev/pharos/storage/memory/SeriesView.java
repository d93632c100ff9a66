package dev.pharos.storage.memory;

import dev.pharos.model.Labels;
import dev.pharos.model.NativeHistogram;
import org.jspecify.annotations.Nullable;

/**
 * A series as it was when a reader came: the arrays as they were then, of which only the first
 * {@code size} elements count, and these never change.
 *
 * @param starts start timestamps; null if none is known
 * @param histograms null where the sample is a value; null if there is no histogram at all
 */
@SuppressWarnings("ArrayRecordComponent") // A view of shared arrays is all that this is.
record SeriesView(
    Labels labels,
    int size,
    long[] timestamps,
    double[] values,
    long @Nullable [] starts,
    @Nullable NativeHistogram @Nullable [] histograms) {}
