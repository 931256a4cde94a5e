package dev.chatcredits.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who gets which status on which route, as a Markdown table: a column {@code route} ({@code GET /a/{b}}), a column {@code with} (what is
 * sent, free words), then one column for each kind of caller.
 */
public record TableOfRoutes(List<Row> rows) {

    /**
     * One line.
     *
     * @param statuses by the kinds of callers
     */
    public record Row(String method, String path, String with, Map<String, Integer> statuses) {
        /** The name by which an OpenAPI document knows it. */
        public String route() {
            return method + " " + path;
        }
    }

    /** One cell: a caller at a route. */
    public record Case(Row row, String caller, int status) {
        @Override
        public String toString() {
            return row.route() + (row.with().isEmpty() ? "" : " (" + row.with() + ")") + " by " + caller + ": "
                    + status;
        }
    }

    public static TableOfRoutes read(Path file) {
        try (var lines = Files.lines(file)) {
            var table = lines.filter(line -> line.startsWith("|"))
                    .map(line -> Arrays.stream(line.substring(1).split("\\|", -1))
                            .map(cell -> cell.strip().replace("`", ""))
                            .toList())
                    .toList();
            var head = table.getFirst();
            // The second line is made of dashes.
            return new TableOfRoutes(
                    table.stream().skip(2).map(cells -> row(head, cells)).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All cells. */
    public Stream<Case> cases() {
        return rows.stream()
                .flatMap(row ->
                        row.statuses().entrySet().stream().map(cell -> new Case(row, cell.getKey(), cell.getValue())));
    }

    /** All routes, each once. */
    public Set<String> routes() {
        return rows.stream().map(Row::route).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Row row(List<String> head, List<String> cells) {
        var route = cells.get(0).split(" ", 2);
        var statuses = new LinkedHashMap<String, Integer>();
        for (var i = 2; i < head.size() - 1; i++) {
            statuses.put(head.get(i), Integer.valueOf(cells.get(i)));
        }
        return new Row(route[0], route[1], cells.get(1), statuses);
    }
}
