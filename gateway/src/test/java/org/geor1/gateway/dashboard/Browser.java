package org.geor1.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real headless Chromium that visits the pages of one gateway. */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChromeDriver driver;
    private final String base;

    Browser(String base) {
        this.base = base;
        ChromeOptions options = new ChromeOptions();
        options.setBinary(installed("/usr/bin/chromium", "/usr/bin/google-chrome", "/usr/bin/chromium-browser"));
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync");
        LoggingPreferences console = new LoggingPreferences();
        console.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", console);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Path.of(installed("/usr/bin/chromedriver", "/usr/local/bin/chromedriver"))
                        .toFile())
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
        width(1280);
    }

    private static String installed(String... places) {
        return Stream.of(places)
                .filter(place -> Files.isExecutable(Path.of(place)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The browser tests need one of " + List.of(places)
                        + "; on Debian: apt-get install chromium chromium-driver"));
    }

    /** Emulates a device, since windows have a minimum width. */
    void width(int pixels) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 900, "deviceScaleFactor", 1, "mobile", pixels < 600));
    }

    void open(String page) {
        driver.get("about:blank");
        driver.get(base + page);
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE).ignoreExceptionsInstanceOf(StaleElementReferenceException.class);
    }

    /** Waits until an element of the page exists. */
    WebElement find(String css) {
        await().until(() -> !all(css).isEmpty());
        return all(css).get(0);
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    void click(WebElement element) {
        // Clicks by script, since a pointer could hit a sticky header that covers the element.
        script("arguments[0].click()", element);
    }

    void click(String css) {
        click(find(css));
    }

    /** Waits until the page shows a text. */
    void awaitText(String text) {
        await().untilAsserted(() -> assertThat(text()).contains(text));
    }

    String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    Object script(String code, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(code, arguments);
    }

    /** Runs a function body that calls {@code done}, and returns the value passed to it. */
    Object promise(String code) {
        return driver.executeAsyncScript("const done = arguments[arguments.length - 1]; " + code);
    }

    /** Waits for two frames, in which observers and effects run. */
    void settle() {
        promise("requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50)))");
    }

    /**
     * Short descriptions of elements that extend beyond the window, visible or clipped, except inside scrolling
     * elements.
     */
    @SuppressWarnings("unchecked")
    List<String> overflowing() {
        return (List<String>) script("""
                const wide = window.innerWidth;
                const scrolls = (e) => e !== null && e !== document.documentElement
                    && (/auto|scroll/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
                return [...document.querySelectorAll('body *')]
                    .filter((e) => e.getBoundingClientRect().right > wide + 1 && !scrolls(e))
                    .map((e) => `${e.tagName}.${e.className} ${e.getBoundingClientRect().right}: ${e.textContent.slice(0, 40)}`)
                    .slice(0, 10);""");
    }

    /**
     * Asserts that the console has no errors or warnings since the last call, including uncaught ones and failed
     * requests.
     */
    void assertQuiet(String page) {
        List<LogEntry> entries = driver.manage().logs().get(LogType.BROWSER).getAll();
        assertThat(entries.stream().filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue()))
                .as("console of " + page)
                .isEmpty();
    }

    /** Saves a screenshot in {@code target/dashboard}. */
    void picture(String name) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "dashboard"));
        Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
