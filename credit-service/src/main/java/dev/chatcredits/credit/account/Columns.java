package dev.chatcredits.credit.account;

import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows turned into the array parameters of one statement: {@code unnest($1, $2, …)}. */
final class Columns<T> {

    private final List<T> rows;
    private final Tuple tuple = Tuple.tuple();

    Columns(List<T> rows) {
        this.rows = rows;
    }

    Columns<T> text(Function<T, @Nullable String> value) {
        tuple.addArrayOfString(rows.stream().map(value).toArray(String[]::new));
        return this;
    }

    Columns<T> number(Function<T, @Nullable Long> value) {
        tuple.addArrayOfLong(rows.stream().map(value).toArray(Long[]::new));
        return this;
    }

    Columns<T> flag(Function<T, Boolean> value) {
        tuple.addArrayOfBoolean(rows.stream().map(value).toArray(Boolean[]::new));
        return this;
    }

    Columns<T> instant(Function<T, @Nullable Instant> value) {
        tuple.addArrayOfOffsetDateTime(
                rows.stream().map(value).map(Columns::offset).toArray(OffsetDateTime[]::new));
        return this;
    }

    Tuple tuple() {
        return tuple;
    }

    static @Nullable OffsetDateTime offset(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
