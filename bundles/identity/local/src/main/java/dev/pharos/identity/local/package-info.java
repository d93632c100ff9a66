/**
 * Local users, their sessions, and tokens for programs.
 *
 * <p>Users and tokens are documents that hold hashes only; sessions are kept in memory and, as
 * hashes, in a file that outlives a restart. Start reading at {@link
 * dev.pharos.identity.local.LocalIdentities}.
 */
@NullMarked
package dev.pharos.identity.local;

import org.jspecify.annotations.NullMarked;
