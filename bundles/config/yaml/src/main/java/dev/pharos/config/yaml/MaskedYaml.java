package dev.pharos.config.yaml;

import dev.pharos.config.yaml.YamlValue.Entry;
import dev.pharos.config.yaml.YamlValue.Listing;
import dev.pharos.config.yaml.YamlValue.Mapping;
import dev.pharos.config.yaml.YamlValue.Nothing;
import dev.pharos.config.yaml.YamlValue.Text;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes values as YAML in the layout of the original's status page: without comments, lists at the
 * indentation of their key, secrets masked.
 */
final class MaskedYaml {

  static final String MASK = "<secret>";

  /** Keys whose value is a secret wherever they stand. */
  private static final Set<String> SECRETS =
      Set.of(
          "api_key",
          "api_secret",
          "app_token",
          "application_secret",
          "auth_password",
          "auth_secret",
          "auth_token",
          "bearer_token",
          "bot_token",
          "certificate_password",
          "client_certificate_key",
          "client_secret",
          "consumer_key",
          "credentials",
          "key_passphrase",
          "opsgenie_api_key",
          "password",
          "private_key",
          "proxy_connect_header",
          "rocketchat_token",
          "rocketchat_token_id",
          "routing_key",
          "secret_key",
          "secrets",
          "service_account_key",
          "service_key",
          "slack_api_url",
          "slack_app_token",
          "smtp_auth_password",
          "smtp_auth_secret",
          "telegram_bot_token",
          "token",
          "token_id",
          "user_key",
          "victorops_api_key",
          "webhook_url",
          "wechat_api_secret");

  /** Keys whose value is a secret below certain others: {@code parent.key}. */
  private static final Set<String> SECRETS_BELOW =
      Set.of("slack_configs.api_url", "tls_config.key", "webhook_configs.url");

  private static final Pattern URL_PASSWORD = Pattern.compile("^([a-z]+://[^:/@]*):[^@/]*@");

  /** What would not read back as a text if it stood without quotes. */
  private static final Pattern NOT_PLAIN =
      Pattern.compile(
          "|~|null|Null|NULL|true|True|TRUE|false|False|FALSE|yes|no|on|off|y|n|Yes|No|On|Off"
              + "|[-+]?(\\.inf|\\.Inf|\\.INF)|\\.nan|\\.NaN"
              + "|[-+]?(0x[0-9a-fA-F_]+|0o?[0-7_]+|[0-9][0-9_]*)"
              + "|[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
              + "|<<|=");

  private final StringBuilder out = new StringBuilder();

  private MaskedYaml() {}

  static String print(Mapping mapping) {
    MaskedYaml printer = new MaskedYaml();
    if (mapping.entries().isEmpty()) {
      return "{}\n";
    }
    printer.mapping(mapping, 0, false, "");
    return printer.out.toString();
  }

  /** Writes the entries; the first one on the line that is open if {@code inline}. */
  private void mapping(Mapping mapping, int indent, boolean inline, String parent) {
    boolean first = inline;
    for (Map.Entry<String, Entry> entry : mapping.entries().entrySet()) {
      if (!first) {
        out.repeat(' ', indent);
      }
      first = false;
      String key = entry.getKey();
      out.append(scalar(key, needsQuotes(key))).append(':');
      YamlValue value = entry.getValue().value();
      if (SECRETS.contains(key) || SECRETS_BELOW.contains(parent + "." + key)) {
        masked(value, indent);
      } else {
        value(value, indent, key);
      }
    }
  }

  private void value(YamlValue value, int indent, String key) {
    switch (value) {
      case Nothing nothing -> out.append(" null\n");
      case Text text -> out.append(' ').append(text(text)).append('\n');
      case Mapping mapping when mapping.entries().isEmpty() -> out.append(" {}\n");
      case Mapping mapping -> {
        out.append('\n');
        mapping(mapping, indent + 2, false, key);
      }
      case Listing listing when listing.items().isEmpty() -> out.append(" []\n");
      case Listing listing -> {
        out.append('\n');
        items(listing, indent, key);
      }
    }
  }

  private void items(Listing listing, int indent, String key) {
    for (YamlValue item : listing.items()) {
      out.repeat(' ', indent).append('-');
      switch (item) {
        case Nothing nothing -> out.append(" null\n");
        case Text text -> out.append(' ').append(text(text)).append('\n');
        case Mapping mapping when mapping.entries().isEmpty() -> out.append(" {}\n");
        case Mapping mapping -> {
          out.append(' ');
          mapping(mapping, indent + 2, true, key);
        }
        case Listing nested when nested.items().isEmpty() -> out.append(" []\n");
        case Listing nested -> {
          out.append('\n');
          items(nested, indent + 2, key);
        }
      }
    }
  }

  /** Masks every scalar of a value; what it holds is not told, how many of them is. */
  private void masked(YamlValue value, int indent) {
    switch (value) {
      case Nothing nothing -> out.append(" null\n");
      case Text text when text.text().isEmpty() -> out.append(" \"\"\n");
      case Text text -> out.append(' ').append(MASK).append('\n');
      case Listing listing -> {
        out.append('\n');
        for (YamlValue item : listing.items()) {
          out.repeat(' ', indent).append('-');
          masked(item, indent + 2);
        }
      }
      case Mapping mapping -> {
        out.append('\n');
        mapping
            .entries()
            .forEach(
                (key, entry) -> {
                  out.repeat(' ', indent + 2).append(scalar(key, needsQuotes(key))).append(':');
                  masked(entry.value(), indent + 2);
                });
      }
    }
  }

  private static String text(Text text) {
    String shown = URL_PASSWORD.matcher(text.text()).replaceFirst("$1:xxxxx@");
    return scalar(shown, text.quoted() ? needsQuotes(shown) : needsQuotesAnywhere(shown));
  }

  private static String scalar(String text, boolean quote) {
    return quote ? quoted(text) : text;
  }

  private static boolean needsQuotes(String text) {
    return NOT_PLAIN.matcher(text).matches() || needsQuotesAnywhere(text);
  }

  /** Whether the characters of a text, whatever its type, do not stand without quotes. */
  private static boolean needsQuotesAnywhere(String text) {
    if (text.isEmpty()
        || ("-?:,[]{}#&*!|>'\"%@` ".indexOf(text.charAt(0)) >= 0 && !startsPlain(text))
        || text.endsWith(" ")
        || text.endsWith(":")
        || text.contains(": ")
        || text.contains(" #")) {
      return true;
    }
    return text.chars().anyMatch(c -> c < 0x20 || c == 0x7f);
  }

  private static boolean startsPlain(String text) {
    return text.length() > 1 && "-?:".indexOf(text.charAt(0)) >= 0 && text.charAt(1) != ' ';
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        case '\r' -> quoted.append("\\r");
        default -> {
          if (c < 0x20 || c == 0x7f) {
            quoted.append("\\x%02x".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
