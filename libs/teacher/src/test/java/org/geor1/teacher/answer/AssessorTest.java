package org.geor1.teacher.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.gazetteer.Position;
import org.geor1.teacher.prompt.Facts;
import org.geor1.teacher.prompt.Question;
import org.geor1.teacher.prompt.QuestionKind;
import org.geor1.teacher.server.Answers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract: only chains in the exact form, about the photo alone, true, and with the right answer are kept. */
class AssessorTest {

    private static final Gazetteer EARTH = Gazetteer.earth();
    private static final Facts LYON =
            new Facts(new Position(45.76, 4.84), EARTH.country("FR").orElseThrow(), "Lyon", Map.of());

    private final Assessor assessor = new Assessor(EARTH);

    private static Question question(QuestionKind kind, String truth) {
        return new Question(kind, "question", truth, truth, 1);
    }

    private Assessment assess(String text) {
        return assessor.assess("1", question(QuestionKind.COUNTRY, "France"), LYON, text, "stop");
    }

    private Assessment says(String evidence) {
        return assess(Answers.chain(evidence, "France"));
    }

    private boolean right(QuestionKind kind, String truth, String answer) {
        String chain = Answers.chain("The signs fit together.", answer);
        Assessment assessment = assessor.assess("1", question(kind, truth), LYON, chain, "stop");
        assertThat(assessment.rejection()).isIn(null, Rejection.WRONG_ANSWER, Rejection.FALSE_CLAIM);
        return assessment.isKept();
    }

