package dev.pharos.config.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MaskedYamlTest {

  private static String print(String yaml) {
    return Reading.of(YamlText.read("f.yml", Path.of(""), yaml), new YamlParser()).root().masked();
  }

  @Test
  void comments_are_dropped_and_lists_stand_at_their_key() {
    assertEquals(
        """
        global:
          scrape_interval: 15s
        scrape_configs:
        - job_name: a
          static_configs:
          - targets:
            - x:1
            - y:2
            labels: {}
        """,
        print(
            """
            # a comment
            global: {scrape_interval: 15s} # another
            scrape_configs:
              - job_name: a
                static_configs: [{targets: ["x:1", y:2], labels: {}}]
            """));
  }

  @Test
  void secrets_are_masked_wherever_they_stand() {
    assertEquals(
        """
        basic_auth:
          username: me
          password: <secret>
        authorization:
          credentials: <secret>
        http_headers:
          X:
            values:
            - shown
            secrets:
            - <secret>
            - <secret>
        tls_config:
          key: <secret>
        url: http://user:xxxxx@host/
        password_file: shown
        """,
        print(
            """
            basic_auth: {username: me, password: "a\\nb"}
            authorization: {credentials: abc}
            http_headers: {X: {values: [shown], secrets: [one, two]}}
            tls_config: {key: private}
            url: http://user:pass@host/
            password_file: shown
            """));
  }

  @Test
  void what_is_printed_reads_back_as_the_same() {
    String yaml =
        """
        texts: ["1", "true", "null", "", " x", "a: b", "a #b", "- x", "x:", "*x", "%", "@", "\\t"]
        numbers: [1, 0.5, 0x10]
        flags: [true, no]
        words: [a b, -1s, ":x", "?x", "héllo", "0o7", 'it''s']
        multi: "line one\\nline two"
        nothing:
        nested: [[a, [b]], [], {}]
        "key: odd": {"1": 2}
        """;

    String once = print(yaml);

    assertEquals(
        Reading.of(YamlText.read("f", Path.of(""), yaml), new YamlParser()).root().raw(),
        Reading.of(YamlText.read("f", Path.of(""), once), new YamlParser()).root().raw());
    assertEquals(once, print(once));
  }
}
