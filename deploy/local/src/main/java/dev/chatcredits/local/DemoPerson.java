package dev.chatcredits.local;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of the people of the local platform, with plan and features in claims of the form that Clerk uses.
 *
 * @param username the subject of the person's tokens
 */
record DemoPerson(String username, String description, Map<String, Object> claims) {
    static final List<DemoPerson> ALL = List.of(
            new DemoPerson("alice", "Pro plan, 50 credits a period", Map.of("pla", "u:pro_user")),
            new DemoPerson(
                    "bob",
                    "Starter plan, 25 credits a period",
                    Map.of("pla", "u:starter_user", "fea", "u:25_credits_month")),
            new DemoPerson("carol", "no plan", Map.of()),
            new DemoPerson("admin", "no plan, may administer credits", Map.of("groups", List.of("credits-admin"))));

    /** The claims of the person's tokens beside the subject. */
    DemoPerson {
        claims = new HashMap<>(claims);
        claims.put("preferred_username", username);
    }

    static Optional<DemoPerson> of(String username) {
        return ALL.stream().filter(person -> person.username.equals(username)).findFirst();
    }
}