    @Test
    void aGoodChainIsKeptAsItIs() {
        Assessment assessment = says("The long shutters fit.");
        assertThat(assessment.outcome()).isEqualTo("accepted");
        assertThat(assessment.answer()).isEqualTo("France");
        assertThat(assessment.text()).isEqualTo(Answers.chain("The long shutters fit.", "France"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sure! <think>a</think><answer>b</answer>",
                "<think>a</think>",
                "<think></think><answer>France</answer>",
                "<think>a</think><answer></answer>",
                "<think>a</think><answer>France</answer> I hope this helps.",
                "<think>a</think><answer>France</answer><answer>France</answer>",
                "<think>a<think>b</think><answer>France</answer>",
                "<answer>France</answer><think>a</think>",
                "<think>a</think><answer>Fra\nnce</answer>",
                "<think>a <image></think><answer>France</answer>",
                "<think>a <|im_end|></think><answer>France</answer>",
                "```<think>a</think><answer>France</answer>```",
                "{\"think\": \"a\"}"
            })
    void anyOtherFormIsRejected(String text) {
        assertThat(assess(text).rejection()).isEqualTo(Rejection.FORM);
    }

    @Test
    void theFourStepsComeOnceAndInOrder() {
        String good = Answers.chain("The signs fit.", "France");
        for (String label : Chain.STEPS) {
            assertThat(assess(good.replace(label, "Then")).rejection()).isEqualTo(Rejection.STEPS);
            assertThat(assess(good.replace(label, label + "\n" + label)).rejection())
                    .isEqualTo(Rejection.STEPS);
        }
        String swapped = good.replace("Knowledge:", "X:")
                .replace("Evidence:", "Knowledge:")
                .replace("X:", "Evidence:");
        assertThat(assess(swapped).rejection()).isEqualTo(Rejection.STEPS);
        assertThat(assess(good.replace("<think>\n", "<think>\nWell.\n")).rejection())
                .isEqualTo(Rejection.STEPS);
        assertThat(assess(good.replaceAll("Evidence:.*", "Evidence:")).rejection())
                .isEqualTo(Rejection.STEPS);
        assertThat(assess(good.replace("Evidence: ", "Evidence:\n- ")).isKept()).isTrue();
    }

    @Test
    void whatEndedEarlyIsRejected() {
        String good = Answers.chain("The signs fit.", "France");
        Question question = question(QuestionKind.COUNTRY, "France");
        assertThat(assessor.assess("1", question, LYON, good, "length").rejection())
                .isEqualTo(Rejection.CUT_OFF);
        assertThat(assessor.assess("1", question, LYON, good, "content_filter").rejection())
                .isEqualTo(Rejection.FILTERED);
        assertThat(assess("").rejection()).isEqualTo(Rejection.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The candidates differ in their roads.",
                "The satellite image shows the same bend.",
                "An aerial view would show a river.",
                "Tile B has the same crossing.",
                "The correct tile has a park.",
                "Of the four tiles the third has a river.",
                "The tile with the roofs is tile 3.",
                "This matches the panorama well.",
                "Option C is the best.",
                "So the answer is C.",
                "The correct letter is known.",
                "In image B there is a church.",
                "This is a multiple-choice question.",
                "The cross-view geometry agrees."
            })
    void whatSpeaksOfPairingIsRejected(String evidence) {
        assertThat(says(evidence).rejection()).isEqualTo(Rejection.PAIRING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "(C)", "c", "C.", "B)"})
    void aLetterIsNoAnswer(String answer) {
        assertThat(assess(Answers.chain("The signs fit.", answer)).rejection()).isEqualTo(Rejection.PAIRING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Roofs of red clay tiles are common.",
                "The roof tiles are curved.",
                "Satellite dishes stand on the roofs.",
                "In the picture a church is seen.",
                "The options for parking are few.",
                "The photo I see has warm light.",
                "A letter box is painted yellow."
            })
    void ordinaryWordsArePermitted(String evidence) {
        assertThat(says(evidence).rejection()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The metadata agree.",
                "The coordinates lie in the valley.",
                "The given location agrees.",
                "I was told where this is.",
                "The point 45.764 fits."
            })
    void whatNoPhotoShowsIsRejected(String evidence) {
        assertThat(says(evidence).rejection()).isEqualTo(Rejection.TOLD);
    }

    @Test
    void falseClaimsRejectOrAreSetRight() {
        Assessment language = says("The shop signs are in Thai.");
        assertThat(language.rejection()).isEqualTo(Rejection.FALSE_CLAIM);
        assertThat(language.detail()).contains("LANGUAGE", "Thai");
        assertThat(language.text()).isEmpty();
        Assessment side = says("Here people drive on the left.");
        assertThat(side.outcome()).isEqualTo("repaired");
        assertThat(side.text()).contains("drive on the right").doesNotContain("left");
    }

    @Test
    void answersMayUseAnyNameOfTheSamePlace() {
        assertThat(right(QuestionKind.COUNTRY, "France", "FR")).isTrue();
        assertThat(right(QuestionKind.COUNTRY, "France", "Spain")).isFalse();
        assertThat(right(QuestionKind.CITY, "Lyon", "LYON")).isTrue();
        assertThat(right(QuestionKind.CITY, "Lyon", "Villeurbanne")).isTrue();
        assertThat(right(QuestionKind.CITY, "Lyon", "Marseille")).isFalse();
        assertThat(right(QuestionKind.PLACE, "Lyon, France", "Lyon, France")).isTrue();
        assertThat(right(QuestionKind.PLACE, "Lyon, France", "Lyon")).isFalse();
        assertThat(right(QuestionKind.PLACE, "Lyon, France", "Lyon, Italy")).isFalse();
        assertThat(right(QuestionKind.HEMISPHERE, "northern", "Northern")).isTrue();
        assertThat(right(QuestionKind.HEMISPHERE, "northern", "southern")).isFalse();
        assertThat(right(QuestionKind.DRIVING_SIDE, "right", "left")).isFalse();
        assertThat(right(QuestionKind.CLIMATE, null, "temperate")).isTrue();
        assertThat(right(QuestionKind.CLIMATE, null, "tropical")).isFalse();
        assertThat(right(QuestionKind.CLIMATE, null, "nice")).isFalse();
    }

    @Test
    void positionAndCountryMustAgree() {
        assertThat(assessor.agree(LYON)).isTrue();
        Facts wrong = new Facts(LYON.position(), EARTH.country("JP").orElseThrow(), "", Map.of());
        assertThat(assessor.agree(wrong)).isFalse();
    }
}
