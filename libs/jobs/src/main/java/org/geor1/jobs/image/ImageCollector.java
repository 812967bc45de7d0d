package org.geor1.jobs.image;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.geor1.jobs.common.WorkerThread;
import org.geor1.jobs.outage.Outage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Deletes pictures that nothing refers to: those of deleted datasets and of imports that were given up. It looks when it starts
 * and once a day. Whatever a crash leaves half done is finished the next time.
 */
public final class ImageCollector implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ImageCollector.class);

    private static final Duration PAUSE = Duration.ofDays(1);

    /** How long an import may take from a picture to the sample that shows it. */
    private static final Duration GRACE = Duration.ofDays(1);

    /** Names in memory at a time. */
    private static final int BATCH = 1000;

    private final ImageRegister register;
    private final ImageStore store;

    private final Outage outage = new Outage(log);
    private final WorkerThread thread = new WorkerThread("image-collector", this::work, () -> {});

    public ImageCollector(ImageRegister register, ImageStore store) {
        this.register = register;
        this.store = store;
    }

    private void work(CountDownLatch stop) {
        try {
            do {
                try {
                    collect(stop);
                    outage.over("Unused pictures are deleted again");
                } catch (RuntimeException e) {
                    outage.failed("Unused pictures could not be deleted; they only take space until tomorrow", e);
                }
            } while (!stop.await(PAUSE.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Deletes what nothing refers to now.
     *
     * @param stop ends it early once it is open
     */
    public void collect(CountDownLatch stop) {
        int found = register.retire(GRACE);
        if (found > 0) {
            log.info("Deleting {} pictures that nothing refers to", found);
        }
        List<String> batch = register.retired(BATCH);
        while (!batch.isEmpty() && stop.getCount() > 0) {
            for (String sha256 : batch) {
                register.forget(sha256, () -> store.delete(sha256));
            }
            batch = register.retired(BATCH);
        }
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void stop() {
        thread.stop();
    }

    @Override
    public boolean isRunning() {
        return thread.isRunning();
    }
}
