package org.geor1.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.geor1.protocol.run.Method;
import org.geor1.protocol.run.RunSpec;
import org.geor1.protocol.run.RunSpecReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Contract: the platform reads every field that the demo posts, so no number is silently replaced. */
class DemoRecipeTest {

    private final JsonMapper json = JsonMapper.shared();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyRunOfTheRecipeIsReadBackUnchanged(boolean miniature) {
        DemoRecipe recipe = miniature ? DemoRecipe.miniature() : DemoRecipe.standard();
        roundTrip(recipe, recipe.sft());
        roundTrip(recipe, recipe.grpo());
        roundTrip(recipe, recipe.zero());
        roundTrip(recipe, recipe.eval());
        roundTrip(recipe, recipe.blank());
    }

    private void roundTrip(DemoRecipe recipe, Method method) {
        RunSpec posted = recipe.run("name", "nano-base", 7, method);
        assertThat(RunSpecReader.read(json.readTree(json.writeValueAsString(posted))))
                .isEqualTo(posted);
    }
}
