package dev.pharos.identity.local;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers for a minute how the check of a password came out, since clients send theirs with each
 * request.
 *
 * <p>The hash that was checked against is part of what is remembered, so a changed password holds
 * at once; and a wrong one that a client keeps sending is one guess and not many. Passwords are
 * kept only as authentication codes under a key that leaves with the process.
 *
 * <p>Safe for use by several threads.
 */
final class CheckedPasswords {

  private static final long REMEMBERED_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MAX_ENTRIES = 500;
  private static final String MAC = "HmacSHA256";

  private record Outcome(boolean fits, long nanos) {}

  private final LongSupplier nanoTime;
  private final SecretKeySpec key;
  private final Map<String, Outcome> outcomes =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Outcome> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  CheckedPasswords(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    key = new SecretKeySpec(random, MAC);
  }

  /** Under what the outcome for these three is remembered. */
  String key(String name, char[] password, String hash) {
    ByteBuffer secret = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      mac.update((hash + '\0' + name + '\0').getBytes(StandardCharsets.UTF_8));
      mac.update(secret);
      return Base64.getEncoder().encodeToString(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + MAC, e);
    } finally {
      secret.clear();
      while (secret.hasRemaining()) {
        secret.put((byte) 0);
      }
    }
  }

  synchronized Optional<Boolean> outcome(String key) {
    Outcome outcome = outcomes.get(key);
    if (outcome == null || nanoTime.getAsLong() - outcome.nanos() >= REMEMBERED_NANOS) {
      return Optional.empty();
    }
    return Optional.of(outcome.fits());
  }

  synchronized void remember(String key, boolean fits) {
    outcomes.remove(key);
    outcomes.put(key, new Outcome(fits, nanoTime.getAsLong()));
  }
}
