package dev.pharos.target.api;

import dev.pharos.config.api.ConfigNode;
import dev.pharos.model.NameScheme;
import dev.pharos.model.Quoted;
import dev.pharos.model.Regex;
import dev.pharos.model.RelabelRule;
import dev.pharos.model.RelabelRule.Action;
import dev.pharos.model.Relabelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code relabel_configs} and all other lists of the same kind.
 *
 * <p>It stands here because relabelling is the language of targets: those who relabel alerts and
 * remote writes come after this room, and the rooms before it know nothing of relabelling.
 */
public final class RelabelConfig {

  private RelabelConfig() {}

  /**
   * Reads a list of rules, and reports what is wrong as problems of its nodes.
   *
   * @param key of the list, such as {@code metric_relabel_configs}
   * @param entry what an entry is in words, such as {@code metric relabeling rule}
   * @param names which names labels may have
   * @return the rules; those that cannot be used are left out
   */
  public static Relabelling read(ConfigNode node, String key, String entry, NameScheme names) {
    List<RelabelRule> rules = new ArrayList<>();
    for (ConfigNode section : node.sections(key, entry)) {
      rule(section, names).ifPresent(rules::add);
    }
    return rules.isEmpty() ? Relabelling.NONE : new Relabelling(rules, names);
  }

  private static Optional<RelabelRule> rule(ConfigNode node, NameScheme names) {
    Optional<Action> action = action(node);
    Optional<Regex> regex = regex(node);
    List<String> sources = node.texts("source_labels");
    for (String source : sources) {
      if (!names.allowsLabel(source)) {
        node.problem(
            "source_labels",
            Quoted.quote(source) + " is not a valid label name",
            "use letters, digits and _");
      }
    }
    long modulus = node.integer("modulus", 0);
    String separator = text(node, "separator", RelabelRule.DEFAULT_SEPARATOR);
    String target = node.text("target_label", "");
    String replacement = text(node, "replacement", RelabelRule.DEFAULT_REPLACEMENT);
    node.refuseUnknown();
    if (action.isEmpty() || regex.isEmpty()) {
      return Optional.empty();
    }
    RelabelRule rule =
        new RelabelRule(
            sources, separator, regex.get(), modulus, target, replacement, action.get());
    List<RelabelRule.Fault> faults = rule.faults(names);
    for (RelabelRule.Fault fault : faults) {
      node.problem(fault.setting(), fault.fault(), fault.remedy());
    }
    return faults.isEmpty() ? Optional.of(rule) : Optional.empty();
  }

  private static String text(ConfigNode node, String key, String fallback) {
    return node.text(key).orElse(fallback);
  }

  private static Optional<Action> action(ConfigNode node) {
    String text = node.text("action", "");
    if (text.isEmpty()) {
      if (node.has("action")) {
        node.problem("action", "relabel action cannot be empty", "write replace, or remove it");
        return Optional.empty();
      }
      return Optional.of(Action.REPLACE);
    }
    Optional<Action> action = Action.of(text);
    if (action.isEmpty()) {
      node.problem(
          "action",
          "unknown relabel action " + Quoted.quote(text),
          "write replace, keep, drop, keepequal, dropequal, hashmod, labelmap, labeldrop,"
              + " labelkeep, lowercase or uppercase");
    }
    return action;
  }

  private static Optional<Regex> regex(ConfigNode node) {
    if (!node.has("regex")) {
      return Optional.of(RelabelRule.DEFAULT_REGEX);
    }
    String text = node.text("regex", "");
    try {
      return Optional.of(Regex.compile(text));
    } catch (IllegalArgumentException e) {
      node.problem("regex", String.valueOf(e.getMessage()), "mend the regular expression (RE2)");
      return Optional.empty();
    }
  }
}
