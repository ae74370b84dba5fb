package dev.flipswitch.it.enterprise;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSDestinationDefinition;
import jakarta.jms.Queue;

/** Sends messages. */
@Stateless
@JMSDestinationDefinition(name = Post.QUEUE, interfaceName = "jakarta.jms.Queue", destinationName = "notes")
public class Post {
    static final String QUEUE = "java:global/jms/notes";

    @Resource(lookup = "java:comp/DefaultJMSConnectionFactory")
    @SuppressWarnings("NullAway.Init") // the container does it
    ConnectionFactory connections;

    @Resource(lookup = QUEUE)
    @SuppressWarnings("NullAway.Init")
    Queue queue;

    public void send() {
        try (JMSContext context = connections.createContext()) {
            context.createProducer().send(queue, "a note");
        }
    }
}
