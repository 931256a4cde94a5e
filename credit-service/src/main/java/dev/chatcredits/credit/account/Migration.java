package dev.chatcredits.credit.account;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import io.quarkus.flyway.FlywayDataSource;
import jakarta.inject.Singleton;
import java.util.Map;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Tells the migration which role the service works as. */
@Singleton
@FlywayDataSource("owner")
class Migration implements FlywayConfigurationCustomizer {

    private final DatabaseConfig config;

    Migration(DatabaseConfig config) {
        this.config = config;
    }

    @Override
    public void customize(FluentConfiguration flyway) {
        if (!config.role().matches("[a-z_][a-z0-9_]*")) {
            throw new IllegalArgumentException(
                    "credits.database.role: must be of a-z, 0-9 and _, is '" + config.role() + "'");
        }
        // Placeholders are put into the text of the statement; a quote in the password must not end it.
        flyway.placeholders(
                Map.of("role", config.role(), "password", config.rolePassword().replace("'", "''")));
    }
}
