package dev.pharos.http.client;

import dev.pharos.config.api.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS settings whose files have been read.
 *
 * @param ca trusted certificates as PEM; empty for the platform's
 * @param certificate ours as PEM; empty for none
 * @param key its key as PEM; empty for none
 */
record TlsContext(TlsSettings settings, String ca, String certificate, String key) {

  private static final char[] NO_PASSWORD = new char[0];

  static TlsContext read(TlsSettings settings) throws IOException {
    return new TlsContext(
        settings, reveal(settings.ca()), reveal(settings.certificate()), reveal(settings.key()));
  }

  private static String reveal(Optional<Secret> secret) throws IOException {
    return secret.isPresent() ? secret.get().reveal() : "";
  }

  /** Changes when one of the files changes. */
  String fingerprint() {
    return HexFormat.of().toHexDigits(ca.hashCode())
        + HexFormat.of().toHexDigits(certificate.hashCode())
        + HexFormat.of().toHexDigits(key.hashCode());
  }

  @Override
  public String toString() {
    return "TLS settings";
  }

  SSLParameters parameters() {
    SSLParameters parameters = new SSLParameters();
    int min = Math.max(2, TlsSettings.VERSIONS.indexOf(settings.minVersion()));
    if (!settings.minVersion().isEmpty()) {
      min = TlsSettings.VERSIONS.indexOf(settings.minVersion());
    }
    int max =
        settings.maxVersion().isEmpty()
            ? TlsSettings.VERSIONS.size() - 1
            : TlsSettings.VERSIONS.indexOf(settings.maxVersion());
    if (min <= max) {
      parameters.setProtocols(TlsSettings.VERSIONS.subList(min, max + 1).toArray(String[]::new));
    }
    if (!settings.serverName().isEmpty()) {
      parameters.setServerNames(List.of(new SNIHostName(settings.serverName())));
    }
    return parameters;
  }

  /** The context; null where the platform's own will do. */
  @Nullable SSLContext context() throws IOException {
    if (ca.isEmpty() && certificate.isEmpty() && !settings.insecureSkipVerify()) {
      return null;
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), trustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("tls_config cannot be used: " + e.getMessage(), e);
    }
  }

  private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException, IOException {
    if (certificate.isEmpty()) {
      return null;
    }
    PrivateKey privateKey = PemKey.read(key);
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, NO_PASSWORD);
    store.setKeyEntry(
        "client", privateKey, NO_PASSWORD, certificates(certificate).toArray(Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private TrustManager @Nullable [] trustManagers() throws GeneralSecurityException, IOException {
    if (settings.insecureSkipVerify()) {
      return new TrustManager[] {new TrustEverybody()};
    }
    if (ca.isEmpty()) {
      return null;
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, NO_PASSWORD);
    int number = 0;
    for (Certificate trusted : certificates(ca)) {
      store.setCertificateEntry("ca-" + number++, trusted);
    }
    if (number == 0) {
      throw new GeneralSecurityException("the CA file holds no certificate");
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static Collection<? extends Certificate> certificates(String pem)
      throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
  }

  /** Asked for by {@code insecure_skip_verify}: checks neither the chain nor the host. */
  private static final class TrustEverybody extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
