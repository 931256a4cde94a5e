package dev.chatcredits.e2e;

import java.util.List;

/** What is odd about the heads of requests. Characters are bytes; none of it is so long that the server itself refuses it. */
final class Odd {

    static final List<String> METHODS = words("GET HEAD POST PUT DELETE PATCH OPTIONS TRACE PROPFIND QUERY ODD get");

    /** Of paths, encoded; without dots that would lead to another route. */
    static final List<String> SEGMENTS =
            words("odd a%2Fb a%5Cb %00 %0D%0AX-Odd:%201 %7F %C2%85 %2e%2e%2fa %E2%80%AE %ED%A0%80"
                    + " %FF %zz % %u0041 %252e%252e '%20or%201=1;-- $%7Bjndi:ldap:x%7D {} * a;b=c null "
                    + "a".repeat(129) + " " + "a".repeat(256) + " " + "a".repeat(2_000));

    /** Segments, read, with which a path is another one: none, and those of RFC 3986, 5.2.4, however they are written. */
    static final List<String> LEAD_ELSEWHERE = List.of("", ".", "..");

    static final List<String> QUERIES =
            words("a = &&; a=%zz %00=%00 limit=1&limit=2 cursor=1&cursor=a userId=a&userId=b limit="
                    + " access_token=a.b.c a[0]=1&a[b][c]=2 %ED%A0%80=%FF _method=DELETE a=" + "b".repeat(500));

    /** Nobody's. */
    static final List<String> NO_TOKENS = lines("""
            X-User-Id: alice
            Cookie: q_session=eyJ; a="
            Authorization:
            Authorization: Bearer
            Authorization: Bearer x
            Authorization: Basic YTpi
            Authorization: a.b.c
            Authorization: Bearer ..
            Authorization: Bearer a.b.c
            Authorization: Bearer eyJhbGciOiJub25lIn0.e30.
            Authorization: Bearer eyJhbGciOiJub25lIn0.e30.e30
            Authorization: Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6Ii4uLyJ9.bm8.bm8
            """);

    static final List<String> TYPES = lines("""
            X-Type: none
            Content-Type:
            Content-Type: text/plain
            Content-Type: application/xml
            Content-Type: ///
            Content-Type: application/x-www-form-urlencoded
            Content-Type: multipart/form-data; boundary=a
            """);

    static final List<String> HEADERS = lines("""
            Accept: ///
            Accept: image/png
            Accept: text/html;q=2, */*;q=x
            Accept: application/xml
            Accept-Encoding: odd;q=-1
            Accept-Language: ;q=9
            Content-Encoding: gzip
            Content-Language: \u00ff
            Cookie: a=b; a=c; =; q_session=
            If-None-Match: *
            If-Modified-Since: never
            Origin: null
            Range: bytes=5-1
            traceparent: 00-0-0-0
            X-Forwarded-For: 127.0.0.1, x
            X-Forwarded-Proto: gopher
            X-Forwarded-Prefix: /../odd
            X-HTTP-Method-Override: DELETE
            """);

    static final List<String> HEADER_VALUES = List.of(
            "", " ", "a\tb", "\u00e9", "a b", "k".repeat(129), "k".repeat(256), "k".repeat(2_000), "a,b", "\"a\"");

    private Odd() {}

    /** Between single spaces; between two of them an empty one. */
    static List<String> words(String text) {
        return List.of(text.split(" ", -1));
    }

    private static List<String> lines(String text) {
        return text.lines().map(line -> line + "\r\n").toList();
    }

    /** Whether each percent sign begins the code of a byte. */
    static boolean isReadable(String segment) {
        return !segment.matches(".*%(?![0-9A-Fa-f]{2}).*");
    }

    /** On a terminal. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars()
                .limit(4_000)
                .forEach(c -> shown.append(
                        c == '\n' || (c >= ' ' && c < 127) || c > 255
                                ? "" + (char) c
                                : c == '\r' ? "" : String.format("\\x%02x", c)));
        return shown.toString();
    }
}
