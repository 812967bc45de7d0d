package org.geor1.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

/** A client that does not read: its queue is bounded, and it is dropped. */
class SubscriberTest {

    @Test
    void clientThatFallsBehindIsDropped() {
        List<Runnable> stalledWriter = new ArrayList<>();
        Subscriber subscriber =
                new Subscriber("run_1", new SseEmitter(), new EventFormat(JsonMapper.shared()), stalledWriter::add, 3);
        for (int i = 0; i < 3; i++) {
            assertThat(subscriber.offer(EventFormat.heartbeat())).isTrue();
        }
        assertThat(subscriber.offer(EventFormat.heartbeat())).isFalse();
        assertThat(subscriber.offer(EventFormat.heartbeat())).isFalse();
        assertThat(stalledWriter).hasSize(1);
    }
}
