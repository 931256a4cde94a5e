package dev.chatcredits.credit.account;

import dev.chatcredits.credit.ledger.Command;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets the commands of REST calls that wait at the same moment share a transaction. A lone call doesn't wait for company. */
@ApplicationScoped
public class CommandQueue {

    /** Too many commands wait already; try again in a second. */
    static final class Overloaded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overloaded() {
            super("too many commands wait for the database");
        }
    }

    /** The command can't be stored, with its reason. */
    static final class NotStorable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotStorable(String reason) {
            super(reason);
        }
    }

    private record Waiting(Command command, UniEmitter<? super Result> caller) {}

    private final Ledger ledger;
    private final LedgerConfig config;
    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Semaphore transactions;

    CommandQueue(Ledger ledger, LedgerConfig config) {
        this.ledger = ledger;
        this.config = config;
        this.transactions = new Semaphore(config.transactionsInFlight());
    }

    /**
     * Applies a command.
     *
     * @return what became of it, once it is committed. Fails when the database can't be used (and then the command may or may
     *     not have happened: send it again under the same id), or when too many wait.
     */
    public Uni<Result> submit(Command command) {
        return Uni.createFrom().emitter(caller -> {
            if (waiting.incrementAndGet() > config.commandsWaiting()) {
                waiting.decrementAndGet();
                caller.fail(new Overloaded());
                return;
            }
            queue.add(new Waiting(command, caller));
            startTransactions();
        });
    }

    /** Called after each arrival and after each transaction, so that a command that finds no place free is found by who frees one. */
    private void startTransactions() {
        while (!queue.isEmpty() && transactions.tryAcquire()) {
            List<Waiting> batch = nextBatch();
            if (batch.isEmpty()) {
                transactions.release();
            } else {
                apply(batch);
            }
        }
    }

    private List<Waiting> nextBatch() {
        List<Waiting> batch = new ArrayList<>();
        while (batch.size() < config.commandsPerTransaction()) {
            Waiting next = queue.poll();
            if (next == null) {
                break;
            }
            waiting.decrementAndGet();
            batch.add(next);
        }
        return batch;
    }

    private void apply(List<Waiting> batch) {
        ledger.applyEach(batch.stream().map(Waiting::command).toList())
                .onTermination()
                .invoke(() -> {
                    transactions.release();
                    startTransactions();
                })
                .subscribe()
                .with(
                        answers -> {
                            for (int i = 0; i < answers.size(); i++) {
                                answer(batch.get(i).caller(), answers.get(i));
                            }
                        },
                        failure -> batch.forEach(w -> w.caller().fail(failure)));
    }

    private static void answer(UniEmitter<? super Result> caller, Answer answer) {
        switch (answer) {
            case Answer.Decided decided -> caller.complete(decided.result());
            case Answer.Rejected rejected
            when rejected.failure() instanceof Failures.Undecidable bug -> caller.fail(bug);
            case Answer.Rejected rejected -> caller.fail(new NotStorable(rejected.reason()));
        }
    }
}
