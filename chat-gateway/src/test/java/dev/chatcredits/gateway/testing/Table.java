package dev.chatcredits.gateway.testing;

import java.util.Arrays;
import java.util.List;

/** A table of cases, as people read it: a line of headings, then one line a case, with the columns between bars. */
public final class Table {

    private Table() {}

    /** The cells of each case. */
    public static List<List<String>> rows(String table) {
        return table.lines()
                .skip(1)
                .map(line ->
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
                .toList();
    }
}
