package dev.pharos.identity.local;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** Hashes passwords with bcrypt, which takes some 70 ms on purpose. */
final class PasswordHash {

  /** Characters a password has at least. */
  static final int MIN_CHARS = 8;

  /** Bytes of UTF-8 a password has at most; bcrypt looks at no more than 71. */
  static final int MAX_BYTES = 64;

  /** What is checked for names that nobody has, so that they cost the same. Of a forgotten text. */
  static final String OF_NOBODY = "$2a$10$UKteTGJWE4wAorQPfDEQmurkLTWim1pvhsae/0S.jQzgdMSUmf5um";

  private static final int COST = 10;

  private PasswordHash() {}

  static String of(char[] password) {
    return BCrypt.withDefaults().hashToString(COST, password);
  }

  static boolean fits(char[] password, String hash) {
    return isShortEnough(password) && BCrypt.verifyer().verify(password, hash).verified;
  }

  static boolean isShortEnough(char[] password) {
    return password.length <= MAX_BYTES
        && StandardCharsets.UTF_8.encode(CharBuffer.wrap(password)).remaining() <= MAX_BYTES;
  }
}
