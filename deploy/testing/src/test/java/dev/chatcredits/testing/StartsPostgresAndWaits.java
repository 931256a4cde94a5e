package dev.chatcredits.testing;

import java.time.Duration;

/** A JVM to be killed by {@link PlatformPartTest}. */
final class StartsPostgresAndWaits {

    private StartsPostgresAndWaits() {}

    public static void main(String[] args) throws InterruptedException {
        System.out.println(
                "pid " + PlatformPart.start(PlatformPart.Kind.POSTGRES).pid());
        Thread.sleep(Duration.ofMinutes(5));
    }
}
