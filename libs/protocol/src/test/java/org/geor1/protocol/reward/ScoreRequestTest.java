package org.geor1.protocol.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.geor1.protocol.FieldError;
import org.geor1.protocol.InvalidRequestException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A request for rewards keeps what it is given, and is refused with all of its faults at once. */
class ScoreRequestTest {

    private static final String ITEM = "{'completion':'x','truth':'C'}";

    @Test
    void whatIsGivenIsKept() {
        ScoreRequest request = read("{'completions':[{'completion':'a\\nb','truth':'J','tokens':3}," + ITEM
                + "],'reward':{'components':[{'name':'format','weight':2}],'length_limit':9}}");

        assertThat(request.completions())
                .containsExactly(new ScoreRequest.Item("a\nb", "J", 3), new ScoreRequest.Item("x", "C", null));
        assertThat(request.reward()).isEqualTo(new RewardSpec(List.of(new RewardSpec.Component("format", 2)), 9));
        assertThat(read("{'completions':[" + ITEM + "]}").reward()).isNull();
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        assertThat(faults("{'completions':[{'completion':1,'truth':'K','tokens':-1,'answer':'C'},{}],'rewards':{}}"))
                .containsExactlyInAnyOrder(
                        "completions[0].completion: must be a text",
                        "completions[0].truth: must be a letter from A to J",
                        "completions[0].tokens: must be a whole number from 0 to 2147483647",
                        "completions[0].answer: is unknown",
                        "completions[1].completion: is required",
                        "completions[1].truth: is required",
                        "rewards: is unknown; did you mean reward?");
        assertThat(faults("{'completions':[" + ITEM + "],'reward':{'components':[{'name':'format','method':'mcq'}]}}"))
                .containsExactly(
                        "reward.components[0].method: is for [accuracy, city, country, geo_distance] alone; leave it out");
    }

    @Test
    void eachRewardNeedsItsPartOfTheTruth() {
        assertThat(faults(
                        "{'completions':[{'completion':'x'}],'reward':{'components':[{'name':'exact'},{'name':'city'},"
                                + "{'name':'country'},{'name':'geo_distance'},{'name':'judge','url':'http://a/'}]}}"))
                .containsExactlyInAnyOrder(
                        "completions[0].truth: is required",
                        "completions[0].city: or lat and lon are required by the reward city",
                        "completions[0].country: or lat and lon are required by the reward country",
                        "completions[0].lat: and lon are required by the reward geo_distance");
        ScoreRequest request = read(
                "{'completions':[{'completion':'x','truth':'Z\u00fcrich','lat':90,'lon':-180,"
                        + "'prompt':'Where?'}],'reward':{'components':[{'name':'exact'},{'name':'city'},{'name':'geo_distance'}]}}");
        assertThat(request.completions().get(0).known())
                .isEqualTo(new RewardTruth("Z\u00fcrich", null, null, 90.0, -180.0));
        assertThat(faults("{'completions':[{'completion':'x','lat':91,'lon':180.5,'city':' '}],"
                        + "'reward':{'components':[{'name':'format'}]}}"))
                .containsExactlyInAnyOrder(
                        "completions[0].lat: must be a number from -90.0 to 90.0",
                        "completions[0].lon: must be a number from -180.0 to 180.0",
                        "completions[0].city: must be a name of 1 to 200 characters");
    }

    @Test
    void thereAreOneToAThousandCompletions() {
        String most = IntStream.range(0, 1000).mapToObj(i -> ITEM).collect(Collectors.joining(","));

        assertThat(read("{'completions':[" + most + "]}").completions()).hasSize(1000);
        assertThat(faults("{}")).containsExactly("completions: must hold 1 to 1000 items");
        assertThat(faults("{'completions':[" + most + "," + ITEM + "]}"))
                .containsExactly("completions: must be a list of at most 1000 objects");
    }

    private static List<String> faults(String json) {
        InvalidRequestException refused = catchThrowableOfType(InvalidRequestException.class, () -> read(json));
        return refused.errors().stream().map(ScoreRequestTest::words).toList();
    }

    private static String words(FieldError error) {
        return error.field() + ": " + error.message();
    }

    private static ScoreRequest read(String json) {
        return ScoreRequest.read(JsonMapper.shared().readTree(json.replace('\'', '"')));
    }
}
