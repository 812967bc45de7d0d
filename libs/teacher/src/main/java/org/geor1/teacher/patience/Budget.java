package org.geor1.teacher.patience;

import org.jspecify.annotations.Nullable;

/**
 * Keeps requests within a limit. Each reserves the most that it may cost before it is sent; what it did cost is settled
 * afterwards. A request that does not fit waits for those that are under way, and is refused once there are none.
 *
 * <p>Until the first settlement requests go one by one, since an endpoint may count a picture as more tokens than the bound
 * assumes. Then each reserves at least what the dearest so far has cost.
 */
public final class Budget {

    private final @Nullable Long limit;
    private long spent;
    private long reserved;
    private long dearest;
    private boolean settled;

    /**
     * @param limit null if there is none
     * @param spent by earlier runs
     * @param dearest what their dearest request has cost
     */
    public Budget(@Nullable Long limit, long spent, long dearest) {
        this.limit = limit;
        this.spent = spent;
        this.dearest = dearest;
        this.settled = spent > 0;
    }

    public boolean isLimited() {
        return limit != null;
    }

    public synchronized long spent() {
        return spent;
    }

    /**
     * Waits for room.
     *
     * @return what was reserved, to be settled or released; or -1 if there is no room
     */
    public synchronized long reserve(long bound) throws InterruptedException {
        if (limit == null) {
            return 0;
        }
        while (true) {
            long wanted = Math.max(bound, dearest);
            boolean alone = reserved == 0;
            if ((settled || alone) && wanted <= limit - spent - reserved) {
                reserved += wanted;
                return wanted;
            }
            if (alone) {
                return -1;
            }
            wait();
        }
    }

    /** The request did cost that much. */
    public synchronized void settle(long reservation, long cost) {
        reserved -= reservation;
        spent += cost;
        dearest = Math.max(dearest, cost);
        settled = true;
        notifyAll();
    }

    /** The request cost nothing. */
    public synchronized void release(long reservation) {
        reserved -= reservation;
        notifyAll();
    }
}
