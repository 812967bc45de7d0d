package org.geor1.teacher.ask;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientImpl;
import com.openai.client.okhttp.OkHttpClient;
import com.openai.core.ClientOptions;
import com.openai.core.LogLevel;
import com.openai.core.Timeout;
import com.openai.core.http.HttpResponseFor;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import org.geor1.teacher.ask.TeacherException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A teacher behind any endpoint with OpenAI's chat completions, through OpenAI's client. The client's own retries are off:
 * nobody could count them, and each may cost money.
 */
public final class OpenAiTeacher implements Teacher, AutoCloseable {

    private static final long MAX_RESPONSE_BYTES = 4 << 20;

    private final Endpoint endpoint;
    private final Clock clock;
    private final OpenAIClient client;

    /** Newer models of OpenAI refuse the name {@code max_tokens}, and some servers know no other. */
    private volatile boolean newNameOfLimit;

    /** @param clock for a {@code Retry-After} that is a date */
    public OpenAiTeacher(Endpoint endpoint, Clock clock) {
        this.endpoint = endpoint;
        this.clock = clock;
        Timeout timeout = Timeout.builder()
                .connect(endpoint.timeout())
                .read(endpoint.timeout())
                .write(endpoint.timeout())
                .request(endpoint.timeout())
                .build();
        this.client = new OpenAIClientImpl(ClientOptions.builder()
                .httpClient(new BoundedHttpClient(
                        OkHttpClient.builder().timeout(timeout).build(), MAX_RESPONSE_BYTES))
                .baseUrl(endpoint.url())
                .apiKey(endpoint.apiKey() == null ? "none" : endpoint.apiKey())
                .timeout(timeout)
                .maxRetries(0)
                .logLevel(LogLevel.OFF)
                .build());
    }

    @Override
    public Reply ask(Request request) throws TeacherException {
        boolean newName = newNameOfLimit;
        try (HttpResponseFor<ChatCompletion> response =
                client.chat().completions().withRawResponse().create(parameters(request, newName))) {
            return reply(response.parse());
        } catch (OpenAIServiceException e) {
            if (!newName && e.param().filter("max_tokens"::equals).isPresent()) {
                newNameOfLimit = true;
                return ask(request);
            }
            throw ServiceFailures.of(e, clock, this::withoutKey);
        } catch (OpenAIException e) {
            throw ConnectionFailures.of(e);
        }
    }

    private ChatCompletionCreateParams parameters(Request request, boolean newName) {
        ChatCompletionCreateParams.Builder parameters = ChatCompletionCreateParams.builder()
                .model(endpoint.model())
                .seed(request.seed())
                .addSystemMessage(request.system())
                .addUserMessageOfArrayOfContentParts(List.of(image(request.jpeg()), text(request.text())));
        if (newName) {
            parameters.maxCompletionTokens(endpoint.maxTokens());
        } else {
            parameters.maxTokens(endpoint.maxTokens());
        }
        Double temperature = endpoint.temperature();
        if (temperature != null) {
            parameters.temperature(temperature);
        }
        return parameters.build();
    }

    private static ChatCompletionContentPart image(byte[] jpeg) {
        return ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder()
                        .url("data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg))
                        .build())
                .build());
    }

    private static ChatCompletionContentPart text(String text) {
        return ChatCompletionContentPart.ofText(
                ChatCompletionContentPartText.builder().text(text).build());
    }

    private Reply reply(ChatCompletion completion) throws TeacherException {
        Reply.@Nullable Usage usage = completion
                .usage()
                .map(counted -> new Reply.Usage(counted.promptTokens(), counted.completionTokens()))
                .orElse(null);
        if (usage != null && (usage.promptTokens() < 0 || usage.completionTokens() < 0)) {
            throw new TeacherException(Kind.GARBAGE, "counts a negative number of tokens", null);
        }
        List<ChatCompletion.Choice> choices = completion.choices();
        if (choices.isEmpty()) {
            return new Reply("", "", usage);
        }
        ChatCompletion.Choice choice = choices.get(0);
        String finish = choice._finishReason()
                .asKnown()
                .map(ChatCompletion.Choice.FinishReason::asString)
                .orElse("");
        return new Reply(withoutKey(choice.message().content().orElse("")), finish, usage);
    }

    /** An endpoint may say the key back, and what it says is written down. */
    private String withoutKey(String text) {
        String key = endpoint.apiKey();
        return key == null ? text : text.replace(key, "[key]");
    }

    @Override
    public void close() {
        client.close();
    }
}
