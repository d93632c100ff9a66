/**
 * Panels turned into the frames they draw: queries run side by side, on steps that suit the panel's
 * width, in the shape its type wants.
 *
 * <p>Start reading at {@link dev.pharos.dashboard.frames.QueriedFrames}.
 */
@NullMarked
package dev.pharos.dashboard.frames;

import org.jspecify.annotations.NullMarked;
