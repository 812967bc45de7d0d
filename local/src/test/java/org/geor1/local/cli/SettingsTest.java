package org.geor1.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Contract: options become the JSON that the platform takes; a wrong value arrives there as it is, to be named. */
class SettingsTest {

    private static String data(String... given) {
        return JsonMapper.shared()
                .writeValueAsString(Settings.data(List.of(given)))
                .replace('"', '\'');
    }

    @Test
    void onePlainNameIsTheDataset() {
        assertThat(data("mini-earth")).isEqualTo("{'dataset':'mini-earth'}");
        assertThat(data("7")).isEqualTo("{'dataset':'7'}");
    }

    @Test
    void severalNamesOrAWeightAreAMixture() {
        assertThat(data("a:3:5000", "mini-earth", "b:0.5", "c::9"))
                .isEqualTo("{'datasets':[{'name':'a','weight':3,'max_samples':5000},{'name':'mini-earth'},"
                        + "{'name':'b','weight':0.5},{'name':'c','max_samples':9}]}");
        assertThat(data("a:")).isEqualTo("{'datasets':[{'name':'a'}]}");
        assertThat(data("a:x:y:z")).isEqualTo("{'datasets':[{'name':'a','weight':'x','max_samples':'y:z'}]}");
    }
}
