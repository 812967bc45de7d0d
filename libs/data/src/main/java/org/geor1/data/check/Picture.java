package org.geor1.data.check;

/** The size of a picture, in bytes and pixels. */
record Picture(long bytes, long width, long height) {}
