/**
 * Long runs that drive what ships. Start reading at {@link dev.pharos.distribution.soak.KillSoak}.
 */
@NullMarked
package dev.pharos.distribution.soak;

import org.jspecify.annotations.NullMarked;
