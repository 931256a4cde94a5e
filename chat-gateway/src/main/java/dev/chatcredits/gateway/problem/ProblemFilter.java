package dev.chatcredits.gateway.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Gives every problem, ours or the framework's, its code and the form that its route promises. */
class ProblemFilter {

    @ServerResponseFilter
    public void giveForm(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(response.getEntity() instanceof HttpProblem problem)) {
            return;
        }
        var path = request.getUriInfo().getPath();
        if (ProblemForm.isOpenAi(path)) {
            response.setEntity(ProblemForm.openAi(problem));
            response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_TYPE);
            return;
        }
        var body = ProblemForm.rfc9457(problem, path);
        body.putIfAbsent("code", ProblemForm.code(problem).name());
        response.setEntity(body);
        response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, HttpProblem.MEDIA_TYPE);
    }
}
