package dev.pharos.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pharos.http.server.Caller.Proof;
import dev.pharos.http.server.Guard.Connection;
import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.Principal;
import dev.pharos.identity.api.Role;
import org.junit.jupiter.api.Test;

class GuardTest {

  private static final Connection PLAIN = new Connection(false, false);
  private static final Connection TLS = new Connection(true, false);
  private static final Connection LOOPBACK = new Connection(false, true);
  private static final Caller ADMIN = new Caller(new Principal("root", Role.ADMIN), Proof.PASSWORD);

  private final KnownPeople people = new KnownPeople();

  private String check(Caller caller, Operation operation, Connection connection) {
    return Guard.check(caller, operation, connection, people).map(Refusal::code).orElse("yes");
  }

  @Test
  void changes_need_tls_or_loopback_whoever_asks() {
    assertEquals("insecure_connection", check(ADMIN, Operation.CHANGE, PLAIN));
    assertEquals("yes", check(ADMIN, Operation.CHANGE, TLS));
    assertEquals("yes", check(ADMIN, Operation.CHANGE, LOOPBACK));
  }

  @Test
  void nobody_is_asked_for_a_password_that_would_travel_in_the_clear() {
    assertEquals("insecure_connection", check(Caller.ANONYMOUS, Operation.CHANGE, PLAIN));
    assertEquals("login_needed", check(Caller.ANONYMOUS, Operation.CHANGE, TLS));
  }

  @Test
  void everything_else_goes_over_any_connection() {
    for (Operation operation :
        new Operation[] {Operation.READ, Operation.INGEST, Operation.OPERATE}) {
      assertEquals("yes", check(Caller.ANONYMOUS, operation, PLAIN));
    }
  }
}
