package dev.chatcredits.credit.history;

import dev.chatcredits.credit.ledger.Entry;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** An entry, to read; the ledger alone appends. */
@Entity
@Immutable
@Table(name = "entry")
@IdClass(EntryRow.Key.class)
@SuppressWarnings("NullAway.Init") // Hibernate fills it
class EntryRow extends PanacheEntityBase {

    record Key(String userId, long no) {}

    @Id
    @Column(name = "user_id")
    String userId;

    @Id
    long no;

    @Enumerated(EnumType.STRING)
    Entry.Kind kind;

    long credits;

    @Nullable @Column(name = "model_id")
    String modelId;

    @Nullable @Column(name = "generation_id")
    String generationId;

    @Column(name = "occurred_at")
    Instant occurredAt;

    @Column(name = "remaining_after")
    long remainingAfter;

    @Nullable String reason;

    @Nullable String actor;

    /** Newest first, from before the entry of a number on. */
    static Uni<List<EntryRow>> page(String userId, long before, int limit) {
        return EntryRow.<EntryRow>find("userId = ?1 and no < ?2 order by no desc", userId, before)
                .range(0, limit - 1)
                .list();
    }
}
