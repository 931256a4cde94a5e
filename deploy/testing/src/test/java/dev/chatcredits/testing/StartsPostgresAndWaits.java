package dev.chatcredits.testing;

import java.time.Duration;

/** A JVM to be killed by {@link PlatformPartTest}. */
final class StartsPostgresAndWaits {

    private StartsPostgresAndWaits() {}

    public static void main(String[] args) throws InterruptedException {
        var postgres = PlatformPart.start(PlatformPart.Kind.POSTGRES);
        System.out.println("folder " + postgres.folder() + " pid " + postgres.pid() + ".");
        Thread.sleep(Duration.ofMinutes(5));
    }
}
