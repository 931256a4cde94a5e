package dev.chatcredits.gateway.sse;

import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Lets a resource answer with an {@link EventStream}. Quarkus REST's own way for a stream commits to 200 before the first item is
 * known and waits for each write before it takes the next item; here the status is decided first and the stream bounds itself.
 */
@Provider
public class EventStreamWriter implements ServerMessageBodyWriter<EventStream> {

    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return EventStream.class == type;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return EventStream.class == type;
    }

    @Override
    public void writeResponse(EventStream stream, Type genericType, ServerRequestContext context) {
        var request = (ResteasyReactiveRequestContext) context;
        request.suspend();
        var http = request.unwrap(HttpServerRequest.class);
        stream.attach(http.response(), () -> abort(http), request::resume);
    }

    /**
     * Closing a connection of HTTP/1.1 in an orderly way would wait for a reader who doesn't read. By HTTP/2 the stream is cancelled: by
     * NO_ERROR, which is Vert.x' own choice, what is missing could pass for the end.
     */
    private static void abort(HttpServerRequest http) {
        if (http.version() == HttpVersion.HTTP_2) {
            http.response().reset(Http2Error.CANCEL.code());
        } else {
            var unused = ((ConnectionBase) http.connection()).channel().close();
        }
    }

    @Override
    public void writeTo(
            EventStream stream,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out) {
        throw new UnsupportedOperationException("a stream of events needs Quarkus REST");
    }
}
