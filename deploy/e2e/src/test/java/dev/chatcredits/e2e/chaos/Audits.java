package dev.chatcredits.e2e.chaos;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Has the books audited again and again, whenever the credit service answers: in the end nothing is held, and 0 is easily right. */
final class Audits {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final URI audit;
    private final String token;
    private final Duration every;
    private final CountDownLatch enough = new CountDownLatch(1);
    private final ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();

    /** Begins at once. */
    private final Future<List<String>> found;

    private int answered;

    Audits(URI audit, String token, Duration every) {
        this.audit = audit;
        this.token = token;
        this.every = every;
        this.found = thread.submit(this::untilEnough);
    }

    /** What they found; that there was none would be a finding too. */
    List<String> end() {
        enough.countDown();
        try {
            return found.get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("the books could not be audited", e);
        } finally {
            thread.shutdown();
        }
    }

    private List<String> untilEnough() throws InterruptedException {
        List<String> differences = new ArrayList<>();
        do {
            differences.addAll(differences());
        } while (!enough.await(every.toMillis(), TimeUnit.MILLISECONDS));
        if (answered == 0) {
            differences.add("nothing under load: it was never to be had");
        }
        return differences;
    }

    private List<String> differences() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(audit)
                .header("Authorization", "Bearer " + token)
                .timeout(PATIENCE)
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                return List.of();
            }
            answered++;
            List<?> differences = JsonPath.from(response.body()).getList("differences");
            return differences.stream().map(each -> "under load " + each).toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
