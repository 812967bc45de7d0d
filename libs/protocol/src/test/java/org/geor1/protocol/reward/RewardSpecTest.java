package org.geor1.protocol.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.geor1.protocol.FieldError;
import org.geor1.protocol.InvalidRequestException;
import org.geor1.protocol.RequestReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A reward says all that it depends on once it is read, and what contradicts itself is refused. */
class RewardSpecTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void aRewardOfYourOwnHasDefaultsAndIsStoredWithThem() {
        RewardSpec spec = read("{'name':'Judge','url':'https://judge.example.org:8443/score?x=1'},{'name':'format'}");

        RewardSpec.Component judge = spec.components().get(0);
        assertThat(judge.name()).isEqualTo("judge");
        assertThat(judge.endpoint().timeout()).isEqualTo(10);
        assertThat(judge.endpoint().retries()).isEqualTo(2);
        assertThat(judge.endpoint().onFailure()).isEqualTo(FailurePolicy.FAIL);
        assertThat(judge.method()).isNull();
        assertThat(spec.asksElsewhere()).isTrue();
        assertThat(read("{'name':'format'}").asksElsewhere()).isFalse();
        assertThat(JSON.readValue(JSON.writeValueAsString(spec), RewardSpec.class))
                .isEqualTo(spec);
        assertThat(RequestReader.read(RewardSpec.class, JSON.valueToTree(spec), Map.of()))
                .isEqualTo(spec);
    }

    @Test
    void aRewardOfThePlatformIsStoredAsBefore() {
        assertThat(JSON.<JsonNode>valueToTree(read("{'name':'accuracy'},{'name':'format','weight':0.2}")))
                .isEqualTo(JSON.readTree("""
                        {"components":[{"name":"accuracy","weight":1.0,"method":"strict"},{"name":"format","weight":0.2}],
                         "length_limit":1024}"""));
    }

    @Test
    void rewardsThatReadAnswersSayHow() {
        RewardSpec spec = read("{'name':'geo_distance','method':'tolerant'},{'name':'country'},{'name':'accuracy',"
                + "'method':'mcq'},{'name':'exact'}");
        assertThat(spec.components())
                .extracting(RewardSpec.Component::method)
                .containsExactly(AccuracyMethod.TOLERANT, AccuracyMethod.STRICT, AccuracyMethod.MCQ, null);
        // How letters are read is for accuracy alone to say.
        assertThat(spec.accuracyMethod()).isEqualTo(AccuracyMethod.MCQ);
        assertThat(read("{'name':'city','method':'tolerant'}").accuracyMethod()).isEqualTo(AccuracyMethod.STRICT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://a/",
                "file:///etc/passwd",
                "//a/",
                "a/score",
                "http:///score",
                "http://user:secret@a/",
                "http://a/#top",
                "http://a:0/",
                "http://a:70000/",
                "http://a b/",
                "http://a_b/",
                "http://\\u00e4/",
                "gopher://127.0.0.1:6379/_FLUSHALL"
            })
    void anAddressIsAnHttpAddressWithAHost(String url) {
        assertThat(faults("{'name':'judge','url':'" + url + "'}")).containsExactly("components[0].url");
    }

    @Test
    void settingsOfAnEndpointHaveBoundsAndNeedAUrl() {
        assertThat(
                        faults(
                                "{'name':'judge','url':'http://a/','timeout':61,'retries':6,'on_failure':'ignore','secret':'a b'}"))
                .containsExactlyInAnyOrder(
                        "components[0].timeout",
                        "components[0].retries",
                        "components[0].on_failure",
                        "components[0].secret");
        assertThat(faults("{'name':'format','timeout':1,'retries':1,'on_failure':'zero','secret':'A'}"))
                .containsExactlyInAnyOrder(
                        "components[0].timeout",
                        "components[0].retries",
                        "components[0].on_failure",
                        "components[0].secret");
    }

    @Test
    void namesAreThoseOfThePlatformOrOnesOwnWithAUrl() {
        assertThat(faults("{'name':'beauty'},{'name':'accuracy','url':'http://a/'},{'name':'a b','url':'http://a/'},"
                        + "{'name':'judge','url':'http://a/','method':'strict'},{'name':'city','method':'mcq'}"))
                .containsExactlyInAnyOrder(
                        "components[0].name",
                        "components[1].name",
                        "components[2].name",
                        "components[3].method",
                        "components[4].method");
    }

    private static List<String> faults(String components) {
        return catchThrowableOfType(InvalidRequestException.class, () -> read(components)).errors().stream()
                .map(FieldError::field)
                .toList();
    }

    private static RewardSpec read(String components) {
        return RequestReader.read(
                RewardSpec.class, JSON.readTree(("{'components':[" + components + "]}").replace('\'', '"')), Map.of());
    }
}
