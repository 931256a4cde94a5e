package dev.chatcredits.gateway.credit;

import dev.chatcredits.gateway.problem.Code;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Wherever a route needs the credit service and it doesn't answer. */
class CreditCheckFailedMapper {

    private static final Logger LOG = Logger.getLogger(CreditCheckFailedMapper.class);

    @ServerExceptionMapper
    public Response map(CreditCheckFailed failure) {
        LOG.log(failure.logLevel(), failure.getMessage());
        return Code.CREDIT_CHECK_FAILED
                .problem("The credit service can't be asked just now.")
                .toResponse();
    }
}
