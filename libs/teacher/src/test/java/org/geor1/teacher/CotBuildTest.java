package org.geor1.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.geor1.data.Row;
import org.geor1.data.Turn;
import org.geor1.data.canonical.CanonicalReader;
import org.geor1.data.check.DatasetCheck;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.teacher.ask.Endpoint;
import org.geor1.teacher.ask.OpenAiTeacher;
import org.geor1.teacher.ask.Reply;
import org.geor1.teacher.ask.Request;
import org.geor1.teacher.ask.Teacher;
import org.geor1.teacher.ask.TeacherException;
import org.geor1.teacher.ask.TeacherException.Kind;
import org.geor1.teacher.journal.JournalException;
import org.geor1.teacher.patience.Backoff;
import org.geor1.teacher.patience.Money;
import org.geor1.teacher.patience.Prices;
import org.geor1.teacher.prompt.Prompts;
import org.geor1.teacher.report.BuildReport;
import org.geor1.teacher.report.Ending;
import org.geor1.teacher.server.Answers;
import org.geor1.teacher.server.TeacherServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract: a build gives as many true exemplars as wanted or says why not; a bad teacher costs only time; whatever
 * interrupts it, no answer in the journal is paid for twice, and it ends with the same bytes.
 */
class CotBuildTest {

