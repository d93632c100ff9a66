package dev.pharos.http.client;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads private keys from PEM: PKCS#8 of any kind, and RSA's own PKCS#1. */
final class PemKey {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]*)-----END");

  /** {@code SEQUENCE { version 0, SEQUENCE { rsaEncryption, NULL }, OCTET STRING …}}. */
  private static final byte[] RSA_ALGORITHM = {
    0x02,
    0x01,
    0x00,
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  private PemKey() {}

  static PrivateKey read(String pem) throws GeneralSecurityException {
    Matcher block = BLOCK.matcher(pem);
    if (!block.find()) {
      throw new GeneralSecurityException("the key file holds no private key in PEM");
    }
    byte[] der = Base64.getMimeDecoder().decode(block.group(2));
    switch (block.group(1)) {
      case "PRIVATE KEY" -> {}
      case "RSA PRIVATE KEY" -> der = pkcs8(der);
      default ->
          throw new GeneralSecurityException(
              "the key file holds an "
                  + block.group(1)
                  + "; convert it with openssl pkcs8 -topk8 -nodes");
    }
    GeneralSecurityException failure = new GeneralSecurityException("the key cannot be read");
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (GeneralSecurityException e) {
        failure.addSuppressed(e);
      }
    }
    throw failure;
  }

  private static byte[] pkcs8(byte[] rsa) {
    byte[] octets = tagged(0x04, rsa);
    byte[] content = new byte[RSA_ALGORITHM.length + octets.length];
    System.arraycopy(RSA_ALGORITHM, 0, content, 0, RSA_ALGORITHM.length);
    System.arraycopy(octets, 0, content, RSA_ALGORITHM.length, octets.length);
    return tagged(0x30, content);
  }

  /** DER: a tag, the length in as few bytes as it takes, the content. */
  private static byte[] tagged(int tag, byte[] content) {
    int lengthBytes = content.length < 128 ? 0 : content.length < 256 ? 1 : 2;
    byte[] out = new byte[2 + lengthBytes + content.length];
    out[0] = (byte) tag;
    out[1] = (byte) (lengthBytes == 0 ? content.length : 0x80 | lengthBytes);
    for (int i = 0; i < lengthBytes; i++) {
      out[2 + i] = (byte) (content.length >> (8 * (lengthBytes - 1 - i)));
    }
    System.arraycopy(content, 0, out, 2 + lengthBytes, content.length);
    return out;
  }
}
