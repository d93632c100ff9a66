package dev.pharos.web.prometheus;

/** Rules and alerts. No bundle offers any yet, which is told by empty lists. */
final class RuleHandlers {

  Answer rules(Call call) {
    return empty("groups");
  }

  Answer alerts(Call call) {
    return empty("alerts");
  }

  Answer alertmanagers(Call call) {
    return Answer.of(
        out -> {
          out.beginObject();
          out.name("activeAlertmanagers").beginArray();
          out.endArray();
          out.name("droppedAlertmanagers").beginArray();
          out.endArray();
          out.endObject();
        });
  }

  Answer notifications(Call call) {
    return Answer.of(
        out -> {
          out.beginArray();
          out.endArray();
        });
  }

  private static Answer empty(String name) {
    return Answer.of(
        out -> {
          out.beginObject();
          out.name(name).beginArray();
          out.endArray();
          out.endObject();
        });
  }
}
