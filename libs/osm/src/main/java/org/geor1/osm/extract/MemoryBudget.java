package org.geor1.osm.extract;

/** How much of the heap an extract may take. Without it, one that is too large would end the process without a word. */
final class MemoryBudget {

    private static final double SHARE = 0.7;

    private final long bytes;
    private long spent;

    MemoryBudget(long bytes) {
        this.bytes = bytes;
    }

    static MemoryBudget ofThisHeap() {
        return new MemoryBudget((long) (SHARE * Runtime.getRuntime().maxMemory()));
    }

    /** @throws UnsuitableExtract if it is not there */
    void spend(long more) {
        spent += more;
        if (spent > bytes) {
            throw new UnsuitableExtract("the extract needs more than the " + (bytes >> 20)
                    + " MiB that it may take of the heap. Cut a smaller one (osmium extract --bbox), or give more, such as "
                    + "GEOR1_HEAP=4g");
        }
    }
}
