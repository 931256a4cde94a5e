package dev.chatcredits.credit.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneByOneTest {

    private final List<Promise<String>> begun = new ArrayList<>();
    private final OneByOne<String> work = new OneByOne<>(() -> {
        Promise<String> one = Promise.promise();
        begun.add(one);
        return one.future();
    });

    @Test
    void whoComesWhileItIsDoneSharesTheNext() {
        Future<String> first = work.next();
        Future<String> second = work.next();
        Future<String> third = work.next();
        assertEquals(1, begun.size());
        begun.getFirst().complete("before");
        assertEquals(2, begun.size());
        assertEquals("before", first.result());
        assertFalse(second.isComplete());
        begun.getLast().complete("after");
        assertEquals("after", second.result());
        assertSame(second, third);
        assertEquals(2, begun.size());
    }

    @Test
    void whoComesWhenAllAreDoneBeginsAnother() {
        work.next();
        work.next();
        begun.getFirst().complete("first");
        begun.getLast().complete("second");
        Future<String> another = work.next();
        assertEquals(3, begun.size());
        begun.getLast().complete("third");
        assertEquals("third", another.result());
    }

    @Test
    void afterAFailureTheNextBegins() {
        Future<String> first = work.next();
        Future<String> second = work.next();
        begun.getFirst().fail("lost");
        assertTrue(first.failed());
        begun.getLast().complete("found");
        assertEquals("found", second.result());
    }
}
