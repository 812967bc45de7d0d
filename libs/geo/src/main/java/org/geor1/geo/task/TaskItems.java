package org.geor1.geo.task;

/** An endless list of questions, the same whenever it is read. To be read by one thread at a time. */
public interface TaskItems {

    /** @param index from 0 */
    TaskItem get(long index);

    /** How many are asked before one is asked again; {@link Long#MAX_VALUE} where new ones can always be made. */
    long distinct();
}
