package org.geor1.factcheck.check;

import org.geor1.factcheck.claim.ClaimKind;

/**
 * A claim that is not true.
 *
 * @param start index of its first UTF-16 unit in the text
 * @param end index behind its last
 * @param words the claim as written
 * @param claimed what it says, in a fixed form
 * @param actual what is true
 */
public record Violation(ClaimKind kind, int start, int end, String words, String claimed, String actual) {}
