package dev.chatcredits.credit.account;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a number of which none would mean that nothing is ever done. */
public final class AtLeastOne implements Converter<Integer> {

    private static final long serialVersionUID = 1L;

    @Override
    public Integer convert(String value) {
        int number = Integer.parseInt(value.strip());
        if (number < 1) {
            throw new IllegalArgumentException("must be at least 1, is " + number);
        }
        return number;
    }
}