    private static final String KEY = "sk-secret-0123456789";
    private static final Backoff SHORT = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2));
    private static final Prices PRICES = Prices.perMillion(BigDecimal.valueOf(1), BigDecimal.valueOf(10));
    private static final Reply.Usage USAGE = new Reply.Usage(700, 300);

    @TempDir
    Path directory;

    private Path dataset;
    private final List<Request> asked = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void dataset() throws Exception {
        dataset = Photos.dataset(directory.resolve("photos"), 6);
    }

    /** What a machine that loses its power does to a thread. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private CotPlan plan(String out, String url, CotPlan.Limits limits) {
        Endpoint endpoint = new Endpoint(url, "teacher", KEY, Duration.ofMinutes(5), 500, null);
        return new CotPlan(
                new CanonicalReader(), dataset, directory.resolve(out), Prompts.builtIn(), endpoint, 1, limits);
    }

    private CotPlan plan(String out, int target, int attempts, int concurrency, BigDecimal maxCost) {
        Long cost = maxCost == null ? null : (Long) Money.of(maxCost);
        return plan(out, "http://host/v1", new CotPlan.Limits(target, attempts, concurrency, 3, PRICES, cost));
    }

    private Teacher recorded(Teacher teacher) {
        return request -> {
            asked.add(request);
            return teacher.ask(request);
        };
    }

    private static Reply good(Request request) {
        return new Reply(Answers.good(request.text()), "stop", USAGE);
    }

    private BuildReport build(CotPlan plan, Teacher teacher) throws Exception {
        return new CotBuild(plan, Gazetteer.earth(), recorded(teacher), SHORT, kept -> {}).run();
    }

    private List<Row.Sample> exemplars(String out) throws Exception {
        List<Row.Sample> samples = new ArrayList<>();
        try (DatasetCheck rows =
                DatasetCheck.open(new CanonicalReader(), directory.resolve(out).resolve("dataset"))) {
            while (rows.hasNext()) {
                samples.add((Row.Sample) rows.next());
            }
        }
        return samples;
    }

    /** Everything but the journal, whose lines stand in the order in which answers came, and what the report says of one run. */
    private Map<String, String> bytes(String out) throws Exception {
        Map<String, String> contents = new TreeMap<>();
        Path folder = directory.resolve(out);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (name.equals("report/report.json")) {
                    text = text.replaceAll("\"thisRun\":\\{.*", "");
                }
                if (!name.equals("journal") && !name.equals("report/report.html")) {
                    contents.put(name, text);
                }
            }
        }
        return contents;
    }

    private static String key(Request request) {
        return request.seed() + request.text();
    }

    @Test
    void aBuildGivesADatasetThatIsReadyForSft() throws Exception {
        Files.writeString(dataset.resolve("LICENSE.txt"), "Name © the photographers.");
        BuildReport report = build(plan("out", 8, 3, 4, null), CotBuildTest::good);
        assertThat(report.ending()).isEqualTo(Ending.TARGET);
        assertThat(report.kept()).isEqualTo(8);
        assertThat(directory.resolve("out/dataset/LICENSE.txt")).hasContent("Name © the photographers.");
        assertThat(asked).as("nothing is paid for that is not wanted").hasSize(8);
        List<Row.Sample> exemplars = exemplars("out");
        assertThat(exemplars)
                .extracting(Row.Sample::id)
                .containsExactly("p0-q1", "p0-q2", "p1-q1", "p1-q2", "p2-q1", "p3-q1", "p4-q1", "p5-q1");
        for (Row.Sample exemplar : exemplars) {
            assertThat(exemplar.images()).hasSize(1);
            assertThat(exemplar.turns()).extracting(Turn::role).containsExactly("user", "assistant");
            assertThat(exemplar.turns().get(0).text()).startsWith("<image>\n");
            assertThat(exemplar.turns().get(1).text()).matches("(?s)<think>.*</think>\\s*<answer>.*</answer>");
            assertThat(exemplar.truth()).isNotBlank();
            assertThat(exemplar.place()).isNotNull();
            assertThat(exemplar.split()).isEqualTo("train");
            assertThat(exemplar.metadata())
                    .containsEntry("licence", "CC BY 4.0")
                    .containsEntry("cot teacher", "teacher")
                    .containsEntry("cot prompts", "v1")
                    .containsEntry("cot prompts sha256", Prompts.builtIn().sha256())
                    .containsEntry("cot sample", exemplar.id().substring(0, 2))
                    .containsKeys("cot question", "cot check", "cot request", "cot photo sha256", "cot seed");
        }
        assertThat(report.teacher().paid().answers()).isEqualTo(8);
        assertThat(report.teacher().paid().promptTokens()).isEqualTo(5600);
        assertThat(report.teacher().paid().cost()).isEqualTo("0.0296");
        assertThat(directory.resolve("out/report/report.html"))
                .content()
                .contains("Exemplars by question", "as many exemplars as wanted", "Errors by kind of claim");
    }

    @Test
    void theOrderOfAnswersDoesNotMatter() throws Exception {
        build(plan("one", 9, 3, 1, null), CotBuildTest::good);
        build(plan("many", 9, 3, 8, null), CotBuildTest::good);
        assertThat(bytes("many")).isEqualTo(bytes("one"));
    }

    @Test
    void dataThatIsUsedUpIsToldFromALimitOnQuestions() throws Exception {
        assertThat(build(plan("a", 100, 2, 4, null), CotBuildTest::good).ending())
                .isEqualTo(Ending.ATTEMPTS);
        BuildReport all = build(plan("b", 100, 10, 4, null), CotBuildTest::good);
        assertThat(all.ending()).isEqualTo(Ending.DATA);
        assertThat(all.kept()).isEqualTo(36);
    }

    @Test
    void rejectedAnswersAreReplacedByOtherQuestions() throws Exception {
        Teacher liar = request -> request.text().contains("Lyon")
                ? new Reply(Answers.chain("The shop signs are in Thai.", Answers.wanted(request.text())), "stop", USAGE)
                : good(request);
        BuildReport report = build(plan("out", 8, 3, 4, null), liar);
        assertThat(report.ending()).isEqualTo(Ending.TARGET);
        assertThat(report.teacher().rejected()).containsOnlyKeys("false-claim");
        assertThat(report.factCheck().outcomes()).containsEntry("rejected", 3).containsEntry("accepted", 8);
        assertThat(exemplars("out"))
                .noneMatch(exemplar -> exemplar.turns().get(1).text().contains("Thai"));
        assertThat(directory.resolve("out/report/verdicts.jsonl")).content().contains("\"reason\":\"false-claim\"");
    }

    @Test
    void aBudgetIsNeverPassed() throws Exception {
        BuildReport report = build(plan("out", 30, 5, 4, new BigDecimal("0.05")), CotBuildTest::good);
        assertThat(report.ending()).isEqualTo(Ending.BUDGET);
        long spent = asked.size() * PRICES.of(USAGE);
        assertThat(spent).isBetween(Money.of(new BigDecimal("0.035")), Money.of(new BigDecimal("0.05")));
        int before = asked.size();
        BuildReport again = build(plan("out", 30, 5, 4, new BigDecimal("0.05")), CotBuildTest::good);
        assertThat(again.ending()).isEqualTo(Ending.BUDGET);
        assertThat(asked).as("earlier runs count").hasSize(before);
        assertThat(build(plan("out", 30, 5, 4, null), CotBuildTest::good).kept())
                .isEqualTo(30);
        assertThat(asked).hasSize(30);
    }

    @Test
    void aTeacherThatNeverAnswersIsGivenUp() throws Exception {
        BuildReport report = build(plan("out", 30, 3, 2, null), request -> {
            throw new TeacherException(Kind.SERVER_ERROR, "HTTP status 500", null);
        });
        assertThat(report.ending()).isEqualTo(Ending.TEACHER);
        assertThat(report.reason()).contains("in a row", "HTTP status 500");
        assertThat(report.teacher().thisRun().failures()).containsOnlyKeys("server error");
        assertThat(report.kept()).isZero();
        BuildReport wrongKey = build(plan("out", 30, 3, 1, null), request -> {
            throw new TeacherException(Kind.HOPELESS, "HTTP status 401", null);
        });
        assertThat(wrongKey.ending()).isEqualTo(Ending.TEACHER);
        assertThat(wrongKey.teacher().thisRun().requests()).isEqualTo(1);
    }

    @Test
    void photosThatCannotBeAskedAboutAreCounted() throws Exception {
        Files.write(dataset.resolve("cut.jpg"), Arrays.copyOf(Photos.jpeg(9, 200, 200), 3000));
        Files.writeString(
                dataset.resolve("rows.jsonl"),
                String.join(
                        "\n",
                        Photos.line("tokyo", "0.jpg", "\"latitude\":48.1,\"longitude\":11.6,\"country\":\"JP\""),
                        Photos.line("nowhere", "1.jpg", ""),
                        Photos.line("cut", "cut.jpg", "\"country\":\"JP\""),
                        Photos.line("tile", "2.jpg", "\"country\":\"JP\"").replace("photo", "tile"),
                        Photos.line("good", "3.jpg", "\"country\":\"JP\""),
                        Photos.line("held-out", "4.jpg", "\"country\":\"JP\"").replace("train", "test"),
                        "{"));
        BuildReport report = build(plan("out", 100, 1, 2, null), CotBuildTest::good);
        assertThat(report.kept()).isEqualTo(1);
        assertThat(report.teacher().faults()).isEqualTo(2);
        assertThat(report.teacher().skipped())
                .containsOnlyKeys(
                        "no photo or panorama",
                        "no place, or a country that is none",
                        "position and country disagree",
                        "of the test split");
    }

    @Test
    void theSameQuestionAboutTheSamePhotoIsPaidForOnce() throws Exception {
        String line = Photos.line("a", "0.jpg", "\"country\":\"JP\"");
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            lines.add(line.replace("\"id\":\"a\"", "\"id\":\"a" + i + "\""));
        }
        Files.write(dataset.resolve("rows.jsonl"), lines);
        build(plan("out", 100, 3, 4, null), CotBuildTest::good);
        assertThat(new HashSet<>(asked.stream().map(CotBuildTest::key).toList()))
                .hasSameSizeAs(asked);
    }

    @Test
    void aCrashAfterAnyAnswerCostsThatAnswerAlone() throws Exception {
        build(plan("whole", 7, 3, 1, null), CotBuildTest::good);
        for (int survivors = 0; survivors < 7; survivors++) {
            String out = "crash" + survivors;
            asked.clear();
            int crashAt = survivors;
            assertThatThrownBy(() -> build(plan(out, 7, 3, 1, null), request -> {
                        if (asked.size() > crashAt) {
                            throw new Crash(); // It answered, and nobody wrote it down.
                        }
                        return good(request);
                    }))
                    .isInstanceOf(Crash.class);
            build(plan(out, 7, 3, 1, null), CotBuildTest::good);
            assertThat(asked).as("one more than there are exemplars").hasSize(8);
            assertThat(bytes(out)).isEqualTo(bytes("whole"));
        }
    }

    @Test
    void aJournalTornAnywhereContinuesToTheSameBytes() throws Exception {
        build(plan("whole", 5, 3, 1, null), CotBuildTest::good);
        byte[] journal = Files.readAllBytes(directory.resolve("whole/journal"));
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < journal.length; i++) {
            if (journal[i] == '\n') {
                ends.add(i + 1);
            }
        }
        for (int line = 0; line < ends.size(); line++) {
            for (int after : new int[] {0, 1, 100}) {
                int length = Math.min(journal.length, ends.get(line) + after);
                String out = "torn" + length;
                Files.createDirectories(directory.resolve(out));
                Files.write(directory.resolve(out).resolve("journal"), Arrays.copyOf(journal, length));
                asked.clear();
                build(plan(out, 5, 3, 1, null), CotBuildTest::good);
                assertThat(asked).as("what is not in the journal").hasSize(5 - line);
                assertThat(bytes(out)).isEqualTo(bytes("whole"));
            }
        }
    }

    @Test
    void aCrashWithManyUnderWayLosesNoneThatWasWrittenDown() throws Exception {
        build(plan("whole", 9, 3, 1, null), CotBuildTest::good);
        asked.clear();
        assertThatThrownBy(() -> build(plan("out", 9, 3, 4, null), request -> {
                    if (asked.size() > 5) {
                        throw new Crash();
                    }
                    return good(request);
                }))
                .isInstanceOf(Crash.class);
        long written = Files.readAllLines(directory.resolve("out/journal")).size() - 1;
        Set<String> paid = new HashSet<>();
        Files.readAllLines(directory.resolve("out/journal")).forEach(paid::add);
        asked.clear();
        build(plan("out", 9, 3, 4, null), CotBuildTest::good);
        assertThat(asked).hasSize((int) (9 - written));
        assertThat(Files.readAllLines(directory.resolve("out/journal"))).containsAll(paid);
        assertThat(bytes("out")).isEqualTo(bytes("whole"));
    }

    @Test
    void aLaterRunMayWantMoreAndAnotherTeacherMayNotContinue() throws Exception {
        build(plan("out", 3, 3, 2, null), CotBuildTest::good);
        assertThat(build(plan("out", 8, 3, 2, null), CotBuildTest::good).kept()).isEqualTo(8);
        assertThat(asked).hasSize(8);
        CotPlan other = plan("out", "http://other/v1", new CotPlan.Limits(8, 3, 2, 3, PRICES, null));
        assertThatThrownBy(() -> build(other, CotBuildTest::good))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("url was 'http://host/v1', is 'http://other/v1'");
    }

    @Test
    void aDryRunAsksNothingAndWritesNothing() throws Exception {
        DryRun.Forecast forecast = DryRun.of(plan("out", 8, 3, 2, null), Gazetteer.earth());
        assertThat(forecast.requests()).isEqualTo(8);
        assertThat(forecast.prompt()).contains("Lyon", "Question:");
        assertThat(new BigDecimal(forecast.costAtMost())).isGreaterThan(new BigDecimal(forecast.estimatedCost()));
        assertThat(directory.resolve("out")).doesNotExist();
        build(plan("out", 5, 3, 2, null), CotBuildTest::good);
        DryRun.Forecast rest = DryRun.of(plan("out", 8, 3, 2, null), Gazetteer.earth());
        assertThat(rest.answered()).isEqualTo(5);
        assertThat(rest.requests()).isEqualTo(3);
        assertThat(rest.exemplars()).isEqualTo(8);
    }

    @Test
    void aServerThatMisbehavesInEveryWayCostsOnlyTime() throws Exception {
        List<TeacherServer.Behaviour> bad = List.of(
                TeacherServer.status(429, "Retry-After", "0"),
                TeacherServer.status(500),
                TeacherServer.status(503, "retry-after-ms", "1"),
                TeacherServer.hangUp(),
                TeacherServer.truncatedBody(),
                TeacherServer.truncatedJson(),
                TeacherServer.json("garbage"),
                TeacherServer.emptyChoices(),
                TeacherServer.answer("I cannot help with that."),
                TeacherServer.answer(Answers.chain("So this is Rome, Italy.", "Italy")),
                TeacherServer.cutOff("<think>Cues: a"));
        try (TeacherServer server = new TeacherServer((request, before) -> before % 2 == 0 && before / 2 < bad.size()
                ? bad.get(before / 2)
                : TeacherServer.answer(Answers.good(request.text())))) {
            CotPlan plan = plan("out", server.url(), new CotPlan.Limits(15, 5, 1, 4, PRICES, null));
            BuildReport report;
            try (OpenAiTeacher teacher = new OpenAiTeacher(plan.endpoint(), Clock.systemUTC())) {
                report = build(plan, teacher);
            }
            assertThat(report.ending()).isEqualTo(Ending.TARGET);
            assertThat(exemplars("out")).hasSize(15);
            assertThat(report.teacher().thisRun().failures())
                    .containsEntry("rate limited", 1L)
                    .containsEntry("server error", 2L)
                    .containsEntry("closed", 2L)
                    .containsEntry("garbage", 2L);
            assertThat(report.teacher().rejected())
                    .containsEntry("empty", 1L)
                    .containsEntry("form", 1L)
                    .containsEntry("false-claim", 1L)
                    .containsEntry("cut-off", 1L);
            assertThat(report.teacher().paid().losses()).isEqualTo(4);
            assertThat(report.teacher().thisRun().unanswered()).isZero();
        }
        try (Stream<Path> files = Files.walk(directory.resolve("out"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(KEY);
            }
        }
    }
}
