package org.geor1.teacher.ask;

/**
 * What a teacher is asked.
 *
 * @param system how to answer
 * @param text the question and what is known
 * @param jpeg the photo
 * @param seed for endpoints that draw by one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Request(String system, String text, byte[] jpeg, long seed) {}
