package org.geor1.teacher.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.geor1.teacher.ask.TeacherException.Kind;
import org.geor1.teacher.server.TeacherServer;
import org.geor1.teacher.server.TeacherServer.Behaviour;
import org.junit.jupiter.api.Test;

/** Contract: what is sent, that each request is sent once, and what every kind of failure is taken for. */
class OpenAiTeacherTest {

    private static final String KEY = "sk-secret-0123456789";
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Request REQUEST = new Request("system", "question", new byte[] {1, 2, 3}, 42);
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC);

    private static OpenAiTeacher teacher(String url, Duration timeout) {
        return new OpenAiTeacher(new Endpoint(url, "model-x", KEY, timeout, 500, 0.5), NOON);
    }

    private static Reply reply(Behaviour behaviour) throws Exception {
        try (TeacherServer server = TeacherServer.always(behaviour);
                OpenAiTeacher teacher = teacher(server.url(), LONG)) {
            return teacher.ask(REQUEST);
        }
    }

    private static TeacherException failure(Behaviour behaviour, Duration timeout) throws Exception {
        try (TeacherServer server = TeacherServer.always(behaviour);
                OpenAiTeacher teacher = teacher(server.url(), timeout)) {
            TeacherException failure = catchThrowableOfType(TeacherException.class, () -> teacher.ask(REQUEST));
            assertThat(server.seen()).hasSize(1);
            return failure;
        }
    }

    private static void fails(Behaviour behaviour, Kind kind) throws Exception {
        assertThat(failure(behaviour, LONG).kind()).isEqualTo(kind);
    }

    @Test
    void aRequestHasThePictureAsADataUrlAndTheKeyInItsHeaderAlone() throws Exception {
        try (TeacherServer server = TeacherServer.always(TeacherServer.answer("yes"));
                OpenAiTeacher teacher = teacher(server.url() + "/", LONG)) {
            Reply reply = teacher.ask(REQUEST);
            assertThat(reply).isEqualTo(new Reply("yes", "stop", new Reply.Usage(700, 300)));
            TeacherServer.Seen seen = server.seen().get(0);
            assertThat(seen.authorization()).isEqualTo("Bearer " + KEY);
            assertThat(seen.body().toString()).doesNotContain(KEY);
            assertThat(seen.body().path("model").asString()).isEqualTo("model-x");
            assertThat(seen.body().path("max_tokens").asInt()).isEqualTo(500);
            assertThat(seen.body().path("temperature").asDouble()).isEqualTo(0.5);
            assertThat(seen.body().path("seed").asInt()).isEqualTo(42);
            assertThat(seen.body().path("messages").path(0).path("content").asString())
                    .isEqualTo("system");
            assertThat(seen.imageUrl()).isEqualTo("data:image/jpeg;base64,AQID");
            assertThat(seen.text()).isEqualTo("question");
        }
    }

    @Test
    void repliesWithoutTextOrCountsAreReplies() throws Exception {
        assertThat(reply(TeacherServer.emptyChoices())).isEqualTo(new Reply("", "", new Reply.Usage(700, 300)));
        assertThat(reply(TeacherServer.withoutUsage("a"))).isEqualTo(new Reply("a", "stop", null));
        assertThat(reply(TeacherServer.cutOff("a")).finish()).isEqualTo("length");
        assertThat(reply(TeacherServer.json(
                        "{\"choices\":[{\"message\":{\"content\":null},\"finish_reason\":\"new\"}]}")))
                .isEqualTo(new Reply("", "new", null));
    }

    @Test
    void aKeyThatIsSaidBackIsStruckOut() throws Exception {
        assertThat(reply(TeacherServer.answer("your key is " + KEY)).text()).isEqualTo("your key is [key]");
        TeacherException failure = failure(
                TeacherServer.error(401, "{\"error\":{\"message\":\"" + KEY + "\",\"code\":\"" + KEY + "\"}}"), LONG);
        assertThat(failure.toString()).doesNotContain(KEY).contains("401");
    }

    @Test
    void theNewerNameOfTheLimitIsUsedWhereTheOlderIsRefused() throws Exception {
        String refusal = "{\"error\":{\"message\":\"m\",\"param\":\"max_tokens\",\"code\":\"unsupported_parameter\"}}";
        try (TeacherServer server =
                        new TeacherServer((request, before) -> request.body().has("max_tokens")
                                ? TeacherServer.error(400, refusal)
                                : TeacherServer.answer("yes"));
                OpenAiTeacher teacher = teacher(server.url(), LONG)) {
            assertThat(teacher.ask(REQUEST).text()).isEqualTo("yes");
            assertThat(teacher.ask(REQUEST).text()).isEqualTo("yes");
            assertThat(server.seen()).hasSize(3);
            assertThat(server.seen().get(2).body().path("max_completion_tokens").asInt())
                    .isEqualTo(500);
        }
    }

    @Test
    void silenceAndDripsTimeOut() throws Exception {
        assertThat(failure(TeacherServer.silence(), SHORT).kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure(TeacherServer.drip(), SHORT).kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void brokenResponsesAreToldApart() throws Exception {
        fails(TeacherServer.hangUp(), Kind.CLOSED);
        fails(TeacherServer.truncatedBody(), Kind.CLOSED);
        fails(TeacherServer.truncatedJson(), Kind.GARBAGE);
        fails(TeacherServer.json("<html>hello</html>"), Kind.GARBAGE);
        fails(TeacherServer.json("{}"), Kind.GARBAGE);
        fails(TeacherServer.json("[]"), Kind.GARBAGE);
        fails(TeacherServer.json("{\"choices\":[{\"message\":\"text\"}]}"), Kind.GARBAGE);
        fails(
                TeacherServer.json("{\"choices\":[],\"usage\":{\"prompt_tokens\":-1,\"completion_tokens\":1}}"),
                Kind.GARBAGE);
        fails(TeacherServer.flood(), Kind.GARBAGE);
    }

    @Test
    void statusesSayWhetherAnotherTryMayHelp() throws Exception {
        fails(TeacherServer.status(429), Kind.RATE_LIMITED);
        fails(TeacherServer.status(500), Kind.SERVER_ERROR);
        fails(TeacherServer.status(503), Kind.SERVER_ERROR);
        fails(TeacherServer.status(408), Kind.SERVER_ERROR);
        fails(TeacherServer.status(400), Kind.REFUSED);
        fails(TeacherServer.status(413), Kind.REFUSED);
        fails(TeacherServer.status(401), Kind.HOPELESS);
        fails(TeacherServer.status(404), Kind.HOPELESS);
        fails(TeacherServer.error(500, "not JSON"), Kind.SERVER_ERROR);
        assertThat(failure(TeacherServer.status(429), LONG).problem()).isEqualTo("HTTP status 429 (some_code)");
    }

    @Test
    void retryAfterIsReadInEveryForm() throws Exception {
        assertThat(wait("Retry-After", "7")).isEqualTo(Duration.ofSeconds(7));
        assertThat(wait("Retry-After", "Sun, 01 Nov 2026 12:01:30 GMT")).isEqualTo(Duration.ofSeconds(90));
        assertThat(wait("Retry-After", "Sun, 01 Nov 2026 11:00:00 GMT")).isEqualTo(Duration.ZERO);
        assertThat(wait("retry-after-ms", "1500")).isEqualTo(Duration.ofMillis(1500));
        assertThat(wait("Retry-After", "soon")).isNull();
        assertThat(wait("Retry-After", "-5")).isNull();
        assertThat(wait("Retry-After", "1e300")).isNull();
    }

    private static Duration wait(String header, String value) throws Exception {
        return failure(TeacherServer.status(429, header, value), LONG).retryAfter();
    }

    @Test
    void aClosedPortIsUnreachable() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (OpenAiTeacher teacher = teacher("http://127.0.0.1:" + port + "/v1", LONG)) {
            assertThat(catchThrowableOfType(TeacherException.class, () -> teacher.ask(REQUEST))
                            .kind())
                    .isEqualTo(Kind.UNREACHABLE);
        }
    }

    @Test
    void addressesWithSecretsAndKeysThatAreNoneAreRefused() {
        assertThatThrownBy(() -> teacher("ftp://host/v1", LONG)).hasMessageContaining("https://host/v1");
        assertThatThrownBy(() -> teacher("host", LONG)).hasMessageContaining("https://host/v1");
        assertThatThrownBy(() -> teacher("http://a:b@host/v1", LONG)).hasMessageContaining("environment");
        assertThatThrownBy(() -> teacher("http://host/v1?key=a", LONG)).hasMessageContaining("environment");
        assertThatThrownBy(() -> new Endpoint("http://host/v1", "m", "a\nb", LONG, 1, null))
                .hasMessageContaining("key")
                .hasMessageNotContaining("a\nb");
    }
}
