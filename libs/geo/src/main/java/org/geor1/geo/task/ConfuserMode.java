package org.geor1.geo.task;

/** Where the wrong tiles of a question come from; always the same split as the right one. */
public enum ConfuserMode {
    /** The panorama's own city, as in the paper: nothing but the local geometry tells tiles apart. */
    SAME_CITY,
    /** Any city, so that climate and style help. */
    GLOBAL
}
