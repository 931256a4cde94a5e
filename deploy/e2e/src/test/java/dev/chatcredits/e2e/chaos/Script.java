package dev.chatcredits.e2e.chaos;

import dev.chatcredits.e2e.chaos.Ask.Form;
import dev.chatcredits.e2e.chaos.Ask.Model;
import dev.chatcredits.e2e.chaos.Ask.Prompt;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The requests of a seed, in their order. */
record Script(List<Ask> asks) {

    /** Of this many in a second less than half become generations, 20 or more on average: the others meet a part that is down, or have no credits. */
    static final int A_SECOND = 52;

    /** A few who have a small plan and ask all the time: they are out of credits soon. */
    static final int POOR = 6;

    /** Some whose tokens name now this plan, now that. */
    static final int FICKLE = 6;

    static final int PEOPLE = 112;

    /** Somebody with a large plan who asks only when all is over. */
    static final int PROBE = PEOPLE;

    private static final List<Model> MODELS =
            List.of(Model.GROK, Model.GROK, Model.GROK, Model.GROK, Model.GPT, Model.GPT, Model.GEMINI, Model.OPUS);
    private static final List<Form> FORMS = List.of(Form.CHAT, Form.CHAT, Form.STREAM, Form.WHOLE);

    static final String STARTER = "starter_user";
    static final String PRO = "pro_user";

    static Script of(long seed, Duration load) {
        Random random = new Random(seed);
        int count = (int) (load.toMillis() * A_SECOND / 1_000);
        return new Script(IntStream.range(0, count)
                .mapToObj(i -> ask(Duration.ofMillis(i * 1_000L / A_SECOND), "key-" + i, random))
                .toList());
    }

    /** What must be answered when everything is healed. */
    static Ask probe(Form form) {
        return new Ask(Duration.ZERO, PROBE, PRO, Model.GPT, Prompt.PLAIN, form, null, 1, null);
    }

    private static Ask ask(Duration at, String key, Random random) {
        int who = who(random);
        boolean keyed = random.nextInt(100) < 12;
        boolean twice = keyed && random.nextBoolean();
        return new Ask(
                at,
                who,
                plan(who, random),
                any(MODELS, random),
                prompt(random),
                any(FORMS, random),
                keyed ? key : null,
                twice ? 2 : 1,
                staysFor(random));
    }

    private static int who(Random random) {
        int of100 = random.nextInt(100);
        if (of100 < 12) {
            return random.nextInt(POOR);
        }
        return of100 < 20 ? POOR + random.nextInt(FICKLE) : POOR + FICKLE + random.nextInt(PEOPLE - POOR - FICKLE);
    }

    private static String plan(int who, Random random) {
        if (who < POOR) {
            return STARTER;
        }
        return isFickle(who) && random.nextBoolean() ? STARTER : PRO;
    }

    static boolean isFickle(int who) {
        return who >= POOR && who < POOR + FICKLE;
    }

    private static Prompt prompt(Random random) {
        int of100 = random.nextInt(100);
        if (of100 >= 12) {
            return Prompt.PLAIN;
        }
        return of100 < 2 ? Prompt.SLOW : any(List.of(Prompt.FAILS, Prompt.FAILS_MIDWAY, Prompt.EMPTY), random);
    }

    private static @Nullable Duration staysFor(Random random) {
        return random.nextInt(100) < 8 ? Duration.ofMillis(random.nextInt(1_200)) : null;
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
